import Columnar
import Ledger

/// The rows that one KPI of a sealed run counts, and all by which they are judged.
struct ExplainedRun {
    /// Name of the run that computed the figures.
    let name: String
    let workspace: Workspace
    let plan: Plan
    let kpis: [KPI]
    let asOf: Int64
    let dataset: Dataset
    let table: DatasetTable
    let threads: Int

    /// The scope of a period.
    func scope(_ period: Period) -> Scope {
        Scope(
            periodStart: period.start, periodEnd: period.end, asOf: asOf,
            calendar: plan.calendar?.working)
    }

    /// The input by whose mapping a row of a piece was read.
    func input(of piece: TablePiece) -> Input? {
        let name = dataset.accounts[piece.file].input.split(separator: "/").first.map(String.init)
        return plan.inputs.first { $0.name == name }
    }

    /// The mapped column that fills a column of a piece; nil where its files do not hold it.
    func mapped(_ column: String, of piece: TablePiece) -> MappedColumn? {
        guard let mapping = input(of: piece)?.mapping else { return nil }
        if let child = mapping.children.first(where: { $0.table == table.name }) {
            return child.columns.first { $0.name == column }
        }
        return mapping.column(column)
    }
}

/// Which KPI of which sealed run somebody asks about.
struct ExplainedQuestion {
    let workspace: Workspace
    /// Name of the run that computed the figures.
    let run: String
    let sealed: SealedFiles
    let kpi: String
    /// Columns that are read besides those of formulas and levels.
    var columns: Set<String> = []
    /// The plan of the run, where it has been read.
    var plan: Plan?
    let keyFile: String?
    let threads: Int

    /// Answers from what other nights have kept, or, where that is not all there or the answer is
    /// no good, from the raw files alone: the two answers are the same.
    func answer<Answer>(
        recomputing: Bool, _ body: (ExplainedRun) throws -> Answer, isGood: (Answer) -> Bool
    ) throws -> Answer {
        let plan = try self.plan ?? archivedPlan(sealed.manifest, in: workspace)
        if !recomputing, let kept = try? body(kept(plan)), isGood(kept) { return kept }
        return try body(rebuilt())
    }

    private func versions(_ plan: Plan) throws(RunError) -> (kpis: [KPI], table: String) {
        let kpis = plan.kpis.filter { $0.name == kpi }
        guard let table = kpis.first?.table else {
            throw .noSuchFigure(
                part: "KPI", name: kpi, hint: nearest(to: kpi, among: plan.kpis.map(\.name)))
        }
        return (kpis, table)
    }

    private func kept(_ plan: Plan) throws -> ExplainedRun {
        let (kpis, name) = try versions(plan)
        var key: KeyedHash?
        if plan.needsKey {
            guard let keyFile else { throw RunError.keyMissing }
            key = try KeyedHash(keyFile: keyFile, outside: workspace)
        }
        let losers = sealed.bytes("losers.csv")
        guard
            sealed.manifest.outputs.contains(where: {
                $0.name == "losers.csv" && $0.digest == Digest.of(losers)
            }), sealed.manifest.program == Program.version
        else { throw NothingKept() }
        let asOf = try Moment(journalText: sealed.manifest.asOf).local
        var request = NormalizationRequest(
            plan: plan, objects: workspace.objects, key: key, threads: threads,
            keepsIdentifiers: true, cache: SegmentCache(reading: workspace))
        request.horizon = plan.horizon(asOf: asOf)
        let read = Set(kpis.flatMap { $0.measure?.columns ?? [] } + kpis.levelColumns)
        let part = DatasetPart(
            plan, table: name, reading: read.union(columns), losers: try SealedLosers(losers))
        let dataset = try keptDataset(sealed.manifest.intake, request, only: part)
        guard let table = dataset.table(name) else { throw NothingKept() }
        return ExplainedRun(
            name: run, workspace: workspace, plan: plan, kpis: kpis, asOf: asOf, dataset: dataset,
            table: table, threads: threads)
    }

    private func rebuilt() throws -> ExplainedRun {
        let (plan, dataset) = try archivedDataset(
            sealed.manifest, in: workspace, keyFile: keyFile, threads: threads)
        let (kpis, name) = try versions(plan)
        guard let table = dataset.table(name) else {
            throw RunError.noSuchFigure(part: "KPI", name: kpi, hint: nil)
        }
        return ExplainedRun(
            name: run, workspace: workspace, plan: plan, kpis: kpis,
            asOf: try Moment(journalText: sealed.manifest.asOf).local, dataset: dataset,
            table: table, threads: threads)
    }
}

extension [KPI] {
    /// The columns by which their levels group.
    fileprivate var levelColumns: [String] { flatMap(\.levels).compactMap(\.column) }
}

extension Manifest {
    /// The run that computed the figures of a period; nil where this run did so itself.
    func origin(of period: String) -> String? {
        let taken = details["taken"]?.elements?.first { $0["period"]?.text == period }
        return taken?["run"]?.text
    }
}

/// Finds where rows came from: file, record, byte, and what a person calls them.
struct RowNaming {
    private let run: ExplainedRun
    private var offsets: [String: [Int]] = [:]
    private var last: (piece: Int, table: Table)?

    init(_ run: ExplainedRun) {
        self.run = run
    }

    /// The row of a piece, with its record.
    mutating func place(piece index: Int, row: Int) throws -> RowPlace {
        let piece = run.table.pieces[index]
        let origin = piece.origin(of: row)
        let account = run.dataset.accounts[origin.file]
        if last?.piece != index { last = (index, try piece.table(["case_id", "response"])) }
        let offset =
            try piece.offset(of: row) ?? read(account, record: origin.record)
        return RowPlace(
            id: last?.table.identity(row) ?? "", file: account.file, object: account.object,
            record: origin.record, offset: offset,
            corrections: run.dataset.correctionPhrases(of: origin))
    }

    /// Where a record begins by its file, which is read once when it is first asked for.
    private mutating func read(_ account: FileAccount, record: Int) -> Int {
        let key = account.input + "\n" + account.object
        if offsets[key] == nil { offsets[key] = read(account) }
        let known = offsets[key] ?? []
        return record <= known.count ? known[record - 1] : 0
    }

    private func read(_ account: FileAccount) -> [Int] {
        let names = account.input.split(separator: "/").map(String.init)
        guard let input = run.plan.inputs.first(where: { $0.name == names[0] }),
            let digest = Digest(hex: account.object)
        else { return [] }
        let child =
            names.count > 1 ? input.mapping.children.firstIndex { $0.name == names[1] } : nil
        var offsets: [Int] = []
        var findings: [HeaderMatch.HeaderFinding] = []
        _ = readFile(
            ArchivedFile(path: run.workspace.objects.path(of: digest)),
            as: ReadingShape(input.mapping), findings: &findings,
            into: PartSink { part, children in
                offsets += child.map { children[$0].offsets } ?? part.offsets
            })
        return offsets
    }
}

/// A row, and the record that it came from.
package struct RowPlace: Sendable, Equatable {
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

    /// Where the record stands, in one phrase.
    var phrase: String {
        "\(file) record \(record), byte \(offset), object \(object.prefix(16))…"
    }
}
