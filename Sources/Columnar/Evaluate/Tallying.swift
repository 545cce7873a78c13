/// What measures come to in every group of several groupings: by measure, grouping and group.
///
/// Every row is evaluated once for all groupings. Throws where a row that counts has no value
/// (overflow, a day outside of the calendar), or where the table lacks a column.
package func tally(
    _ measures: [Measure], over table: Table, by groupings: [Grouping], in scope: Scope,
    zones: TableZones? = nil
) throws(EvaluationError) -> [[[Tally]]] {
    for (index, grouping) in groupings.enumerated()
    where !grouping.isWhole && grouping.codes.count != table.rowCount {
        throw EvaluationError(.groupingLength(index), measure: 0)
    }
    let plan = try TallyPlan(
        measures, over: table, groupCounts: groupings.map(\.groupCount), in: [scope])
    var gatherer = TallyGatherer(plan)
    try gatherer.gather(table, by: groupings, zones: zones)
    return try plan.tallies(of: [gatherer.partial], scope: 0).map { byGrouping in
        byGrouping.map { Array($0.dropLast()) }
    }
}

extension Grouping {
    /// Number of groups, as a plan wants it.
    package var groupCount: Int? { isWhole ? nil : count }
}
