/// What measures come to in every group of several groupings: by measure, grouping and group.
///
/// Every row is evaluated once for all groupings. Throws where a row that counts has no value
/// (overflow, a day outside of the calendar), or where the table lacks a column.
package func tally(
    _ measures: [Measure], over table: Table, by groupings: [Grouping], in scope: Scope,
    zones: TableZones? = nil
) throws(EvaluationError) -> [[[Tally]]] {
    let plan = try TallyPlan(measures, over: table, by: groupings, in: [scope], zones: zones)
    return try plan.tallies(of: try plan.partial(blocks: 0..<plan.blockCount), scope: 0)
}

/// What measures come to in several periods: by period, measure, grouping and group.
///
/// `as_of` and the calendar are those of `scope`. What does not depend on the period is evaluated
/// once; blocks that a period does not touch are passed over. The work is spread over `threads`;
/// their number changes no result.
package func tally(
    _ measures: [Measure], over table: Table, by groupings: [Grouping], in scope: Scope,
    periods: [Range<Int64>], zones: TableZones? = nil, threads: Int = 1
) async throws(EvaluationError) -> [[[[Tally]]]] {
    let scopes = periods.map { period in
        var scope = scope
        (scope.periodStart, scope.periodEnd) = (period.lowerBound, period.upperBound)
        return scope
    }
    let plan = try TallyPlan(measures, over: table, by: groupings, in: scopes, zones: zones)
    let pieces = min(max(threads, 1), max(plan.blockCount, 1))
    let parts = try await spread(pieces) { piece throws(EvaluationError) in
        let first = plan.blockCount * piece / pieces
        return try plan.partial(blocks: first..<plan.blockCount * (piece + 1) / pieces)
    }
    let whole = plan.merged(parts)
    let lanes = plan.scopesByWeight(whole, lanes: pieces)
    let byLane = try await spread(pieces) { lane throws(EvaluationError) in
        var tallies: [[[[Tally]]]] = []
        for scope in lanes[lane] { tallies.append(try plan.tallies(of: whole, scope: scope)) }
        return tallies
    }
    var tallies = [[[[Tally]]]](repeating: [], count: scopes.count)
    for (scopes, results) in zip(lanes, byLane) {
        for (scope, result) in zip(scopes, results) { tallies[scope] = result }
    }
    return tallies
}

extension TallyPlan {
    /// The scopes dealt out to lanes, the heaviest first to the lane that has least to do.
    fileprivate func scopesByWeight(_ whole: PartialTally, lanes: Int) -> [[Int]] {
        let weights = scopes.indices.map { scope in
            let first = scope * slots.count
            return whole.accumulators[first..<first + slots.count].reduce(1) { $0 + $1.rows.count }
        }
        var loads = [Int](repeating: 0, count: lanes)
        var dealt = [[Int]](repeating: [], count: lanes)
        for scope in scopes.indices.sorted(by: { (weights[$1], $0) < (weights[$0], $1) }) {
            let lane = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            loads[lane] += weights[scope]
            dealt[lane].append(scope)
        }
        return dealt.map { $0.sorted() }
    }
}

/// The results of pieces of work done at once, in their order; the first fault in it wins.
private func spread<Result: Sendable>(
    _ pieces: Int, _ work: @escaping @Sendable (Int) throws(EvaluationError) -> Result
) async throws(EvaluationError) -> [Result] {
    if pieces == 1 { return [try work(0)] }
    let outcomes = await withTaskGroup(of: (Int, Swift.Result<Result, EvaluationError>).self) {
        group in
        for piece in 0..<pieces { group.addTask { (piece, outcome(piece, work)) } }
        var outcomes: [(Int, Swift.Result<Result, EvaluationError>)] = []
        for await outcome in group { outcomes.append(outcome) }
        return outcomes.sorted { $0.0 < $1.0 }
    }
    var results: [Result] = []
    for (_, outcome) in outcomes { results.append(try outcome.get()) }
    return results
}

private func outcome<Result>(
    _ piece: Int, _ work: (Int) throws(EvaluationError) -> Result
) -> Swift.Result<Result, EvaluationError> {
    do throws(EvaluationError) {
        return .success(try work(piece))
    } catch {
        return .failure(error)
    }
}
