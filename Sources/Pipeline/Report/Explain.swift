package import Columnar
import Ledger

/// Why a figure is what it is: the rule, and every row that belongs to it with its record.
package struct Explanation: Sendable {
    /// The figure as it was sealed.
    package var figure: Figure
    /// The KPI by which it was computed.
    package var kpi: KPI
    /// The rows that belong, in the order of their files; no more than were asked for.
    package var members: [ExplainedMember]
    /// Number of rows that belong.
    package var memberCount: Int
    /// Number of rows of the table.
    package var rowCount: Int
}

/// One row that belongs to a figure, and the record that it came from.
package struct ExplainedMember: Sendable {
    /// Identity of the row: the case code, or the answer's response.
    package var id: String
    /// The file as it was named when received.
    package var file: String
    /// SHA-256 of the file, in hex.
    package var object: String
    /// Number of the record.
    package var record: Int
    /// Byte offset of the record in the file as decompressed.
    package var offset: Int
    /// What was corrected of the row, a phrase each.
    package var corrections: [String] = []
    /// What each clause of the KPI says of the row.
    package var clauses: [ClauseVerdict]
}

/// What `explain` needs to know.
package struct ExplanationRequest: Sendable {
    /// The figure.
    package var figure: FigureName
    /// Where the run lies, and how it is computed again.
    package var verification: VerificationRequest
    /// So many members at most; nil: all.
    package var limit: Int?

    /// A request.
    package init(figure: FigureName, verification: VerificationRequest, limit: Int?) {
        self.figure = figure
        self.verification = verification
        self.limit = limit
    }
}

/// Explains one figure of a sealed run from the archive alone.
package func explain(_ request: ExplanationRequest) throws -> Explanation {
    let workspace = Workspace(existing: request.verification.workspace)
    let name = try runName(request.verification.run, in: workspace)
    let sealed = try SealedFiles(workspace, run: name)
    let rebuilt = try rebuild(
        sealed.manifest, in: workspace, keyFile: request.verification.keyFile,
        threads: request.verification.threads)
    let figure = try rebuilt.figure(request.figure)
    guard
        let kpi = rebuilt.plan.kpis.first(where: {
            $0.name == figure.kpi && $0.version == figure.version
        }), let measure = kpi.measure, let rows = rebuilt.dataset.table(kpi.table)
    else { throw RunError.noSuchFigure(part: "KPI", name: request.figure.kpi, hint: nil) }
    do {
        return try rebuilt.explanation(
            figure, kpi, measure, rows, limit: request.limit, objects: workspace.objects)
    } catch let error as EvaluationError {
        throw RunError.evaluation(of: "KPI \(kpi.name)", reason: error.sentence)
    }
}

extension RebuiltRun {
    /// The figure of that name; throws with the nearest name where there is none.
    func figure(_ name: FigureName) throws(RunError) -> Figure {
        let kpis = results.figures.filter { $0.kpi == name.kpi }
        if kpis.isEmpty {
            throw .noSuchFigure(
                part: "KPI", name: name.kpi,
                hint: nearest(to: name.kpi, among: plan.kpis.map(\.name)))
        }
        let periods = kpis.filter { $0.period.name == name.period }
        if periods.isEmpty {
            throw .noSuchFigure(
                part: "period", name: name.period,
                hint: nearest(to: name.period, among: kpis.map(\.period.name)))
        }
        let levels = periods.filter { $0.level == name.level }
        if levels.isEmpty {
            throw .noSuchFigure(
                part: "level", name: name.level,
                hint: nearest(to: name.level, among: periods.map(\.level)))
        }
        let members = levels.filter { name.member == nil || $0.member == name.member }
        guard let figure = members.first else {
            throw .noSuchFigure(
                part: "member", name: name.member ?? "",
                hint: nearest(to: name.member ?? "", among: levels.map(\.member)))
        }
        return figure
    }

    fileprivate func explanation(
        _ figure: Figure, _ kpi: KPI, _ measure: Measure, _ rows: DatasetTable, limit: Int?,
        objects: ObjectStore
    ) throws -> Explanation {
        let scope = Scope(
            periodStart: figure.period.start, periodEnd: figure.period.end, asOf: asOf,
            calendar: plan.calendar?.working)
        var explained: [ExplainedMember] = []
        var count = 0
        var offsets = RecordOffsets(plan: plan, objects: objects)
        let grouping = kpi.grouping(figure.level, of: rows, agency: plan.agency.code)
        // A unit that received parts of others and has no rows of its own is no group of rows.
        let group = grouping.members.firstIndex(of: figure.member) ?? Int(missingCode - 1)
        for piece in rows.pieces {
            let table = try piece.table()
            let belonging = try members(
                of: measure, in: table, grouping: grouping.grouping(table),
                group: group == grouping.groupCount ? missingCode : UInt32(group), scope: scope)
            count += belonging.count
            let room = limit.map { max($0 - explained.count, 0) } ?? belonging.count
            explained += try belonging.prefix(room).map { row in
                let origin = piece.origin(of: Int(row))
                let account = dataset.accounts[origin.file]
                return ExplainedMember(
                    id: table.identity(Int(row)), file: account.file, object: account.object,
                    record: origin.record,
                    offset: offsets.offset(of: origin.record, in: account),
                    corrections: dataset.correctionPhrases(of: origin),
                    clauses: try trace(measure, in: table, row: Int(row), scope: scope))
            }
        }
        return Explanation(
            figure: figure, kpi: kpi, members: explained, memberCount: count,
            rowCount: rows.rowCount)
    }
}

/// Where records begin in their files; each file is read once when it is first asked for.
private struct RecordOffsets {
    let plan: Plan
    let objects: ObjectStore
    private var known: [String: [Int]] = [:]

    init(plan: Plan, objects: ObjectStore) {
        self.plan = plan
        self.objects = objects
    }

    mutating func offset(of record: Int, in account: FileAccount) -> Int {
        let key = account.input + "\n" + account.object
        if known[key] == nil { known[key] = read(account) }
        let offsets = known[key] ?? []
        return record <= offsets.count ? offsets[record - 1] : 0
    }

    private func read(_ account: FileAccount) -> [Int] {
        let names = account.input.split(separator: "/").map(String.init)
        guard let input = plan.inputs.first(where: { $0.name == names[0] }),
            let digest = Digest(hex: account.object)
        else { return [] }
        let child =
            names.count > 1 ? input.mapping.children.firstIndex { $0.name == names[1] } : nil
        var offsets: [Int] = []
        var findings: [HeaderMatch.HeaderFinding] = []
        _ = readFile(
            at: objects.path(of: digest), by: input.mapping, findings: &findings,
            into: PartSink { part, children in
                offsets += child.map { children[$0].offsets } ?? part.offsets
            })
        return offsets
    }
}
