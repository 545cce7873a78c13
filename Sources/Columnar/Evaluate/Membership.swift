/// The rows of a group that belong to a measure, in row order.
package func members(
    of measure: Measure, in table: Table, grouping: Grouping, group: UInt32, scope: Scope,
    zones: TableZones? = nil
) throws(EvaluationError) -> [UInt32] {
    let plan = try TallyPlan(
        [measure], over: table, groupCounts: [grouping.groupCount], in: [scope])
    let zones = zones ?? TableZones(table, columns: plan.columns)
    var evaluation = plan.evaluation
    var selection = RowList()
    var members: [UInt32] = []
    for start in stride(from: 0, to: table.rowCount, by: TableZones.blockLength) {
        evaluation.begin(rows: start..<min(start + TableZones.blockLength, table.rowCount))
        evaluation.begin(scope: 0)
        if let fault = evaluation.select(plan.conditions[0], zones, into: &selection) {
            throw EvaluationError(fault.kind, measure: 0, row: fault.row)
        }
        for offset in selection.offsets {
            let row = start + Int(offset)
            if grouping.code(row) == group { members.append(UInt32(row)) }
        }
    }
    return members
}
