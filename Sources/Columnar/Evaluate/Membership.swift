/// The rows of a group that belong to a measure, in row order.
package func members(
    of measure: Measure, in table: Table, grouping: Grouping, group: UInt32, scope: Scope,
    zones: TableZones? = nil
) throws(EvaluationError) -> [UInt32] {
    let plan = try TallyPlan([measure], over: table, by: [grouping], in: [scope], zones: zones)
    var evaluation = plan.evaluation
    var selection = RowList()
    var members: [UInt32] = []
    for block in 0..<plan.blockCount {
        evaluation.begin(rows: plan.rows(ofBlock: block))
        evaluation.begin(scope: 0)
        if let fault = evaluation.select(plan.conditions[0], plan.zones, into: &selection) {
            throw EvaluationError(fault.kind, measure: 0, row: fault.row)
        }
        for offset in selection.offsets {
            let row = UInt32(evaluation.rows.lowerBound) + offset
            if grouping.codes[Int(row)] == group { members.append(row) }
        }
    }
    return members
}
