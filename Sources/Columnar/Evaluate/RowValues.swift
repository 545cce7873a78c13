/// The value of a formula for every row: seconds, whole numbers, or truth as 0, 1 (unknown), 2.
///
/// Not for formulas that give text. Throws where a row has no value (overflow, a day outside of
/// the calendar), naming the first.
package func rowValues(
    of formula: RowFormula, over table: Table, in scope: Scope
) throws(EvaluationError) -> [Int64] {
    var graph = Graph(table)
    let node: Int
    do throws(MissingColumn) {
        node = try graph.add(formula.expression)
    } catch {
        throw EvaluationError(.columnMissing(error.name), measure: 0)
    }
    var evaluation = BlockEvaluation(graph, scopes: [scope])
    var values: [Int64] = []
    values.reserveCapacity(table.rowCount)
    var start = 0
    while start < table.rowCount {
        let rows = start..<min(start + TableZones.blockLength, table.rowCount)
        evaluation.begin(rows: rows)
        evaluation.begin(scope: 0)
        if graph.nodes[node].isFlag {
            values += evaluation.flags(of: node).prefix(rows.count).map { Int64($0) }
        } else {
            let lane = evaluation.numbers(of: node)
            values += lane.cells[lane.range(rows)]
        }
        if evaluation.hasFaults,
            let fault = evaluation.faults[node].prefix(rows.count).firstIndex(where: { $0 != 0 })
        {
            let kind = RowFault(rawValue: evaluation.faults[node][fault])?.kind ?? .overflow
            throw EvaluationError(kind, measure: 0, row: start + fault)
        }
        start = rows.upperBound
    }
    return values
}
