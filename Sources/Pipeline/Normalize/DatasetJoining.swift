import Columnar
import Ledger
import Tabular

/// Joins what single files gave into the dataset, file after file.
struct DatasetJoining {
    let plan: Plan
    var builders: [TableBuilder]
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

    init(_ plan: Plan) {
        self.plan = plan
        builders = plan.tables.map { TableBuilder($0, storage: plan.storage(of: $0)) }
    }

    /// Adds one file; files come in their canonical order.
    mutating func add(_ file: IntakeFile, _ reading: FileReading) throws {
        guard let input = plan.inputs.first(where: { $0.name == file.input }) else { return }
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
        for part in reading.parts { account.account += part.account(skipped: skipped) }
        if !skipped, case .csv(let form) = input.mapping.format {
            account.account.read += form.headerRecord - 1
            account.account.dropped += form.headerRecord - 1
        }
        dataset.accounts.append(account)
        let childAccounts = addChildAccounts(of: file, input, reading, skipped: skipped)
        if skipped { return }
        for (part, children) in zip(reading.parts, reading.children) {
            note(part, at: place)
            let rows = try append(
                part.unpivoted(input.mapping), to: input.table, file: accountIndex, input.mapping,
                parentRows: nil)
            for (index, child) in children.enumerated() {
                note(child, at: place)
                let childRows = try append(
                    child, to: input.mapping.children[index].table, file: childAccounts[index],
                    input.mapping, parentRows: rows)
                orphan(child, childRows, of: part, account: childAccounts[index])
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
            for children in reading.children {
                account.account += children[child].account(skipped: skipped)
            }
            dataset.accounts.append(account)
            return dataset.accounts.count - 1
        }
    }

    /// Children of a record that did not become a row share its fate.
    private mutating func orphan(
        _ child: Part, _ rows: [UInt32], of part: Part, account: Int
    ) {
        for record in rows.indices where rows[record] == missingCode {
            guard child.verdicts[record] == .accepted else { continue }
            dataset.accounts[account].account.accepted -= 1
            if part.verdicts[Int(child.parents[record])] == .dropped {
                dataset.accounts[account].account.dropped += 1
            } else {
                dataset.accounts[account].account.quarantined += 1
            }
        }
    }

    private mutating func append(
        _ part: Part, to table: String, file: Int, _ mapping: Mapping, parentRows: [UInt32]?
    ) throws -> [UInt32] {
        guard let builder = builders.firstIndex(where: { $0.planned.name == table }) else {
            return []
        }
        var given = ["source": mapping.source]
        if let scale = mapping.scale { given["scale"] = scale.name }
        return try builders[builder].append(
            part, file: file, given: given, parentRows: parentRows)
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
        if reading.failure == nil, reading.parts.allSatisfy({ $0.count == 0 }) {
            findings.append(Finding(isEmpty ? .fileEmpty : .headerOnly, at: place))
        }
        if reading.failure != nil, input.onBadFile == .stop {
            stops += findings.filter { $0.code.severity == .error }
        }
        dataset.findings += findings
    }

    /// Findings about records, and the records set aside.
    private mutating func note(_ part: Part, at place: FindingPlace) {
        for finding in part.findings {
            dataset.findings.append(
                Finding(
                    finding.code,
                    at: place.at(
                        record: part.firstRecord + finding.record,
                        offset: finding.offset ?? part.offsets[finding.record]),
                    column: finding.column, value: finding.value, hint: finding.hint))
        }
        for record in part.verdicts.indices {
            guard let reason = part.verdicts[record].reason else { continue }
            dataset.quarantine.append(
                QuarantinedRecord(
                    object: place.object, record: part.firstRecord + record,
                    offset: part.offsets[record], length: Int(part.lengths[record]),
                    reason: reason))
        }
    }
}

extension Part {
    /// The account of the part's records before deduplication; of a skipped file all are set aside.
    func account(skipped: Bool) -> Account {
        var account = Account()
        account.read = count
        if skipped {
            account.quarantined = count
            return account
        }
        for verdict in verdicts {
            switch verdict {
            case .accepted: account.accepted += 1
            case .dropped: account.dropped += 1
            default: account.quarantined += 1
            }
        }
        return account
    }
}
