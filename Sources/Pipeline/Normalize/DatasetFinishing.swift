import Columnar

extension DatasetJoining {
    /// The dataset: columns completed, rows deduplicated, checked and accounted for.
    ///
    /// Throws where a bad file stops the run, and where an account does not balance.
    consuming func finished() throws -> Dataset {
        if !stops.isEmpty { throw RunError.inputUnusable(stops) }
        var dataset = dataset
        let plan = plan
        var survivors: [String: DedupeOutcome] = [:]
        // Parents before children: a child lives as long as its parent.
        let ordered = builders.sorted { left, right in
            (left.parents.isEmpty ? 0 : 1, left.planned.name)
                < (right.parents.isEmpty ? 0 : 1, right.planned.name)
        }
        for builder in ordered {
            let origins = RowOrigins(
                sections: builder.sections.map { ($0.file, $0.start) }, records: builder.records)
            var table = plan.withCatalogue(builder.table())
            table = try plan.withDerived(table, of: builder.planned)
            let parent = builder.parents.isEmpty ? nil : survivors["case"]
            let outcome = plan.deduplicated(
                table, builder, receipts: receipts, parents: parent)
            survivors[builder.planned.name] = outcome
            dataset.settle(outcome, origins, table, plan)
            let kept = outcome.fates.indices.filter { outcome.fates[$0] == .survives }
                .map { UInt32($0) }
            let final = DatasetTable(
                name: builder.planned.name, table: table.filtered(kept),
                origins: origins.filtered(kept))
            dataset.check(final, plan)
            dataset.tables.append(final)
        }
        dataset.tables.sort { precedes($0.name, $1.name) }
        for account in dataset.accounts where !account.account.balances {
            throw RunError.accountUnbalanced(file: account.file)
        }
        return dataset
    }
}

extension TableBuilder {
    /// The rows of all files as a table.
    func table() -> Table {
        var table = Table(rowCount: rowCount)
        for column in columns { table.append(column.name, column.finished()) }
        return table
    }
}

extension RowOrigins {
    /// The origins of the rows that are kept.
    func filtered(_ keep: [UInt32]) -> RowOrigins {
        var sections: [(file: Int, start: Int)] = []
        for (place, row) in keep.enumerated() {
            let file = origin(of: Int(row)).file
            if sections.last?.file != file { sections.append((file, place)) }
        }
        return RowOrigins(sections: sections, records: keep.map { records[Int($0)] })
    }
}

extension Dataset {
    /// Moves the records that lost from accepted to where they belong, and points each to its
    /// survivor.
    ///
    /// A record of many rows is counted once.
    mutating func settle(
        _ outcome: DedupeOutcome, _ origins: RowOrigins, _ table: Table, _ plan: Plan
    ) {
        var last: (file: Int, record: Int)?
        for row in outcome.fates.indices where outcome.fates[row] != .survives {
            let origin = origins.origin(of: row)
            if let last, last == origin { continue }
            last = origin
            accounts[origin.file].account.accepted -= 1
            let kind: Loser.Kind = outcome.fates[row] == .duplicate ? .duplicate : .superseded
            switch kind {
            case .duplicate: accounts[origin.file].account.duplicate += 1
            case .superseded: accounts[origin.file].account.superseded += 1
            }
            // A child has no survivor of its own: its parent's tells the story.
            if Int(outcome.survivor[row]) == row { continue }
            losers.append(
                Loser(
                    kind: kind, origin: origin,
                    survivor: origins.origin(of: Int(outcome.survivor[row]))))
        }
        noteCollisions(outcome, origins, table)
    }

    /// Same code, other procedure, unit or day of acceptance: named, never merged in silence.
    private mutating func noteCollisions(
        _ outcome: DedupeOutcome, _ origins: RowOrigins, _ table: Table
    ) {
        guard outcome.superseded > 0 else { return }
        let names = ["procedure", "unit", "accepted_at"].filter { table[$0] != nil }
        let cells = names.compactMap { table[$0]?.identityCells }
        for collision in collisions(in: outcome, identity: cells) {
            let origin = origins.origin(of: Int(collision.row))
            let other = origins.origin(of: Int(collision.other))
            findings.append(
                Finding(
                    .identityContradicts, at: place(origin), column: names[collision.column],
                    hint: "record \(other.record) of \(accounts[other.file].file)"))
        }
    }

    /// Facts about single rows that are odd but count.
    fileprivate mutating func check(_ table: DatasetTable, _ plan: Plan) {
        for pair in LookAlikes(table.table, plan, of: table.name).pairs {
            let other = table.origins.origin(of: pair.other)
            findings.append(
                Finding(
                    .lookAlike, at: place(table.origins.origin(of: pair.row)),
                    hint: "record \(other.record) of \(accounts[other.file].file)"))
        }
        for check in OrderCheck.all {
            for row in check.violations(in: table.table) {
                let instants = check.instants(of: row, in: table.table)
                findings.append(
                    Finding(
                        check.code, at: place(table.origins.origin(of: row)), column: check.later,
                        value: instants?.value, hint: instants?.hint))
            }
        }
    }

    private func place(_ origin: (file: Int, record: Int)) -> FindingPlace {
        let file = accounts[origin.file]
        return FindingPlace(
            input: file.input, file: file.file, object: file.object, record: origin.record)
    }
}

extension Column {
    /// The cells as numbers that differ where the cells do; of an instant, its day.
    fileprivate var identityCells: [Int64] {
        switch self {
        case .integer(let cells), .duration(let cells): cells
        case .instant(let cells):
            cells.map { $0 == missing ? missing : $0 / 86_400 - ($0 % 86_400 < 0 ? 1 : 0) }
        case .flag(let cells): cells.map { Int64($0) }
        case .code(let column):
            column.codes.map { $0 == missingCode ? missing : Int64($0) }
        case .identifier: []
        }
    }
}
