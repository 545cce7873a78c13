import Ledger

/// Which files the sealed runs of a pipeline had, and what is known of files besides.
///
/// It is told by the manifests alone. Since a year of nights has as many manifests of as many files
/// each, what they say is kept in `cache/history`, and only new ones are read.
struct FileRuns: Sendable {
    /// A sealed run.
    struct Run: Sendable {
        let name: String
        let manifest: Digest
        /// What stands for the pipeline files that say how records are read.
        let rules: Digest
        /// Inputs of which a file could not be had.
        let unread: [String]
        /// Its place among the runs made from what lay there; nil: it was made from what was known
        /// at an earlier instant.
        let night: Int?
        /// When it was sealed.
        var sealed: Int64 = 0
    }

    /// Content that was received under a name.
    struct File: Sendable {
        let input: String
        let name: String
        let object: Digest
        /// The nights on which a run had it.
        var spans: [ClosedRange<Int>] = []
        /// The last run that read it; nil: none was sealed.
        var last: Int?
    }

    private(set) var runs: [Run] = []
    private(set) var files: [File] = []
    /// Runs whose manifest is not what was sealed.
    private(set) var unusable: [String] = []
    private var places: [String: Int] = [:]

    /// The runs made from what lay there, in order.
    var nights: [Run] { runs.filter { $0.night != nil } }

    /// What is known of a pipeline's files.
    init(of pipeline: String, _ journal: Journal, in workspace: Workspace, _ kept: KeptExports)
        throws
    {
        let name = "runs-" + Digest.of(Array(pipeline.utf8)).hex.prefix(16)
        let seals = journal.entries.compactMap {
            entry -> (run: String, manifest: Digest, at: String)? in
            guard case .runSealed(let run, let manifest, _) = entry.event,
                isRun(run, of: pipeline)
            else { return nil }
            return (run, manifest, entry.at)
        }
        if let bytes = kept.bytes(name), let known = try? FileRuns(bytes, pipeline),
            known.runs.count <= seals.count,
            zip(known.runs, seals).allSatisfy({ $0.manifest == $1.manifest })
        {
            self = known
        }
        let known = runs.count
        for seal in seals[known...] { try take(seal.run, seal.manifest, in: workspace) }
        if runs.count > known, unusable.isEmpty { kept.keep(bytes(pipeline), as: name) }
        for (place, seal) in seals.enumerated() {
            runs[place].sealed = try Moment(journalText: seal.at).local
        }
        takeReceipts(of: pipeline, journal)
    }

    private init() {}

    private mutating func take(
        _ run: String, _ sealed: Digest, in workspace: Workspace
    ) throws {
        let path = workspace.path(ofRun: run) + "/" + Manifest.fileName
        guard let bytes = try? fileBytes(path), Digest.of(bytes) == sealed,
            let manifest = Manifest(bytes: bytes)
        else {
            unusable.append(run)
            runs.append(
                Run(
                    name: run, manifest: sealed, rules: .zero, unread: [], night: nil))
            return
        }
        let night =
            manifest.receivedBy == nil ? runs.reduce(0) { $0 + ($1.night == nil ? 0 : 1) } : nil
        for file in manifest.inputs {
            let place = place(of: file.input, file.name, file.digest)
            files[place].last = runs.count
            guard let night else { continue }
            if let span = files[place].spans.last, span.upperBound == night - 1 {
                files[place].spans.removeLast()
                files[place].spans.append(span.lowerBound...night)
            } else {
                files[place].spans.append(night...night)
            }
        }
        runs.append(
            Run(
                name: run, manifest: sealed, rules: manifest.rulesOfReading,
                unread: unreadFindings(manifest).map(\.place.input), night: night))
    }

    /// Takes files that only runs had that were not sealed.
    private mutating func takeReceipts(of pipeline: String, _ journal: Journal) {
        var isOwn = false
        for entry in journal.entries {
            switch entry.event {
            case .runStarted(let run): isOwn = isRun(run, of: pipeline)
            case .objectReceived(let digest, _, let name, let input) where isOwn:
                _ = place(of: input, name, digest)
            default: break
            }
        }
    }

    private mutating func place(of input: String, _ name: String, _ object: Digest) -> Int {
        let key = "\(input)\n\(object.hex)\n\(name)"
        if let place = places[key] { return place }
        places[key] = files.count
        files.append(File(input: input, name: name, object: object))
        return files.count - 1
    }
}

extension Manifest {
    /// What stands for the pipeline files that say how records are read.
    fileprivate var rulesOfReading: Digest {
        let roles: [PlanSource.Role] = [.pipeline, .mapping, .calendar, .units, .procedures]
        let lines = pipeline.filter { file in roles.contains { $0.rawValue == file.role } }
            .map { "\($0.role) \($0.name) \($0.digest.hex)" }
        return Digest.of(Array(lines.sorted(by: precedes).joined(separator: "\n").utf8))
    }
}

extension FileRuns {
    private static let mark = 0x6D69_6E68_2101
    private static let format = "minhbach runs 1"

    /// What is kept, with a hash behind it.
    private func bytes(_ pipeline: String) -> [UInt8] {
        var writer = ByteWriter()
        writer.put("\(Self.format) \(Program.version) \(pipeline)")
        writer.put(runs) { writer, run in
            writer.put(run.name)
            writer.put(run.manifest.hex)
            writer.put(run.rules.hex)
            writer.put(run.unread) { $0.put($1) }
            writer.put(run.night ?? -1)
        }
        writer.put(files) { writer, file in
            writer.put(file.input)
            writer.put(file.name)
            writer.put(file.object.hex)
            writer.put(file.last ?? -1)
            writer.put(file.spans) { writer, span in
                writer.put(span.lowerBound)
                writer.put(span.upperBound)
            }
        }
        return writer.bytes + SegmentFile.tail(of: writer.bytes, at: 0, mark: Self.mark)
    }

    /// Reads what was kept; throws where it is damaged or of another program.
    private init(_ bytes: [UInt8], _ pipeline: String) throws {
        self.init()
        guard bytes.count >= SegmentFile.tail else { throw DamagedBytes() }
        let body = Array(bytes.dropLast(SegmentFile.tail))
        guard Array(bytes[body.count...]) == SegmentFile.tail(of: body, at: 0, mark: Self.mark)
        else { throw DamagedBytes() }
        var reader = ByteReader(body)
        guard try reader.text() == "\(Self.format) \(Program.version) \(pipeline)" else {
            throw DamagedBytes()
        }
        runs = try reader.elements { (reader) throws(DamagedBytes) -> Run in
            let name = try reader.text() ?? ""
            guard let manifest = try reader.digest(), let rules = try reader.digest() else {
                throw DamagedBytes()
            }
            let unread = try reader.elements { (reader) throws(DamagedBytes) in
                try reader.text() ?? ""
            }
            let night = try reader.number()
            return Run(
                name: name, manifest: manifest, rules: rules, unread: unread,
                night: night < 0 ? nil : night)
        }
        let count = runs.count
        files = try reader.elements { (reader) throws(DamagedBytes) -> File in
            let (input, name) = (try reader.text() ?? "", try reader.text() ?? "")
            guard let object = try reader.digest() else { throw DamagedBytes() }
            var file = File(input: input, name: name, object: object)
            let last = try reader.number()
            guard last < count else { throw DamagedBytes() }
            file.last = last < 0 ? nil : last
            file.spans = try reader.elements { (reader) throws(DamagedBytes) -> ClosedRange<Int> in
                let lower = try reader.count(below: count)
                let upper = try reader.count(below: count)
                guard lower <= upper else { throw DamagedBytes() }
                return lower...upper
            }
            return file
        }
        for (place, file) in files.enumerated() {
            places["\(file.input)\n\(file.object.hex)\n\(file.name)"] = place
        }
    }
}

extension ByteReader {
    fileprivate mutating func digest() throws(DamagedBytes) -> Digest? {
        Digest(hex: try text() ?? "")
    }
}
