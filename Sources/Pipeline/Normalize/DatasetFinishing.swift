import Columnar

extension DatasetJoining {
    /// The dataset: columns completed, rows deduplicated, checked and accounted for.
    ///
    /// Throws where a bad file stops the run, and where an account does not balance.
    mutating func finish() throws -> Dataset {
        if !stops.isEmpty { throw RunError.inputUnusable(stops) }
        let receipts = receipts
        var survivors: [String: DedupeOutcome] = [:]
        // Parents before children: a child lives as long as its parent.
        let parents = builders.indices.filter { builders[$0].parents.isEmpty }
        let children = builders.indices.filter { !builders[$0].parents.isEmpty }
        for index in parents + children {
            let name = builders[index].planned.name
            let origins = builders[index].origins
            var table = plan.withCatalogue(builders[index].takeTable())
            table = try plan.withDerived(table, of: builders[index].planned)
            let outcome = try plan.deduplicated(
                table, builders[index], receipts: receipts,
                parents: plan.parentTable(of: name).flatMap { survivors[$0] })
            dataset.settle(outcome, origins, table)
            let kept = outcome.fates.indices.filter { outcome.fates[$0] == .survives }
                .map { UInt32($0) }
            if plan.hasChildren(name) { survivors[name] = outcome }
            table.keep(kept)
            let final = DatasetTable(name: name, table: table, origins: origins.filtered(kept))
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

extension Plan {
    /// Name of the table whose rows the rows of this one are children of.
    fileprivate func parentTable(of table: String) -> String? {
        inputs.first { $0.mapping.children.contains { $0.table == table } }?.table
    }

    fileprivate func hasChildren(_ table: String) -> Bool {
        inputs.contains { $0.table == table && !$0.mapping.children.isEmpty }
    }
}

extension TableBuilder {
    /// The rows of all files as a table; the builder is empty after.
    mutating func takeTable() -> Table {
        var table = Table(rowCount: rowCount)
        for index in columns.indices { table.append(columns[index].name, columns[index].finish()) }
        return table
    }

    /// From which record each row came.
    var origins: RowOrigins {
        RowOrigins(sections: sections.map { ($0.file, $0.start) }, records: records)
    }
}

extension RowOrigins {
    /// The origins of the rows that are kept.
    func filtered(_ keep: [UInt32]) -> RowOrigins {
        var filtered: [(file: Int, start: Int)] = []
        var place = 0
        for index in sections.indices {
            let end = index + 1 < sections.count ? sections[index + 1].start : records.count
            let start = place
            while place < keep.count, Int(keep[place]) < end { place += 1 }
            if place > start { filtered.append((sections[index].file, start)) }
        }
        var kept = records
        compact(&kept, keep)
        return RowOrigins(sections: filtered, records: kept)
    }
}

extension Dataset {
    /// Moves the records that lost from accepted to where they belong, and points each to its
    /// survivor.
    ///
    /// A record of many rows is counted once.
    mutating func settle(
        _ outcome: DedupeOutcome, _ origins: RowOrigins, _ table: Table
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
