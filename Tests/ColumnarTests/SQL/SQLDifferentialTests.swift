import Columnar
import Foundation
import Testing

/// What formulas come to here, and what SQLite makes of the SQL that is printed for them.
@Suite struct `Formulas as SQL` {
    private static let seeds: [UInt64] = {
        let number = ProcessInfo.processInfo.environment["MINHBACH_SEEDS"].flatMap { UInt64($0) }
        return Array(1...max(number ?? 120, 1))
    }()
    private static let period: Range<Int64> = -100_000..<50_000
    private static let scope = Scope(
        periodStart: period.lowerBound, periodEnd: period.upperBound, asOf: 1_000, calendar: nil)
    private static let bounds = SQLBounds(
        periodStart: period.lowerBound, periodEnd: period.upperBound, asOf: 1_000)

    private func source(_ random: inout SplitMix64) -> RandomTable {
        RandomTable(&random, rowCount: 60, isSorted: false, hasHuge: false)
    }

    @Test(arguments: seeds)
    func `of random rows give the same numbers in SQLite`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed &+ 50_000)
        let source = source(&random)
        var maker = TermMaker(random: random)
        var questions: [SQLQuestion] = []
        for type in [ValueType.flag, .integer, .flag, .instant, .duration, .flag, .integer, .flag] {
            let written = maker.term(type, 3).written
            let formula = try RowFormula(written, schema: source.table.schema, type: type)
            guard let values = try? rowValues(of: formula, over: source.table, in: Self.scope)
            else { continue }
            let texts = inAllDialects { dialect throws(SQLRefusal) in
                let value = try formula.sql(in: dialect, bounds: Self.bounds, calendar: nil)
                // No database shows truth as another does.
                let shown =
                    type == .flag
                    ? "case when \(value) then 2 when not (\(value)) then 0 else 1 end" : value
                return "select \(shown) from \(dialect.quoted("t")) order by row_number"
            }
            questions.append(
                SQLQuestion(
                    isMeasure: false, formula: written, sql: texts,
                    expected: values.map { [$0 == missing ? nil : "\($0)"] }))
        }
        try SQLQuestions(
            seed: seed, tables: [SQLTable(name: "t", table: source.table)], questions: questions
        ).ask("rows")
    }

    @Test(arguments: seeds)
    func `of random measures give the same figures in SQLite`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed &+ 90_000)
        let source = source(&random)
        var maker = TermMaker(random: random)
        var questions: [SQLQuestion] = []
        for _ in 0..<6 {
            let measure = RandomMeasure(&maker)
            let checked = try measure.measure(source.table.schema)
            questions += questionsAbout(checked, measure.written, source.table)
        }
        for formula in Self.arithmetic {
            let checked = try Measure(
                where: nil, numerator: AggregateFormula(formula, schema: source.table.schema),
                denominator: nil)
            questions += questionsAbout(checked, formula, source.table)
        }
        try SQLQuestions(
            seed: seed, tables: [SQLTable(name: "t", table: source.table)], questions: questions
        ).ask("measures")
    }

    private static let arithmetic = [
        "sum(n) * 100 / count(*) - avg(m) * 0.25", "avg(d) / avg(m) + interval '1 second' * 1.5",
        "coalesce(sum(n) filter (where n > 3), 0) % 7", "sum(m * 0.125) + median(m)",
        "least(sum(n), sum(m), 10) - greatest(min(n), max(m))", "abs(avg(n) - 2.5) * 4",
        "nullif(count(n), count(m)) / (sum(n) - sum(n))", "mod(sum(m), 0.7)",
        "sum(d) / interval '8 hours'", "max(x) - min(y)",
        "stock(x, y, as_of) - count(distinct id) filter (where s like 'a%')",
        "count(*) filter (where m * 0.95 >= n + 0.5) / 3",
        "percentile_disc(0.95) within group (order by d) / avg(d)",
    ]

    /// The measure by the codes of `s`, and for all rows.
    private func questionsAbout(
        _ measure: Measure, _ written: String, _ table: Table
    ) -> [SQLQuestion] {
        guard case .code(let codes)? = table["s"] else { return [] }
        let none = UInt32(codes.dictionary.count)
        let grouping = Grouping(
            codes: codes.codes.map { min($0, none) }, count: codes.dictionary.count + 1)
        guard
            let tallies = try? tally(
                [measure], over: table, by: [.whole, grouping], in: Self.scope)[0]
        else { return [] }
        let members = zip(["(none)"] + codes.dictionary, [tallies[1][Int(none)]] + tallies[1])
        return [
            question(measure, written, .whole("H56"), [("H56", tallies[0][0])]),
            question(
                measure, written, .column("s", unnamed: "(none)"),
                members.filter { $0.1.members > 0 }),
        ]
    }

    private func question(
        _ measure: Measure, _ written: String, _ member: SQLMember, _ tallies: [(String, Tally)]
    ) -> SQLQuestion {
        let texts = inAllDialects { dialect throws(SQLRefusal) in
            try measure.query(
                over: "t", for: member, in: dialect, bounds: Self.bounds, calendar: nil)
        }
        let expected = tallies.map { name, tally -> [String?] in
            var row: [String?] = [
                name, "\(tally.members)", tally.numerator.map(fractionText),
            ]
            if measure.denominator != nil { row.append(tally.denominator.map(fractionText)) }
            return row
        }
        return SQLQuestion(isMeasure: true, formula: written, sql: texts, expected: expected)
    }

    @Test func `take instants apart as SQLite does`() throws {
        var random = SplitMix64(seed: 7)
        var table = Table(rowCount: 3_000)
        // From the year 1 to the year 9998.
        let instants = (0..<3_000).map { _ in
            Int64.random(in: -62_135_596_800...253_370_764_800, using: &random)
        }
        table.append("x", .instant(instants))
        let questions = try CalendarField.allCases.map { field in
            let written = "extract(\(field.rawValue) from x)"
            let formula = try RowFormula(written, schema: table.schema, type: .integer)
            let texts = inAllDialects { dialect throws(SQLRefusal) in
                "select \(try formula.sql(in: dialect, bounds: Self.bounds, calendar: nil)) from t "
                    + "order by row_number"
            }
            let values = try rowValues(of: formula, over: table, in: Self.scope)
            #expect(values == instants.map { SlowCalendar($0).field(field.rawValue) })
            return SQLQuestion(
                isMeasure: false, formula: written, sql: texts, expected: values.map { ["\($0)"] })
        }
        try SQLQuestions(
            seed: 7, tables: [SQLTable(name: "t", table: table)], questions: questions
        ).ask("extract")
    }

    @Test(arguments: UInt64(1)...10)
    func `of working time and days give the same numbers in SQLite`(seed: UInt64) throws {
        let calendar = try VietnamCalendar.calendar()
        var random = SplitMix64(seed: seed)
        let days = Int64(calendar.firstDay + 120)...Int64(calendar.lastDay - 120)
        var table = Table(rowCount: 100)
        for name in ["a", "b"] {
            table.append(
                name,
                .instant(
                    (0..<100).map { _ in
                        Int.random(in: 0..<8, using: &random) == 0
                            ? missing
                            : Int64.random(in: days, using: &random) * 86_400
                                + Int64.random(in: 0..<86_400, using: &random)
                    }))
        }
        table.append(
            "n", .integer((0..<100).map { _ in Int64.random(in: -60...60, using: &random) }))
        let scope = Scope(periodStart: 0, periodEnd: 0, asOf: 0, calendar: calendar)
        let formulas: [(String, ValueType)] = [
            ("working_time(a, b)", .duration), ("working_days(a, b)", .integer),
            ("add_working_days(a, n)", .instant), ("add_working_days(a, 0) - a", .duration),
            ("working_days(a, add_working_days(date(a), abs(n)))", .integer),
        ]
        let questions = try formulas.map { written, type in
            let formula = try RowFormula(written, schema: table.schema, type: type)
            let texts = inAllDialects { dialect throws(SQLRefusal) in
                "select \(try formula.sql(in: dialect, bounds: Self.bounds, calendar: calendar)) "
                    + "from t order by row_number"
            }
            #expect(texts["spark"] == nil)
            let values = try rowValues(of: formula, over: table, in: scope)
            return SQLQuestion(
                isMeasure: false, formula: written, sql: texts,
                expected: values.map { [$0 == missing ? nil : "\($0)"] })
        }
        try SQLQuestions(
            seed: seed, tables: [SQLTable(name: "t", table: table), workingDayTable(calendar)],
            questions: questions
        ).ask("working")
    }
}
