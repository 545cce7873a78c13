import Columnar

/// The rows of a table as one figure sorts them, the first of each kind with their records.
struct FigureRows {
    private(set) var members: [ExplainedMember] = []
    private(set) var memberCount = 0
    private(set) var exclusions: [Exclusion] = []
    private(set) var otherCount = 0

    /// Sorts the rows; `member` is whose rows are meant, where it is not the figure's own.
    init(
        _ run: ExplainedRun, _ kpi: KPI, _ measure: Measure, _ figure: ExplainedFigure,
        member: String? = nil, limit: Int?, excluded: Int?
    ) throws {
        let scope = run.scope(figure.period)
        let grouping = kpi.grouping(figure.level, of: run.table, agency: run.plan.agency.code)
        let wanted = member ?? figure.member
        // A unit that received parts of others and has no rows of its own is no group of rows.
        let place = grouping.members.firstIndex { $0 == wanted || "'" + $0 == wanted }
        let group =
            place.map { $0 == grouping.groupCount ? missingCode : UInt32($0) } ?? missingCode - 1
        let sorting = try MembershipSorting(measure, over: run.table.shape, in: scope)
        exclusions = sorting.clauses.map {
            Exclusion(clause: $0, rows: SortedRows.Excluded(), places: [])
        }
        let columns = Set(measure.columns + [grouping.columnName].compactMap(\.self))
        let pieces = run.table.pieces
        let sorted = try concurrentMap(pieces.count, threads: run.threads) { index in
            Result {
                let rows = try pieces[index].table(columns)
                return sorting.sorted(
                    rows, grouping.grouping(rows), group: group, members: limit ?? rows.rowCount,
                    excluded: excluded ?? rows.rowCount)
            }
        }.map { try $0.get() }
        var naming = RowNaming(run)
        var judge = try RowJudge(measure, over: run.table.shape, in: [scope])
        for (index, own) in sorted.enumerated() {
            memberCount += own.memberCount
            otherCount += own.otherCount
            let room = limit.map { max($0 - members.count, 0) } ?? own.members.count
            if room > 0, !own.members.isEmpty {
                let rows = try pieces[index].table(columns)
                judge.begin(rows, row: 0)
                for row in own.members.prefix(room) {
                    judge.begin(row: Int(row))
                    members.append(
                        ExplainedMember(
                            place: try naming.place(piece: index, row: Int(row)),
                            clauses: zip(judge.clauses, judge.truths()).map { ($0, $1) },
                            counted: judge.counted()))
                }
            }
            for (clause, rows) in own.excluded.enumerated() {
                exclusions[clause].rows.add(rows)
                let known = exclusions[clause].places.count
                for row in rows.rows.prefix(excluded.map { max($0 - known, 0) } ?? rows.count) {
                    exclusions[clause].places.append(
                        try naming.place(piece: index, row: Int(row)))
                }
            }
        }
    }
}

extension SortedRows.Excluded {
    /// Adds what another piece holds; its rows are named elsewhere.
    fileprivate mutating func add(_ other: SortedRows.Excluded) {
        no += other.no
        unknown += other.unknown
        alone += other.alone
    }
}
