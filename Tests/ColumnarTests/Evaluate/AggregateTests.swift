import Columnar
import Testing

@Suite struct `Aggregates` {
    private func value(
        _ formula: String, _ table: Table, where condition: String? = nil,
        calendar: WorkingCalendar? = nil
    ) throws -> Exact? {
        let row = try condition.map { try RowFormula($0, schema: table.schema, type: .flag) }
        let measure = try Measure(
            where: row, numerator: AggregateFormula(formula, schema: table.schema),
            denominator: nil)
        let scope = Scope(periodStart: 100, periodEnd: 200, asOf: 150, calendar: calendar)
        let whole = Grouping.whole
        return try tally([measure], over: table, by: [whole], in: scope)[0][0][0].numerator
    }

    private func numbers(_ cells: [Int64]) -> Table {
        var table = Table(rowCount: cells.count)
        table.append("x", .integer(cells))
        return table
    }

    @Test func `of nothing are null, counts are zero`() throws {
        for table in [numbers([]), numbers([missing, missing])] {
            for formula in ["sum(x)", "min(x)", "max(x)", "median(x)", "percentile(x, 90)"] {
                #expect(try value(formula, table) == nil, "\(formula)")
            }
            #expect(try value("count(x)", table) == Exact(0))
            #expect(try value("count(*)", table) == Exact(table.rowCount))
            #expect(try value("sum(x) + 1", table) == nil)
        }
    }

    /// `percentile_disc` as PostgreSQL gives it for 1 to 10; `percentile_cont(0.5)` for the median.
    @Test(arguments: [
        ("percentile(x, 0)", 1, 1), ("percentile(x, 10)", 1, 1), ("percentile(x, 11)", 2, 1),
        ("percentile(x, 50)", 5, 1), ("percentile(x, 90)", 9, 1), ("percentile(x, 91)", 10, 1),
        ("percentile(x, 100)", 10, 1), ("median(x)", 11, 2), ("median(x) * 2 - 1", 10, 1),
        ("median(x) filter (where x < 10)", 5, 1), ("sum(x) - 2 * count(*)", 35, 1),
        ("- max(x) + min(x)", -9, 1),
    ])
    func `have textbook values`(formula: String, upper: Int, lower: Int) throws {
        let table = numbers([7, 1, missing, 10, 2, 9, 3, 8, 4, 6, 5])
        #expect(
            try value(formula, table, where: "x is not null")
                == Exact(Int128(upper), over: Int128(lower)))
    }

    @Test func `sums are exact beyond 64 bits`() throws {
        let table = numbers([Int64](repeating: .max, count: 5_000))
        #expect(try value("sum(x)", table) == Exact(Int128(Int64.max) * 5_000))
        #expect(throws: EvaluationError.self) { try value("sum(x) * sum(x) * sum(x)", table) }
    }

    @Test func `medians span the whole range of integers`() throws {
        let table = numbers([.min + 1, .max, .max, .min + 1, 0, 1])
        #expect(try value("median(x)", table) == Exact(1, over: 2))
        #expect(try value("percentile(x, 99)", table) == Exact(Int128(Int64.max)))
    }

    @Test func `the peak counts half-open spans within the period`() throws {
        var table = Table(rowCount: 7)
        table.append("a", .instant([0, 100, 150, 160, 199, 200, missing]))
        table.append("b", .instant([100, 150, 160, missing, 200, 300, 300]))
        #expect(try value("peak(a, b)", table) == Exact(2))
        #expect(
            try value("peak(a, b) filter (where b is not null and a < as_of)", table) == Exact(1))
        #expect(try value("peak(b, a)", table) == Exact(0))
    }

    @Test func `overflow is told with its row, and only where the row counts`() throws {
        var cells = [Int64](repeating: 1, count: 5_000)
        cells[4_500] = .max
        let table = numbers(cells)
        let fault = #expect(throws: EvaluationError.self) { try value("sum(x + 1)", table) }
        #expect(fault?.kind == .overflow)
        #expect(fault?.row == 4_500)
        #expect(try value("sum(x + 1)", table, where: "x < 5") == Exact(9_998))
        #expect(try value("sum(x + 1) filter (where x < 5)", table) == Exact(9_998))
        #expect(
            try value("sum(case when x < 5 then x + 1 else 0 end)", table) == Exact(9_998))
        #expect(try value("count(*)", table, where: "x < 5 and x + 1 = 2") == Exact(4_999))
        #expect(throws: EvaluationError.self) {
            try value("count(*)", table, where: "x >= 1 and x + 1 = 2")
        }
    }

    @Test func `working time outside of the calendar is null`() throws {
        let day = [WorkingInterval(start: 0, end: 86_400)]
        let calendar = try WorkingCalendar(
            WorkingRules(
                weekdays: [[WorkingInterval]](repeating: day, count: 7), closed: [], extra: [],
                first: CivilDate(of: 0), last: CivilDate(of: 86_400 * 365)))
        var table = Table(rowCount: 3)
        table.append("a", .instant([-86_400 * 9, 3_600, missing]))
        table.append("b", .instant([0, 7_200, 0]))
        let sum = "sum(working_time(a, b))"
        let inside = "a >= date '1970-01-01'"
        #expect(try value(sum, table, where: inside, calendar: calendar) == Exact(3_600))
        #expect(try value(sum, table, calendar: calendar) == Exact(3_600))
        #expect(try value("count(working_time(a, b))", table, calendar: calendar) == Exact(1))
        let without = #expect(throws: EvaluationError.self) { try value(sum, table, where: inside) }
        #expect(without?.kind == .calendarMissing)
    }

    @Test func `a table without the column is an error, not a trap`() throws {
        let schema = Schema([.init(name: "y", type: .integer)])
        let measure = try Measure(
            where: nil, numerator: AggregateFormula("sum(y)", schema: schema), denominator: nil)
        let scope = Scope(periodStart: 0, periodEnd: 1, asOf: 0, calendar: nil)
        let table = numbers([1])
        let missingColumn = #expect(throws: EvaluationError.self) {
            try tally([measure], over: table, by: [.whole], in: scope)
        }
        #expect(missingColumn?.kind == .columnMissing("y"))
        let shortGrouping = #expect(throws: EvaluationError.self) {
            try tally([measure], over: table, by: [Grouping(codes: [0, 0], count: 1)], in: scope)
        }
        #expect(shortGrouping?.kind == .groupingLength(0))
    }
}

@Suite struct `Further aggregates` {
    private func value(_ formula: String, _ table: Table) throws -> Exact? {
        let measure = try Measure(
            where: nil, numerator: AggregateFormula(formula, schema: table.schema),
            denominator: nil)
        let scope = Scope(periodStart: 100, periodEnd: 200, asOf: 150, calendar: nil)
        return try tally([measure], over: table, by: [.whole], in: scope)[0][0][0].numerator
    }

    private var table: Table {
        var table = Table(rowCount: 6)
        table.append("n", .integer([3, 3, missing, 1, 2, 2]))
        table.append(
            "s", .code(CodeColumn(codes: [0, 1, 1, missingCode, 0, 0], dictionary: ["a", "b"])))
        var ids = IdentifierColumn()
        for text in ["x", "y", "", "x", "z", "y"] {
            ids.bytes += Array(text.utf8)
            ids.ends.append(UInt32(ids.bytes.count))
        }
        table.append("id", .identifier(ids))
        table.append("f", .flag([0, 1, 2, 2, 0, 1]))
        table.append("a", .instant([0, 100, 150, 151, missing, 150]))
        table.append("b", .instant([150, missing, 151, 300, 300, 150]))
        table.append("d", .duration([60, 90, missing, 0, 30, 45]))
        return table
    }

    @Test(arguments: [
        ("avg(n)", 11, 5), ("avg(n) filter (where n > 2)", 3, 1), ("count(distinct n)", 3, 1),
        ("count(distinct s)", 2, 1), ("count(distinct id)", 3, 1), ("count(distinct f)", 2, 1),
        ("count(distinct coalesce(s, id))", 3, 1), ("count(distinct id) filter (where f)", 1, 1),
        ("stock(a, b, as_of)", 2, 1), ("stock(a, b, as_of) filter (where n is not null)", 1, 1),
        ("stock(a, b, period_start)", 2, 1), ("sum(n) / count(*)", 11, 6), ("sum(n) % 4", 3, 1),
        ("sum(n * 0.5)", 11, 2), ("sum(d) / interval '1 minute'", 15, 4), ("0.95 * 100", 95, 1),
        ("percentile_disc(0.5) within group (order by n)", 2, 1),
        ("percentile_disc(0.61) within group (order by n)", 3, 1),
        ("percentile_disc(0) within group (order by n)", 1, 1),
        ("percentile_cont(0.5) within group (order by n)", 2, 1),
        ("least(20, max(n) * 100 / 7)", 20, 1), ("greatest(min(n), avg(n))", 11, 5),
        ("coalesce(sum(n) filter (where n > 9), -1)", -1, 1), ("abs(min(n) - max(n))", 2, 1),
        ("mod(max(n) * 2, 4)", 2, 1), ("- avg(n) % 2", -1, 5), ("max(n * 1.25) + 0.25", 4, 1),
    ])
    func `have textbook values`(formula: String, upper: Int, lower: Int) throws {
        #expect(try value(formula, table) == Exact(Int128(upper), over: Int128(lower)))
    }

    @Test(arguments: [
        "sum(n) / 0", "sum(n) % (count(*) - 6)", "nullif(count(*), 6)",
        "avg(n) filter (where f and n > 9)",
        "least(null, sum(n) filter (where n > 9))", "stock(a, b, null) / 0",
    ])
    func `are null by zero and over nothing`(formula: String) throws {
        #expect(try value(formula, table) == nil)
    }

    @Test func `an instant that is null has no stock`() throws {
        #expect(try value("stock(a, b, null)", table) == Exact(0))
    }

    @Test(arguments: [
        ("n * 1.5 = 4.5", "tt.fff"), ("n + 0.5 between 2.5 and 3", "ff.ftt"),
        ("n in (2.0, 1.5)", "ff.ftt"), ("n / 2 = 1", "tt.ftt"), ("-n / 2 = -1", "tt.ftt"),
        ("-n % 2 = -1", "tt.tff"), ("n / 0 is null", "tttttt"), ("mod(n, 0) is null", "tttttt"),
        ("abs(n - 3) = 1", "ff.ftt"), ("greatest(n, 2) = 2", "ffttt" + "t"),
        ("least(n, null) = 3", "tt.fff"), ("d / interval '40 seconds' = 1", "tf.ff" + "t"),
        ("d % interval '60 seconds' = interval '30 seconds'", "ft.ft" + "f"),
        ("case when n * 0.5 > 1 then 0.5 else 1 end < 0.75", "ttffff"),
        ("coalesce(n * 0.1, 0.2) = 0.2", "fftftt"), ("nullif(n * 0.1, 0.2) is null", "fftftt"),
        ("s like 'a'", "tff.tt"), ("s not like 'a%'", "ftt.ff"), ("id like '_'", "tt.ttt"),
        ("id like 'x' or s like 'b'", "ttttff"),
        ("extract(minute from a) = 2", "fftt.t"), ("cast(a as date) = date '1970-01-01'", "tttt.t"),
    ])
    func `and rows divide, match and compare decimals`(condition: String, expected: String) throws {
        let found = try truths(condition, table).map { ["f", ".", "t"][Int($0.rawValue)] }
        #expect(found.joined() == expected, "\(condition)")
    }
}
