import Columnar
import Testing

/// A table of one column for each operand, and the flags of a condition over its rows.
func truths(_ condition: String, _ table: Table) throws -> [Truth] {
    let measure = try Measure(
        where: nil,
        numerator: AggregateFormula(
            "count(*) filter (where \(condition))", schema: table.schema), denominator: nil)
    let scope = Scope(periodStart: 0, periodEnd: 10, asOf: 5, calendar: nil)
    return try (0..<table.rowCount).map { row in
        let verdicts = try trace(measure, in: table, row: row, scope: scope)
        return verdicts.map(\.truth).min { $0.rawValue < $1.rawValue } ?? .unknown
    }
}

@Suite struct `Three-valued logic` {
    /// All nine pairs of false, unknown and true.
    private var pairs: Table {
        var table = Table(rowCount: 9)
        table.append("p", .flag([0, 0, 0, 1, 1, 1, 2, 2, 2]))
        table.append("q", .flag([0, 1, 2, 0, 1, 2, 0, 1, 2]))
        return table
    }

    /// The tables of SQL (ISO/IEC 9075-2, 6.39), written as `f`, `u`, `t`.
    @Test(arguments: [
        ("p and q", "fff fuu fut"), ("p or q", "fut uut ttt"),
        ("not p", "ttt uuu fff"), ("p = q", "tuf uuu fut"), ("p <> q", "fut uuu tuf"),
        ("p is null", "fff ttt fff"), ("p is not null", "ttt fff ttt"),
        ("p in (q, null)", "tuu uuu uut"), ("p not in (q, null)", "fuu uuu uuf"),
        ("coalesce(p, q)", "fff fut ttt"), ("nullif(p, q)", "uff uuu ttu"),
        ("case when p then q end", "uuu uuu fut"), ("case p when q then true end", "tuu uuu uut"),
    ])
    func `is that of SQL`(condition: String, expected: String) throws {
        let found = try truths("(\(condition)) = true or (\(condition)) = true", pairs).map {
            ["f", "u", "t"][Int($0.rawValue)]
        }
        #expect(found.joined() == expected.filter { $0 != " " })
    }

    @Test func `comparing with null is unknown, whatever the type`() throws {
        var table = Table(rowCount: 2)
        table.append("n", .integer([1, missing]))
        table.append("s", .code(CodeColumn(codes: [0, missingCode], dictionary: ["a"])))
        for condition in [
            "n = 1", "n <= 1", "s = 'a'", "s >= 'a'", "n in (1)", "s between 'a' and 'b'",
        ] {
            #expect(try truths(condition, table) == [.yes, .unknown], "\(condition)")
        }
        for condition in ["n = null", "null < null", "s <> null"] {
            #expect(try truths(condition, table) == [.unknown, .unknown], "\(condition)")
        }
    }

    @Test func `texts compare by their bytes`() throws {
        var table = Table(rowCount: 3)
        let texts = ["\u{1EA5}", "a\u{302}\u{301}", "z"].sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        table.append("s", .code(CodeColumn(codes: [0, 1, 2], dictionary: texts)))
        #expect(try truths("s = '\u{1EA5}'", table) == [.no, .no, .yes])
        #expect(try truths("s < 'z'", table) == [.yes, .no, .no])
    }
}
