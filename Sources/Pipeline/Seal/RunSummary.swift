import Columnar
import Ledger

/// What a run says of itself when it is done, from what was computed or from what was sealed.
package struct RunSummary: Sendable {
    /// Number of figures.
    package var figureCount: Int
    /// Where every record went.
    package var accounts: [FileAccount]
    /// How often each fact about bad data was found.
    package var findingCounts: [FindingCode: Int]
    /// Periods whose figures were taken from other runs.
    package var taken: [TakenPeriod] = []

    /// Number of findings.
    package var findingCount: Int { findingCounts.values.reduce(0, +) }

    /// Number of findings of a severity.
    package func count(_ severity: Severity) -> Int {
        findingCounts.reduce(0) { $0 + ($1.key.severity == severity ? $1.value : 0) }
    }

    /// The summary of what was computed.
    init(_ dataset: Dataset, _ results: Results) {
        figureCount = results.figureCount
        accounts = dataset.accounts
        findingCounts = dataset.findings.reduce(into: [:]) { $0[$1.code, default: 0] += 1 }
    }

    /// The summary of what was sealed.
    init(_ files: RunFiles) throws {
        let results = files.bytes(Manifest.resultsName) ?? []
        figureCount = max(lineCount(results.span) - 1, 0)
        accounts = try sealedAccounts(files.bytes("accounts.csv") ?? [])
        findingCounts = [:]
        for line in (files.bytes("findings.jsonl") ?? []).split(separator: 0x0a) {
            // Every line begins with {"code":"N-001".
            let code = line.dropFirst(9).prefix { $0 != UInt8(ascii: "\"") }
            if let code = FindingCode(rawValue: String(decoding: code, as: UTF8.self)) {
                findingCounts[code, default: 0] += 1
            }
        }
    }
}

/// Number of line ends.
private func lineCount(_ bytes: Span<UInt8>) -> Int {
    var count = 0
    for index in bytes.indices where bytes[index] == 0x0a { count &+= 1 }
    return count
}

private func sealedAccounts(_ bytes: [UInt8]) throws -> [FileAccount] {
    try sealedLines(bytes).lines.compactMap { texts in
        let numbers = texts.dropFirst(3).map { Int($0) ?? 0 }
        guard numbers.count == 6 else { return nil }
        var account = Account()
        account.read = numbers[0]
        account.accepted = numbers[1]
        account.duplicate = numbers[2]
        account.superseded = numbers[3]
        account.quarantined = numbers[4]
        account.dropped = numbers[5]
        return FileAccount(input: texts[0], object: texts[1], file: texts[2], account: account)
    }
}
