import Columnar
import Testing

/// When another `as_of` cannot make another figure.
@Suite struct `A measure that is settled` {
    private let schema = Schema([
        .init(name: "due_at", type: .instant), .init(name: "resolved_at", type: .instant),
    ])

    /// The text of a measure with this condition; the period is 100..<200.
    private func settled(_ condition: String, _ asOf: Int64) throws -> String {
        let measure = try Measure(
            where: RowFormula(condition, schema: schema, type: .flag),
            numerator: AggregateFormula(
                "count(*) filter (where resolved_at <= as_of)", schema: schema),
            denominator: nil)
        return try Measure(
            where: measure.condition,
            numerator: AggregateFormula("count(*)", schema: schema), denominator: nil
        ).settled(periodStart: 100, periodEnd: 200, asOf: asOf)
    }

    @Test(arguments: [
        "due_at < case when as_of < period_end then as_of else period_end end",
        "due_at < period_end and due_at < as_of",
        "due_at < as_of and resolved_at is null and due_at < period_end",
        "due_at >= period_start and as_of > period_end",
        "as_of < period_end or resolved_at > due_at",
        "not (as_of < period_end) and due_at is not null",
        "case when as_of >= period_end then resolved_at else due_at end > period_start",
    ])
    func `says the same once the period is over`(condition: String) throws {
        #expect(try settled(condition, 300) == settled(condition, 1_000_000))
        #expect(try settled(condition, 150) != settled(condition, 300))
    }

    @Test(arguments: [
        "due_at < as_of", "resolved_at < as_of and due_at < period_end",
        "due_at > period_end and due_at < as_of", "due_at < period_end or due_at < as_of",
        "as_of - due_at > interval '1 day'", "due_at = as_of or due_at = period_end",
        "due_at <= period_end and due_at < as_of",
    ])
    func `says something else where as_of still counts`(condition: String) throws {
        #expect(try settled(condition, 300) != settled(condition, 400))
    }

    @Test func `tells aggregates and their filters apart`() throws {
        func text(_ numerator: String, asOf: Int64 = 300) throws -> String {
            try Measure(
                where: nil, numerator: AggregateFormula(numerator, schema: schema),
                denominator: nil
            ).settled(periodStart: 100, periodEnd: 200, asOf: asOf)
        }
        let texts = try [
            "count(*)", "count(due_at)", "count(resolved_at)",
            "count(*) filter (where due_at is null)", "peak(due_at, resolved_at)",
            "peak(resolved_at, due_at)", "max(due_at) - min(due_at)",
            "min(due_at) - max(due_at)",
        ].map { try text($0) }
        #expect(Set(texts).count == texts.count)
        let filtered = "count(*) filter (where due_at < as_of)"
        #expect(try text(filtered, asOf: 300) != text(filtered, asOf: 301))
    }
}
