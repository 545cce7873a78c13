import Columnar
import Testing

@Suite struct `Canonical spelling` {
    @Test(arguments: [
        ("A=1 AND(b<>2)OR NOT c", "A = 1 and b <> 2 or not c"),
        ("a = 1 and (b or c)", "a = 1 and (b or c)"),
        ("not (a and b)", "not (a and b)"),
        ("(a = b) is not null", "(a = b) is not null"),
        ("a != 'it''s'", "a <> 'it''s'"),
        ("\"period_start\" >= Period_Start", "\"period_start\" >= Period_Start"),
        ("(a + b) * c - (d - e)", "(a + b) * c - (d - e)"),
        ("a-(-b)", "a - - b"),
        ("x not in (1,2 , 3)", "x not in (1, 2, 3)"),
        (
            "x NOT BETWEEN DATE '2025-01-01' and timestamp '2025-01-31 08:05:09'",
            "x not between date '2025-01-01' and timestamp '2025-01-31 08:05:09'"
        ),
        (
            "interval '480 minutes' -- eight hours\n= interval '1 day 12 hours'",
            "interval '8 hours' = interval '36 hours'"
        ),
        ("Case x When 1 Then 'a' Else 'b' End", "case x when 1 then 'a' else 'b' end"),
        ("COUNT( * ) FILTER ( WHERE a<=b )", "count(*) filter (where a <= b)"),
        ("Coalesce(a,NULL,true)", "coalesce(a, null, true)"),
        ("a*b/(c%d) - (a/b)*c", "a * b / (c % d) - a / b * c"),
        ("a/(b*c) > 0.950", "a / (b * c) > 0.95"),
        ("A Like 'x!%%' Escape '!'", "A like 'x!%%' escape '!'"),
        ("not (s NOT LIKE 'a%' )", "not s not like 'a%'"),
        ("Extract( Year FROM x )", "extract(year from x)"),
        ("cast(x as DATE) = date(y)", "date(x) = date(y)"),
        ("COUNT(Distinct s) filter(where a)", "count(distinct s) filter (where a)"),
        ("1.0 + 0.10", "1 + 0.1"),
        (
            "Percentile_Disc(0.90) WITHIN GROUP(ORDER BY x ASC) filter (where a)",
            "percentile_disc(0.9) within group (order by x) filter (where a)"
        ),
    ])
    func `is stable and reads back`(text: String, expected: String) throws {
        let canonical = try Formula.parse(text).canonical
        #expect(canonical == expected)
        #expect(try Formula.parse(canonical).canonical == canonical)
    }

    @Test(arguments: UInt64(1)...150)
    func `of random formulas checks and evaluates like the text`(seed: UInt64) throws {
        var maker = TermMaker(random: SplitMix64(seed: seed))
        let term = maker.term(.flag, 4)
        let source = RandomTable(&maker.random, rowCount: 64, isSorted: false, hasHuge: false)
        let canonical = try Formula.parse(term.written).canonical
        #expect(try Formula.parse(canonical).canonical == canonical, "seed \(seed)")
        let scope = Scope(periodStart: -50_000, periodEnd: 50_000, asOf: 7, calendar: nil)
        let counts = try [term.written, canonical].map { text in
            let measure = try Measure(
                where: RowFormula(text, schema: source.table.schema, type: .flag),
                numerator: AggregateFormula("count(*)", schema: source.table.schema),
                denominator: nil)
            return try tally(
                [measure], over: source.table, by: [.whole], in: scope)[0][0][0]
        }
        #expect(counts[0] == counts[1], "seed \(seed)")
    }

    @Test func `a formula names the columns it reads`() throws {
        let schema = Schema([
            .init(name: "a", type: .integer), .init(name: "B", type: .integer),
            .init(name: "c", type: .flag),
        ])
        let formula = try AggregateFormula(
            "sum(b + a) filter (where c) - max(a)", schema: schema)
        #expect(formula.columns == ["B", "a", "c"])
        #expect(formula.type == .integer)
    }
}
