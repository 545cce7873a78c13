import Columnar
import Testing

@Suite struct `Tracing a row` {
    @Test func `names every clause as written, with its truth`() throws {
        var table = Table(rowCount: 2)
        table.append("resolved_at", .instant([50, missing]))
        table.append("due_at", .instant([40, 60]))
        table.append("unit", .code(CodeColumn(codes: [0, 1], dictionary: ["A", "B"])))
        let schema = table.schema
        let measure = try Measure(
            where: RowFormula(
                """
                (resolved_at between period_start and period_end)
                and due_at IS NOT null and unit = 'A'
                """,
                schema: schema, type: .flag),
            numerator: AggregateFormula(
                "count(*) filter (where resolved_at <= due_at)", schema: schema),
            denominator: AggregateFormula("count(resolved_at)", schema: schema))
        let scope = Scope(periodStart: 0, periodEnd: 100, asOf: 0, calendar: nil)
        let texts = [
            "resolved_at between period_start and period_end", "due_at IS NOT null", "unit = 'A'",
            "resolved_at <= due_at", "resolved_at is not null",
        ]
        let expected: [[Truth]] = [
            [.yes, .yes, .yes, .no, .yes], [.unknown, .yes, .no, .unknown, .no],
        ]
        for row in 0..<2 {
            let verdicts = try trace(measure, in: table, row: row, scope: scope)
            #expect(verdicts.map(\.text) == texts)
            #expect(verdicts.map(\.truth) == expected[row])
            #expect(verdicts[3].part == .numerator(aggregate: 0))
            #expect(verdicts[4].part == .denominator(aggregate: 0))
        }
        let rows = try members(
            of: measure, in: table, grouping: .whole, group: 0, scope: scope)
        #expect(rows == [0])
    }
}
