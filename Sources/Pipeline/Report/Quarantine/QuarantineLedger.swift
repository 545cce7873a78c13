import Columnar
import Ledger

/// Every record that runs of a pipeline have set aside, and what has become of it since.
///
/// It is read from sealed files alone: the quarantines of all runs, and of the last one manifest,
/// accounts, losers and corrections. A record is known by file and place, so the attempt that
/// failed and the one that did not are two runs of one line.
package struct QuarantineLedger: Sendable {
    /// What has become of a record.
    package enum State: String, Sendable, CaseIterable {
        /// The last run sets it aside still.
        case unresolved
        /// The last run reads it.
        case resolved
        /// The last run reads it, and another record of its case counts: an exact copy.
        case duplicate
        /// The last run reads it, and a newer record of its case counts.
        case superseded
        /// The last run reads it, and a correction has changed its row.
        case corrected
        /// Its file is not among the inputs any more.
        case gone
    }

    /// One record.
    package struct Record: Sendable, Equatable {
        /// SHA-256 of its file, in hex.
        package var object: String
        /// Number of the record, from 1.
        package var record: Int
        /// Byte offset of the record in the file as decompressed.
        package var offset: Int
        /// The file as it was named in the last run that set the record aside.
        package var file: String
        /// Why it was set aside the last time.
        package var rule: String
        /// The run that set it aside first, and as of when.
        package var first: String
        /// As of when that was.
        package var since: Int64
        /// Days from then until the instant as of which the last run was made.
        package var age: Int
        /// What has become of it.
        package var state: State
        /// The first run that did not set it aside any more; empty while one does.
        package var run: String
        /// What was another in that run: pipeline files, the program, the file that came instead.
        package var cause: String
    }

    /// Name of the pipeline.
    package let pipeline: String
    /// The last run.
    package let last: String
    /// All records, by file, record and offset.
    package private(set) var records: [Record] = []

    /// The records of a pipeline, by default that of the published run.
    package init(workspace root: String, pipeline: String?) throws {
        let workspace = Workspace(existing: root)
        let sealed = try workspace.journal().seals.map(\.run)
        if let pipeline {
            self.pipeline = pipeline
        } else {
            let current = try SealedFiles(workspace, run: runName(nil, in: workspace)).manifest
            self.pipeline = current.pipelineName
        }
        let name = self.pipeline
        let runs = sealed.filter { isRun($0, of: name) }
        guard let last = runs.last else { throw RunError.noSuchRun(name) }
        self.last = last
        var reading = LedgerReading(workspace)
        for run in runs { try reading.add(run) }
        records = try reading.records(last: last)
    }

    /// Number of records in a state.
    package func count(_ state: State) -> Int { records.count { $0.state == state } }

    /// The unresolved record that has waited longest.
    package var oldest: Record? {
        records.filter { $0.state == .unresolved }.max { $0.age < $1.age }
    }
}

/// Goes through the runs of a pipeline, one after the other.
private struct LedgerReading {
    /// Where a record stands in its file.
    private struct Place: Hashable {
        var object: String
        var record: Int
        var offset: Int
    }

    /// What the runs so far say of a record.
    private struct Trace {
        var rule: String
        var first: String
        /// The last run that set it aside.
        var last: String
        /// The run after that one; nil while there is none.
        var left: String?
    }

    private let workspace: Workspace
    private var bytes: [UInt8] = []
    private var previous: String?
    private var present: Set<Place> = []
    private var traces: [Place: Trace] = [:]

    init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    /// Takes up a run; one that sets aside what the one before did costs one small file.
    mutating func add(_ run: String) throws {
        // A run whose folder somebody has taken away has no say; `verify` tells of it.
        guard let own = try? fileBytes(workspace.path(ofRun: run) + "/quarantine.csv")
        else { return }
        defer { previous = run }
        if previous != nil, own == bytes { return }
        var now: Set<Place> = []
        for line in try sealedLines(own).lines where line.count == 5 {
            guard let record = Int(line[1]), let offset = Int(line[2]) else { continue }
            let place = Place(object: line[0], record: record, offset: offset)
            now.insert(place)
            if traces[place] == nil {
                traces[place] = Trace(rule: line[4], first: run, last: run)
            }
            traces[place]?.rule = line[4]
            traces[place]?.left = nil
        }
        for place in present.subtracting(now) {
            traces[place]?.left = run
            traces[place]?.last = previous ?? run
        }
        present = now
        bytes = own
    }

    /// What has become of each record by the last run.
    func records(last: String) throws -> [QuarantineLedger.Record] {
        let end = try LastRun(workspace, last)
        var manifests: [String: Manifest] = [:]
        func manifest(_ run: String) throws -> Manifest {
            if let known = manifests[run] { return known }
            let read = try SealedFiles(workspace, run: run).manifest
            manifests[run] = read
            return read
        }
        // A record that is set aside still was set aside by the last run.
        return try traces.map { place, trace in
            let isOpen = present.contains(place)
            let before = try manifest(isOpen ? last : trace.last)
            let file = before.inputs.first { $0.digest.hex == place.object }
            let since = try Moment(journalText: manifest(trace.first).asOf).local
            let state = end.state(place.object, place.record, isSetAside: isOpen)
            var record = QuarantineLedger.Record(
                object: place.object, record: place.record, offset: place.offset,
                file: file?.name ?? "", rule: trace.rule, first: trace.first, since: since,
                age: max(dayNumber(of: end.asOf) - dayNumber(of: since), 0), state: state,
                run: state == .unresolved ? "" : trace.left ?? last, cause: "")
            switch state {
            case .unresolved: record.cause = isOpen ? "" : "the file was left out"
            case .gone: record.cause = end.successor(of: file)
            default: record.cause = try changes(from: before, to: manifest(record.run))
            }
            return record
        }.sorted {
            ($0.file, $0.object, $0.record, $0.offset) < ($1.file, $1.object, $1.record, $1.offset)
        }
    }

    /// The pipeline files that one run had otherwise than another; without any the program.
    private func changes(from before: Manifest, to after: Manifest) -> String {
        func files(_ manifest: Manifest) -> Set<String> {
            Set(manifest.pipeline.map { "\($0.role) \($0.name)\n\($0.digest.hex)" })
        }
        let changed = files(before).symmetricDifference(files(after)).compactMap { line in
            line.split(separator: "\n").first.map(String.init)
        }
        if !changed.isEmpty { return Set(changed).sorted(by: precedes).joined(separator: ", ") }
        return before.program == after.program ? "" : "minhbach \(after.program)"
    }
}

/// What the last run tells of records that it does not set aside.
private struct LastRun {
    let asOf: Int64
    private let inputs: [Manifest.InputFile]
    private var lost: [String: String] = [:]
    private var corrected: Set<String> = []
    private var leftOut: Set<String> = []

    init(_ workspace: Workspace, _ run: String) throws {
        let sealed = try SealedFiles(workspace, run: run)
        asOf = try Moment(journalText: sealed.manifest.asOf).local
        inputs = sealed.manifest.inputs
        for line in try sealedLines(sealed.bytes("losers.csv")).lines where line.count == 5 {
            lost["\(line[1]) \(line[2])"] = line[0]
        }
        for line in try sealedLines(sealed.bytes(RunFiles.correctionsName)).lines
        where line[7] == JudgedCorrection.Status.applied.rawValue {
            corrected.insert("\(line[8]) \(line[9])")
        }
        for line in try sealedLines(sealed.bytes("accounts.csv")).lines
        where line.count == 9 && line[3] == line[7] && line[3] != "0" {
            leftOut.insert(line[1])
        }
    }

    func state(_ object: String, _ record: Int, isSetAside: Bool) -> QuarantineLedger.State {
        if isSetAside { return .unresolved }
        guard inputs.contains(where: { $0.digest.hex == object }) else { return .gone }
        // Of a file that could not be read to its end no record is named.
        if leftOut.contains(object) { return .unresolved }
        if let kind = lost["\(object.prefix(16)) \(record)"] {
            return QuarantineLedger.State(rawValue: kind) ?? .superseded
        }
        return corrected.contains("\(object) \(record)") ? .corrected : .resolved
    }

    /// The file that has come under the name of another one.
    func successor(of file: Manifest.InputFile?) -> String {
        guard let file,
            let next = inputs.first(where: { $0.input == file.input && $0.name == file.name })
        else { return "" }
        return "now \(next.digest.hex.prefix(16))… under that name"
    }
}

extension Manifest {
    /// Name of the pipeline by which the run was made.
    fileprivate var pipelineName: String {
        let file = pipeline.first { $0.role == PlanSource.Role.pipeline.rawValue }
        let name = file?.name.split(separator: "/").last ?? ""
        return String(name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex))
    }
}
