import Ledger
import Tabular

/// The files of a run, made in memory from what was computed: the same values, the same bytes.
package struct RunFiles: Sendable, Equatable {
    /// Name and bytes of each file, sorted by name.
    package var files: [(name: String, bytes: [UInt8])]

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
        let names = ["losers.csv", "findings.jsonl", "quarantine.csv", "accounts.csv"]
        let made = concurrentMap(names.count, threads: threads) { index in
            switch index {
            case 0: losersCSV(dataset)
            case 1: findingLines(dataset.findings)
            case 2: quarantineCSV(dataset.quarantine)
            default: accountsCSV(dataset.accounts)
            }
        }
        files = zip(names, made).map { ($0, $1) } + [(Manifest.resultsName, results)]
        files += declared.compactMap(\.self)
        files.sort { precedes($0.name, $1.name) }
    }

    /// The files of a run that was sealed before; nil where they are not all that a run has.
    init?(sealed files: [(name: String, bytes: [UInt8])]) {
        let names = Set(files.map(\.name))
        guard names.isSuperset(of: Self.always), names.count == files.count,
            names.isSubset(of: Self.always.union(Self.whereDeclared))
        else { return nil }
        self.files = files.sorted { precedes($0.name, $1.name) }
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
        writer.append(
            [
                record.object, String(record.record), String(record.offset), String(record.length),
                record.reason.rawValue,
            ], to: &bytes)
    }
    return bytes
}

/// Each record that lost, and the one that counts in its place.
///
/// Files by the first 16 hex digits of their digest: enough to find them in `accounts.csv`, a
/// quarter of the bytes.
private func losersCSV(_ dataset: Dataset) -> [UInt8] {
    let objects = dataset.accounts.map { String($0.object.prefix(16)) }
    let writer = CSVWriter(formulas: .neutralized)
    var bytes: [UInt8] = []
    writer.append(["kind", "object", "record", "survivor_object", "survivor_record"], to: &bytes)
    for loser in dataset.losers {
        writer.append(
            [
                loser.kind.rawValue, objects[loser.origin.file], String(loser.origin.record),
                objects[loser.survivor.file], String(loser.survivor.record),
            ], to: &bytes)
    }
    return bytes
}

private func findingLines(_ findings: [Finding]) -> [UInt8] {
    var bytes: [UInt8] = []
    for finding in findings { finding.appendLine(to: &bytes) }
    return bytes
}
