import Columnar
import Testing

/// A formula at fault and everything that is said about it.
struct FaultyFormula: CustomTestStringConvertible, Sendable {
    let text: String
    let messages: [String]

    init(_ text: String, _ messages: String...) {
        self.text = text
        self.messages = messages
    }

    var testDescription: String { text }
}

private let schema = Schema([
    .init(name: "resolved_at", type: .instant), .init(name: "due_at", type: .instant),
    .init(name: "paused", type: .duration), .init(name: "supplements", type: .integer),
    .init(name: "status", type: .text, values: ["processing", "resolved", "returned"]),
    .init(name: "unit", type: .text), .init(name: "urgent", type: .flag),
])

@Suite struct `Messages about formulas` {
    @Test(arguments: [
        FaultyFormula(
            "resolved_on <= due_at and statsu = 'resolved'",
            """
            unknown column resolved_on, did you mean resolved_at?
              resolved_on <= due_at and statsu = 'resolved'
              ^^^^^^^^^^^
            """,
            """
            unknown column statsu, did you mean status?
              resolved_on <= due_at and statsu = 'resolved'
                                        ^^^^^^
            """),
        FaultyFormula(
            "status in ('resolvd', 'returned')",
            """
            column status never holds 'resolvd', did you mean 'resolved'?
              status in ('resolvd', 'returned')
                         ^^^^^^^^^
            """),
        FaultyFormula(
            "due_at >= '2025-01-01'",
            """
            expected an instant, found a text; write date '2025-01-01' or timestamp '2025-01-01'
              due_at >= '2025-01-01'
                        ^^^^^^^^^^^^
            """),
        FaultyFormula(
            "urgent and\n  due_at + resolved_at > due_at",
            """
            an instant + an instant is not defined; instants are subtracted, or moved by an interval
                due_at + resolved_at > due_at
                ^^^^^^^^^^^^^^^^^^^^
            """),
        FaultyFormula(
            "paused > 8",
            """
            a duration cannot be compared with an integer; write a length of time with its unit, \
            such as interval '8 hours'
              paused > 8
              ^^^^^^^^^^
            """),
        FaultyFormula(
            "supplements",
            """
            expected a truth value, found an integer
              supplements
              ^^^^^^^^^^^
            """),
        FaultyFormula(
            "count(*) > 1",
            """
            count is an aggregate, here one row is considered
              count(*) > 1
              ^^^^^
            """),
        FaultyFormula(
            "workin_time(due_at, resolved_at) > interval '8 hours'",
            """
            unknown function workin_time, did you mean working_time?
              workin_time(due_at, resolved_at) > interval '8 hours'
              ^^^^^^^^^^^
            """),
        FaultyFormula(
            "working_days(due_at, 3) > 1 and due_at + 3 > resolved_at",
            """
            expected an instant, found an integer
              working_days(due_at, 3) > 1 and due_at + 3 > resolved_at
                                   ^
            """,
            """
            an instant + an integer is not defined; write interval '3 days' for days, \
            date '2025-01-31' for a day
              working_days(due_at, 3) > 1 and due_at + 3 > resolved_at
                                              ^^^^^^^^^^
            """),
        FaultyFormula(
            "status like 'resolvd%' or unit like unit or unit like 'a!b' escape '!'",
            """
            column status never holds a text like 'resolvd%'
              status like 'resolvd%' or unit like unit or unit like 'a!b' escape '!'
                          ^^^^^^^^^^
            """,
            """
            the pattern of like must be a text in single quotes
              status like 'resolvd%' or unit like unit or unit like 'a!b' escape '!'
                                                  ^^^^
            """,
            """
            in 'a!b' the escape character stands before something else than %, _ or itself
              status like 'resolvd%' or unit like unit or unit like 'a!b' escape '!'
                                                                    ^^^^^
            """),
        FaultyFormula(
            "supplements / 1.5 > 2 or add_working_days(due_at, 1.5) > due_at",
            """
            a row divides whole numbers only; multiply by the decimal, or divide aggregates
              supplements / 1.5 > 2 or add_working_days(due_at, 1.5) > due_at
              ^^^^^^^^^^^^^^^^^
            """,
            """
            expected a whole number, found a decimal
              supplements / 1.5 > 2 or add_working_days(due_at, 1.5) > due_at
                                                                ^^^
            """),
        FaultyFormula(
            "nullif(unit) is null",
            """
            nullif takes 2 arguments, found 1
              nullif(unit) is null
              ^^^^^^
            """),
    ])
    func `point at each fault of a row formula`(_ formula: FaultyFormula) throws {
        let faults = #expect(throws: FormulaFaults.self) {
            try RowFormula(formula.text, schema: schema, type: .flag)
        }
        #expect(faults?.faults.map { $0.rendered(in: formula.text) } == formula.messages)
    }

    @Test(arguments: [
        ("a = ", "expected a value, found the end"),
        ("a = 1 = 2", "expected the end or an operator, found ="),
        ("(a = 1", "expected ), found the end"),
        ("a in ()", "expected a value, found )"),
        ("a between 1 or 2", "expected and, found or"),
        ("a is 1", "expected null or not null, found 1"),
        ("case a end", "expected when, found end"),
        ("case when a then 1 else 2", "expected end, found the end"),
        ("a = 'x", "the quote ' is never closed"),
        ("\"a = 1", "the quote \" is never closed"),
        ("a ; b", "unexpected character ;"),
        ("a = 1e5", "1e5 is no number; write digits, such as 12 or 0.95"),
        ("a = 1.", "1. is no number; write digits, such as 12 or 0.95"),
        ("a = 1.2.3", "1.2.3 is no number; write digits, such as 12 or 0.95"),
        (
            "a = 1.0000000000000000001",
            "1.0000000000000000001 is beyond 64 bits or 18 digits behind the point"
        ),
        (
            "a = 9223372036854775808",
            "9223372036854775808 is beyond 64 bits or 18 digits behind the point"
        ),
        ("date '2025-02-29' = a", "'2025-02-29' is no date; write date '2025-01-31'"),
        (
            "timestamp '2025-01-01 24:00:00' = a",
            "'2025-01-01 24:00:00' is no timestamp; write timestamp '2025-01-31 08:00:00'"
        ),
        ("interval '8' = a", "'8' is no interval; write interval '8 hours'"),
        (
            "interval '8 huors' = a",
            "unknown unit of time huors, did you mean hours?; "
                + "there are weeks, days, hours, minutes, seconds"
        ),
        (
            "interval '2 months' = a",
            "months have no fixed length; write days, or compare with a date"
        ),
        ("a ilike 'x'", "ilike is not part of the formula language"),
        ("a like", "expected a value, found the end"),
        ("extract(weak from a)", "extract knows no weak, did you mean week?"),
        ("extract(year, a)", "expected from, found ,"),
        ("cast(a as text)", "cast as text is not part of the formula language"),
        ("percentile_disc(0.5) within group (a)", "expected order, found a"),
        (
            "percentile_disc(0.5) within group (order by a desc)",
            "desc is not part of the formula language"
        ),
    ])
    func `say what the grammar wants`(text: String, message: String) {
        let faults = #expect(throws: FormulaFaults.self) { try Formula.parse(text) }
        #expect(faults?.faults.map(\.kind.description) == [message])
    }

    @Test(arguments: [
        ("supplements", "column supplements must stand inside an aggregate such as sum or max"),
        ("sum(count(*))", "count stands within another aggregate"),
        ("sum(*)", "sum(*) is not defined; only count(*) is"),
        ("sum(status)", "expected an integer or a duration, found a text"),
        ("percentile(paused, 101)", "expected a percentile from 0 to 100 as an integer literal"),
        (
            "median(due_at) + max(due_at)",
            "an instant + an instant is not defined; instants are subtracted, "
                + "or moved by an interval"
        ),
        (
            "count(*) = 1",
            "expected an aggregate, a literal, or + - * / % and functions of numbers on them"
        ),
        (
            "date(max(due_at))",
            "expected an aggregate, a literal, or + - * / % and functions of numbers on them"
        ),
        ("sum(distinct supplements)", "sum(distinct …) is not defined; only count(distinct …) is"),
        (
            "percentile_disc(0.5)",
            "percentile_disc needs an order: percentile_disc(0.5) within group (order by …)"
        ),
        (
            "percentile_disc(1.5) within group (order by paused)",
            "expected a fraction from 0 to 1 as a literal, such as 0.9"
        ),
        (
            "percentile_cont(0.9) within group (order by paused)",
            "percentile_cont is there for 0.5, the median; for others write percentile_disc"
        ),
        (
            "sum(paused) within group (order by paused)",
            "within group needs percentile_disc or percentile_cont, sum takes none"
        ),
        ("stock(due_at, resolved_at)", "stock takes 3 arguments, found 2"),
        ("stock(due_at, resolved_at, paused)", "expected an instant, found a duration"),
        ("abs(max(due_at))", "expected an integer or a duration, found an instant"),
        ("coalesce(sum(paused), 0)", "expected a duration, found an integer"),
        (
            "max(due_at) / 2",
            "an instant / an integer is not defined; write interval '3 days' for days, "
                + "date '2025-01-31' for a day"
        ),
        ("count(*) filter (where paused)", "expected a truth value, found a duration"),
        ("count(date(due_at) filter (where urgent))", "filter needs an aggregate, date is none"),
        ("peak(due_at, paused)", "expected an instant, found a duration"),
    ])
    func `say what an aggregate formula wants`(text: String, message: String) {
        let faults = #expect(throws: FormulaFaults.self) {
            try AggregateFormula(text, schema: schema)
        }
        #expect(faults?.faults.map(\.kind.description) == [message])
    }

    @Test func `carets count characters, not bytes`() {
        let text = "'đúng hạn' = tình_trạng"
        let faults = #expect(throws: FormulaFaults.self) {
            try RowFormula(text, schema: schema, type: .flag)
        }
        #expect(
            faults?.faults.map { $0.rendered(in: text) } == [
                """
                unknown column tình_trạng
                  'đúng hạn' = tình_trạng
                               ^^^^^^^^^^
                """
            ])
    }

    @Test(arguments: [
        ("sum(paused)", "sum(supplements)", nil as String?), ("sum(paused)", "count(*)", nil),
        ("count(*)", "sum(paused)", "an integer over a duration makes no ratio"),
        ("max(due_at)", "count(*)", "an instant over an integer makes no ratio"),
    ])
    func `a ratio has matching sides`(upper: String, lower: String, message: String?) throws {
        let numerator = try AggregateFormula(upper, schema: schema)
        let denominator = try AggregateFormula(lower, schema: schema)
        do throws(FormulaFaults) {
            _ = try Measure(where: nil, numerator: numerator, denominator: denominator)
            #expect(message == nil)
        } catch {
            #expect(error.faults.map(\.kind.description) == [message ?? ""])
        }
    }

    @Test(arguments: [
        String(repeating: "(", count: 30_000), String(repeating: "not ", count: 15_000),
        String(repeating: "-+", count: 30_000), String(repeating: "1+", count: 30_000),
        String(repeating: "case when ", count: 6_000), String(repeating: "date(", count: 10_000),
        "1" + String(repeating: " is null", count: 8_000),
    ])
    func `hostile nesting is refused`(text: String) {
        #expect(throws: FormulaFaults.self) { try Formula.parse(text) }
    }

    @Test func `a formula may not be longer than its limit`() {
        let text = "a = '" + String(repeating: "x", count: 70_000) + "'"
        let faults = #expect(throws: FormulaFaults.self) { try Formula.parse(text) }
        #expect(faults?.faults.map(\.kind) == [.tooLong(limit: 65_536)])
    }
}
