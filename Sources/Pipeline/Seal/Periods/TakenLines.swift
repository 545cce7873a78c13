import Columnar
import Ledger
import Tabular

/// The lines of periods that a run did not compute, as the runs have them that did.
///
/// Lines of `results.csv`, `forms.csv`, `scores.csv` and `stock.csv` are taken byte for byte. What
/// comes out depends on the run's own files, on the list of taken periods and on sealed files
/// alone: whoever verifies the run gets the same.
struct TakenLines {
    private let taking: PeriodTaking
    private let manifests: [String: Manifest]
    private let workspace: Workspace

    /// The files that tell of periods, and how many fields of their lines stand before it.
    private static let files = [
        (Manifest.resultsName, 2), (Score.fileName, 2), (RunFiles.formsName, 2),
        (RunFiles.stockName, 0),
    ]

    /// Finds the runs that computed the periods; throws where one is not what was sealed.
    init(_ taking: PeriodTaking, in workspace: Workspace, _ seals: [Seal]) throws {
        self.taking = taking
        self.workspace = workspace
        var manifests: [String: Manifest] = [:]
        for period in taking.taken where manifests[period.run] == nil {
            guard let seal = seals.last(where: { $0.run == period.run }),
                let manifest = workspace.manifest(seal)
            else {
                throw RunError.periodLost(
                    period.span, file: "runs/\(period.run)/\(Manifest.fileName)")
            }
            manifests[period.run] = manifest
        }
        self.manifests = manifests
    }

    /// The files with the taken lines in the place of the run's own.
    func put(into own: RunFiles) throws -> RunFiles {
        if taking.isEmpty { return own }
        var files = own
        for (name, fieldCount) in Self.files {
            let sources = try self.sources(name, behind: fieldCount)
            let lines = own.bytes(name).map { PeriodLines($0, behind: fieldCount) }
            if name == Manifest.resultsName { try check(sources) }
            guard lines != nil || sources.contains(where: { !$0.lines.stretches.isEmpty }) else {
                continue
            }
            files.put(name, try merged(lines, sources))
        }
        return files
    }

    /// The file of each run from which lines are taken, and the periods of which they are.
    private struct Source {
        var run: String
        var spans: Set<PeriodSpan>
        var lines: PeriodLines
    }

    private func sources(_ name: String, behind fieldCount: Int) throws -> [Source] {
        try manifests.keys.sorted(by: precedes).compactMap { run in
            guard let manifest = manifests[run],
                manifest.outputs.contains(where: { $0.name == name })
            else { return nil }
            let periods = taking.taken.filter { $0.run == run }
            guard let bytes = workspace.file(name, of: manifest) else {
                throw RunError.periodLost(periods[0].span, file: "runs/\(run)/\(name)")
            }
            return Source(
                run: run, spans: Set(periods.map(\.span)),
                lines: PeriodLines(bytes, behind: fieldCount))
        }
    }

    /// Throws where the lines are not those that were taken, or locked.
    private func check(_ sources: [Source]) throws {
        for period in taking.taken {
            let lines = sources.first { $0.run == period.run }?.lines
            guard let lines, Digest.of(lines.slice(period.span)) == period.digest else {
                throw RunError.periodLost(
                    period.span, file: "runs/\(period.run)/\(Manifest.resultsName)")
            }
        }
    }

    /// One stretch of lines and where it belongs.
    private struct Placed {
        var stretch: PeriodLines.Stretch
        /// Where the period stood among the run's own of the same days.
        var rank: Int
        var bytes: [UInt8]

        static func < (left: Placed, right: Placed) -> Bool {
            let (mine, other) = (left.stretch, right.stretch)
            if mine.rule != other.rule {
                if mine.rule[0] != other.rule[0] { return precedes(mine.rule[0], other.rule[0]) }
                return (Int(mine.rule[1]) ?? 0) < (Int(other.rule[1]) ?? 0)
            }
            let (own, their) = (mine.span, other.span)
            if own.start != their.start || own.end != their.end { return own < their }
            return left.rank == right.rank ? own < their : left.rank < right.rank
        }
    }

    private func merged(_ own: PeriodLines?, _ sources: [Source]) throws -> [UInt8] {
        let all = (own.map { [$0] } ?? []) + sources.map(\.lines)
        let headers = all.map { Array($0.bytes[$0.header]) }
        let isSame = headers.allSatisfy { $0 == headers[0] }
        let header = try isSame ? [] : joinedHeader(headers)
        var ranks: [PeriodSpan: Int] = [:]
        for (rank, span) in (own?.spans ?? []).enumerated() { ranks[span] = rank }
        var placed: [Placed] = []
        func place(_ lines: PeriodLines, _ stretch: PeriodLines.Stretch) throws {
            let bytes = Array(lines.bytes[stretch.range])
            placed.append(
                Placed(
                    stretch: stretch, rank: ranks[stretch.span] ?? Int.max,
                    bytes: isSame
                        ? bytes : try relaid(bytes, Array(lines.bytes[lines.header]), to: header)))
        }
        if let own {
            for stretch in own.stretches where taking.isOwn(stretch.span) {
                try place(own, stretch)
            }
        }
        for source in sources {
            for stretch in source.lines.stretches where source.spans.contains(stretch.span) {
                try place(source.lines, stretch)
            }
        }
        var bytes = isSame ? headers[0] : []
        if !isSame { CSVWriter(formulas: .kept).append(header, to: &bytes) }
        // Stretches of one rule and period keep their order.
        for (_, stretch) in placed.enumerated().sorted(by: { left, right in
            if left.element < right.element { return true }
            return !(right.element < left.element) && left.offset < right.offset
        }) {
            bytes += stretch.bytes
        }
        return bytes
    }

    /// The columns of files of forms whose numbers differ: all of them, by number.
    private func joinedHeader(_ headers: [[UInt8]]) throws -> [String] {
        let names = try headers.flatMap { try csvRecords($0).first ?? [] }
        let fixed = FilledForms.header
        let numbers = Set(names.compactMap { Int($0) }).sorted()
        return fixed + numbers.map { String($0) }
    }

    /// Lines under another header: the columns that they lack are empty.
    private func relaid(
        _ bytes: [UInt8], _ header: [UInt8], to wanted: [String]
    ) throws -> [UInt8] {
        let names = try csvRecords(header).first ?? []
        let places = wanted.map { name in names.firstIndex(of: name) }
        let writer = CSVWriter(formulas: .kept)
        var relaid: [UInt8] = []
        for fields in try csvRecords(header + bytes).dropFirst() {
            writer.append(places.map { $0.map { fields[$0] } ?? "" }, to: &relaid)
        }
        return relaid
    }
}

/// Which periods a run does not compute itself, and from which runs their lines come.
struct PeriodTaking {
    /// Where lines come from, by period.
    let taken: [TakenPeriod]
    /// What was reprocessed: of other periods the run's own lines do not count.
    let reprocess: ReprocessRecord?
    private let spans: Set<PeriodSpan>

    /// What a run takes.
    init(_ taken: [TakenPeriod], _ reprocess: ReprocessRecord? = nil) {
        self.taken = taken
        self.reprocess = reprocess
        spans = Set(taken.map(\.span))
    }

    /// What a sealed run took.
    init(_ manifest: Manifest) {
        self.init(manifest.taken, manifest.reprocess)
    }

    /// Whether the run computes everything itself.
    var isEmpty: Bool { taken.isEmpty && reprocess == nil }

    /// Whether the run's own lines of a period count.
    func isOwn(_ span: PeriodSpan) -> Bool {
        !spans.contains(span) && reprocess?.covers(span) ?? true
    }

    /// Whether the run's own figures of a period count.
    func isOwn(_ period: Period) -> Bool { isEmpty || isOwn(PeriodSpan(period)) }
}

/// The records of a small CSV text, the header first.
func csvRecords(_ bytes: [UInt8]) throws -> [[String]] {
    var reader = try CSVReader(
        source: FileBytes(memory: bytes), dialect: CSVDialect(delimiter: UInt8(ascii: ",")),
        encoding: .utf8)
    var records = [reader.header]
    reader.select(Array(reader.header.indices))
    var batch = RecordBatch(columns: reader.header.count)
    var children: [RecordBatch] = []
    while try reader.next(into: &batch, children: &children) {
        for record in 0..<batch.count {
            records.append(batch.fields.map { batch.text($0, record) })
        }
    }
    return records
}

/// How many figures differ between two slices of `results.csv`, those on one side only included.
func differingFigures(_ left: [UInt8], _ right: [UInt8]) throws -> Int {
    if left == right { return 0 }
    var header: [UInt8] = []
    CSVWriter(formulas: .kept).append(Results.header, to: &header)
    let change = LineChange(from: header + left, to: header + right)
    var names: Set<[String]> = []
    for bytes in [change.gone, change.come] {
        try forEachFigure(in: bytes) { line in
            names.insert([line.text(0), line.text(5), line.text(6)])
        }
    }
    return names.count
}
