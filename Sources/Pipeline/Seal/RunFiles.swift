import Ledger
import Synchronization
import Tabular

/// The files of a run, made in memory from what was computed: the same values, the same bytes.
package struct RunFiles: Sendable, Equatable {
    /// Name and bytes of each file, sorted by name.
    package private(set) var files: [(name: String, bytes: [UInt8])]
    /// The SHA-256 of files as far as it is known.
    private(set) var digests: [String: Digest] = [:]

    /// Name of the ledger of the stock.
    package static let stockName = "stock.csv"

    /// Name of the file of filled forms.
    package static let formsName = "forms.csv"

    /// Name of the file of corrections and what became of each.
    package static let correctionsName = "corrections.csv"

    /// Name of the file of corrected rows, as they were and as they are.
    package static let correctedName = "corrected.csv"

    /// The files of a run; several threads write them sooner, not otherwise.
    package init(_ dataset: Dataset, _ results: Results, threads: Int = 1) {
        let declared = [
            results.scores.map { (Score.fileName, scoresCSV($0)) },
            results.stock.map { (Self.stockName, stockCSV($0)) },
            results.forms.map { (Self.formsName, $0.csv) },
            correctionsCSV(dataset).map { (Self.correctionsName, $0) },
            correctedCSV(dataset).map { (Self.correctedName, $0) },
        ]
        let results = results.csv(threads: threads)
        let names = ["findings.jsonl", "quarantine.csv", "accounts.csv"]
        let (losers, heads) = (dataset.losers, LoserHeads(dataset.accounts))
        let stretches = max(threads, 1)
        // The digest takes longest, then the lines of losers, a stretch a thread.
        let digest = Mutex<Digest?>(nil)
        let count = 1 + stretches + names.count
        let made = concurrentMap(count, threads: threads) { index -> [UInt8] in
            switch index - 1 - stretches {
            case ..<0 where index == 0:
                digest.withLock { $0 = Digest.of(results) }
                return []
            case ..<0:
                let first = losers.count * (index - 1) / stretches
                return loserLines(losers[first..<losers.count * index / stretches], heads)
            case 0: return findingLines(dataset.findings)
            case 1: return quarantineCSV(dataset.quarantine)
            default: return accountsCSV(dataset.accounts)
            }
        }
        files = zip(names, made[(1 + stretches)...]).map { ($0, $1) }
        files.append(("losers.csv", made[1...stretches].reduce(into: loserHeader) { $0 += $1 }))
        files.append((Manifest.resultsName, results))
        files += declared.compactMap(\.self)
        files.sort { precedes($0.name, $1.name) }
        digests[Manifest.resultsName] = digest.withLock { $0 }
    }

    /// The files of a run that was sealed before, with their digests; nil where they are not all
    /// that a run has.
    init?(sealed files: [(name: String, bytes: [UInt8])], digests: [String: Digest]) {
        let names = Set(files.map(\.name))
        guard names.isSuperset(of: Self.always), names.count == files.count,
            names.isSubset(of: Self.always.union(Self.whereDeclared))
        else { return nil }
        self.files = files.sorted { precedes($0.name, $1.name) }
        self.digests = digests
    }

    /// The files that every run has.
    private static let always: Set = [
        "accounts.csv", "findings.jsonl", "losers.csv", "quarantine.csv", Manifest.resultsName,
    ]
    /// The files of a run whose pipeline declares what they hold.
    private static let whereDeclared: Set = [
        Score.fileName, stockName, formsName, correctionsName, correctedName,
    ]

    /// The bytes of the file of that name.
    package func bytes(_ name: String) -> [UInt8]? {
        files.first { $0.name == name }?.bytes
    }

    /// Puts a file in the place of one of its name, or beside the others.
    mutating func put(_ name: String, _ bytes: [UInt8]) {
        files.removeAll { $0.name == name }
        files.append((name, bytes))
        files.sort { precedes($0.name, $1.name) }
        digests[name] = nil
    }

    /// Notes the digest of a file, unless it is known.
    mutating func hash(_ name: String) {
        guard digests[name] == nil, let bytes = bytes(name) else { return }
        digests[name] = Digest.of(bytes)
    }

    /// Equal names and bytes.
    package static func == (left: RunFiles, right: RunFiles) -> Bool {
        left.files.elementsEqual(right.files) { $0.name == $1.name && $0.bytes == $1.bytes }
    }
}

private func accountsCSV(_ accounts: [FileAccount]) -> [UInt8] {
    let writer = CSVWriter(formulas: .neutralized)
    var bytes: [UInt8] = []
    writer.append(
        [
            "input", "object", "file", "read", "accepted", "duplicate", "superseded", "quarantined",
            "dropped",
        ], to: &bytes)
    for file in accounts {
        let account = file.account
        let counts = [
            account.read, account.accepted, account.duplicate, account.superseded,
            account.quarantined, account.dropped,
        ]
        let name = escapedControls(file.file)
        writer.append([file.input, file.object, name] + counts.map { String($0) }, to: &bytes)
    }
    return bytes
}

private func quarantineCSV(_ records: [QuarantinedRecord]) -> [UInt8] {
    let writer = CSVWriter(formulas: .neutralized)
    var bytes: [UInt8] = []
    writer.append(["object", "record", "offset", "length", "rule"], to: &bytes)
    for record in records {
        writer.append(record.object, isFirst: true, to: &bytes)
        writer.append(Int64(record.record), isFirst: false, to: &bytes)
        writer.append(Int64(record.offset), isFirst: false, to: &bytes)
        writer.append(Int64(record.length), isFirst: false, to: &bytes)
        writer.append(record.reason.rawValue, isFirst: false, to: &bytes)
        writer.endRecord(&bytes)
    }
    return bytes
}

/// The header of `losers.csv`: each record that lost, and the one that counts in its place.
private var loserHeader: [UInt8] {
    var bytes: [UInt8] = []
    CSVWriter(formulas: .neutralized).append(
        ["kind", "object", "record", "survivor_object", "survivor_record"], to: &bytes)
    return bytes
}

/// What the lines of losers have in common: kind and file of the record, file of the survivor.
///
/// Files by the first 16 hex digits of their digest: enough to find them in `accounts.csv`, a
/// quarter of the bytes.
private struct LoserHeads: Sendable {
    /// By file.
    let duplicates: [[UInt8]]
    let superseded: [[UInt8]]
    let survivors: [[UInt8]]

    init(_ accounts: [FileAccount]) {
        let objects = accounts.map { String($0.object.prefix(16)) }
        duplicates = objects.map { Array("\(Loser.Kind.duplicate.rawValue),\($0)".utf8) }
        superseded = objects.map { Array("\(Loser.Kind.superseded.rawValue),\($0)".utf8) }
        survivors = objects.map { Array(",\($0)".utf8) }
    }
}

private func loserLines(_ losers: ArraySlice<Loser>, _ heads: LoserHeads) -> [UInt8] {
    let writer = CSVWriter(formulas: .neutralized)
    var bytes: [UInt8] = []
    // A line takes about 56 bytes, and a night has a hundred thousand.
    bytes.reserveCapacity(64 * losers.count)
    for loser in losers {
        switch loser.kind {
        case .duplicate: bytes += heads.duplicates[loser.origin.file]
        case .superseded: bytes += heads.superseded[loser.origin.file]
        }
        writer.append(Int64(loser.origin.record), isFirst: false, to: &bytes)
        bytes += heads.survivors[loser.survivor.file]
        writer.append(Int64(loser.survivor.record), isFirst: false, to: &bytes)
        writer.endRecord(&bytes)
    }
    return bytes
}

private func findingLines(_ findings: [Finding]) -> [UInt8] {
    var bytes: [UInt8] = []
    for finding in findings { finding.appendLine(to: &bytes) }
    return bytes
}
