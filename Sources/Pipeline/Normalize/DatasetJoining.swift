import Columnar
import Ledger
import Tabular

/// Joins what single files gave into the dataset, file after file.
struct DatasetJoining {
    let request: NormalizationRequest
    /// The segments of each table of the plan, in the canonical order of the files.
    var segments: [String: TableSegments] = [:]
    var dataset = Dataset()
    /// The bad files of inputs that say to stop.
    private(set) var stops: [Finding] = []
    /// When the file of each account was received.
    private var received: [String] = []

    /// The rank of each account's file by the moment of its receipt.
    var receipts: [UInt32] {
        let moments = Set(received).sorted(by: precedes)
        var rank: [String: UInt32] = [:]
        for (place, moment) in moments.enumerated() { rank[moment] = UInt32(place) }
        return received.map { rank[$0] ?? 0 }
    }

    var plan: Plan { request.plan }

    init(_ request: NormalizationRequest) {
        self.request = request
        if request.plan.declaresCorrections { dataset.corrections = [] }
    }

    /// Adds one file; files come in their canonical order.
    mutating func add(_ file: IntakeFile, _ reading: FileReading) throws {
        guard let input = plan.inputs.first(where: { $0.name == file.input }) else { return }
        if let failure = reading.diskFailure, let cache = request.cache {
            throw RunError.rowsHaveNoPlace(folder: cache.folder, failure)
        }
        let place = FindingPlace(
            input: file.input, file: file.name, object: file.object.hex)
        defer {
            let added = dataset.accounts.count - received.count
            received.append(contentsOf: repeatElement(file.received, count: added))
        }
        if file.repeats {
            addRepeated(file, place)
            return
        }
        note(reading, input, at: place, isEmpty: file.size == 0)
        let accountIndex = dataset.accounts.count
        var account = FileAccount(
            input: file.input, object: file.object.hex, file: file.name, account: Account())
        let skipped = reading.failure != nil
        for part in reading.parts { account.account += part.account.skipping(skipped) }
        if !skipped, case .csv(let form) = input.mapping.format {
            account.account.read += form.headerRecord - 1
            account.account.dropped += form.headerRecord - 1
        }
        dataset.accounts.append(account)
        let childAccounts = addChildAccounts(of: file, input, reading, skipped: skipped)
        if skipped { return }
        for part in reading.parts { note(part, at: place) }
        for child in input.mapping.children.indices {
            for part in reading.parts { note(part.children[child], at: place) }
        }
        for part in reading.parts {
            let place = segments[input.table]?.segments.count ?? 0
            segments[input.table, default: TableSegments()].append(
                part.segment, of: accountIndex, below: nil)
            for (index, child) in part.children.enumerated() {
                let name = input.mapping.children[index].table
                segments[name, default: TableSegments()].append(
                    child.segment, of: childAccounts[index], below: place)
            }
        }
    }

    /// A file whose content was read under another name: all its records are copies.
    private mutating func addRepeated(_ file: IntakeFile, _ place: FindingPlace) {
        let same = dataset.accounts.filter {
            $0.object == file.object.hex
                && ($0.input == file.input || $0.input.hasPrefix(file.input + "/"))
        }
        var seen: [String] = []
        for original in same where !seen.contains(original.input) {
            seen.append(original.input)
            var account = Account()
            account.read = original.account.read
            account.duplicate = original.account.read
            dataset.accounts.append(
                FileAccount(
                    input: original.input, object: original.object, file: file.name,
                    account: account))
        }
        dataset.findings.append(Finding(.fileRepeated, at: place))
    }

    private mutating func addChildAccounts(
        of file: IntakeFile, _ input: Input, _ reading: FileReading, skipped: Bool
    ) -> [Int] {
        input.mapping.children.indices.map { child in
            var account = FileAccount(
                input: "\(file.input)/\(input.mapping.children[child].name)",
                object: file.object.hex, file: file.name, account: Account())
            for part in reading.parts {
                account.account += part.children[child].account.skipping(skipped)
            }
            dataset.accounts.append(account)
            return dataset.accounts.count - 1
        }
    }

    /// Findings about the file, and whether they stop the run.
    private mutating func note(
        _ reading: FileReading, _ input: Input, at place: FindingPlace, isEmpty: Bool
    ) {
        var findings = reading.findings.map {
            Finding($0.code, at: place, column: $0.column, value: $0.value, hint: $0.hint)
        }
        switch reading.failure {
        case .broken where isEmpty: findings.append(Finding(.fileEmpty, at: place))
        case .broken(let error):
            var at = place
            at.offset = error.offset
            findings.append(Finding(.fileUnreadable, at: at, hint: error.sentence))
        case .header, .none: break
        case .tooLarge:
            findings.append(
                Finding(.fileUnreadable, at: place, hint: "more text than a column holds"))
        }
        if reading.failure == nil, reading.parts.allSatisfy({ $0.account.read == 0 }) {
            findings.append(Finding(isEmpty ? .fileEmpty : .headerOnly, at: place))
        }
        if reading.failure != nil, input.onBadFile == .stop {
            stops += findings.filter { $0.code.severity == .error }
        }
        dataset.findings += findings
    }

    /// Findings about records, and the records set aside.
    private mutating func note(_ part: PartReading, at place: FindingPlace) {
        for finding in part.findings {
            dataset.findings.append(
                Finding(
                    finding.code, at: place.at(record: finding.record, offset: finding.offset),
                    column: finding.column, value: finding.value, hint: finding.hint))
        }
        for record in part.quarantine {
            dataset.quarantine.append(
                QuarantinedRecord(
                    object: place.object, record: record.record, offset: record.offset,
                    length: record.length, reason: record.reason))
        }
    }
}

/// The segments of one table, and of which file each is.
struct TableSegments: Sendable {
    var segments: [Segment] = []
    /// Index of each segment's file in the dataset's accounts.
    var files: [Int] = []
    /// For a child table: which segment of the parents' table holds the parents of each.
    var parents: [Int] = []

    mutating func append(_ segment: Segment, of file: Int, below parent: Int?) {
        segments.append(segment)
        files.append(file)
        if let parent { parents.append(parent) }
    }
}

extension Account {
    /// The account as it is, or of a file that is left out: all of its records are set aside.
    fileprivate func skipping(_ isSkipped: Bool) -> Account {
        guard isSkipped else { return self }
        var account = Account()
        account.read = read
        account.quarantined = read
        return account
    }
}
