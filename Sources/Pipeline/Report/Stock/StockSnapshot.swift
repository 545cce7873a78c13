package import Columnar

/// The cases of a run as they stand to its stock, by what tells one case from another.
package struct StockSnapshot: Sendable {
    /// A case and how it stands.
    struct Entry: Sendable {
        /// Nil: it was never in stock and never left it.
        var standing: StockRow?
        var id: String
        var unit: String
        var opened: Int64
        var closed: Int64
        var file: String
        var record: Int
    }

    /// By identity.
    let entries: [String: Entry]

    /// The cases of a dataset by the plan's rule; without one there is none.
    package init(_ plan: Plan, _ dataset: Dataset) throws {
        guard let rule = plan.stock, let table = dataset.table(rule.table) else {
            entries = [:]
            return
        }
        let identity = plan.identity(ofStock: rule.table)
        let level = rule.levels.first
        var entries: [String: Entry] = [:]
        for piece in table.pieces {
            let rows = try piece.table(Set(rule.columns + identity))
            let reading = StockReading(rule, rows)
            for row in 0..<rows.rowCount {
                let texts = identity.map { rows.text($0, row) }
                let origin = piece.origin(of: row)
                let instants = reading.instants(row)
                entries[texts.joined(separator: "\n")] = Entry(
                    standing: reading.row(row), id: texts.last ?? "",
                    unit: level.map { rows.text($0, row) } ?? "", opened: instants.opened,
                    closed: instants.closed, file: dataset.accounts[origin.file].file,
                    record: origin.record)
            }
        }
        self.entries = entries
    }

    /// Identities in byte order, so that no order of hashing shows.
    fileprivate var identities: [String] { entries.keys.sorted(by: precedes) }
}

extension StockSnapshot {
    /// The cases that the flows of the ledger do not explain, by month, in order of identity.
    package var breaks: [StockCase] {
        identities.flatMap { identity -> [StockCase] in
            guard let entry = entries[identity], let row = entry.standing else { return [] }
            switch (row.opened, row.closed) {
            case (nil, let closed?):
                return [entry.named(.neverAccepted, in: closed, residue: -1)]
            case (let opened?, let closed?) where closed < opened:
                return [
                    entry.named(.closedBeforeAcceptance, in: closed, residue: -1),
                    entry.named(.closedBeforeAcceptance, in: opened, residue: 1),
                ]
            case (let opened?, nil) where row.way == .vanished:
                return [entry.named(.closedWithoutDate, in: opened, residue: 1)]
            default: return []
            }
        }
    }

    /// The cases that make the stock at the end of a month other than an earlier run had it.
    ///
    /// Their residues add up to what that run published less what is there now: negative means
    /// cases that were put in behind its back, positive such as are gone.
    package func changes(since earlier: StockSnapshot, in period: Period) -> [StockCase] {
        let month = monthNumber(period.start)
        var seen = Set(identities)
        seen.formUnion(earlier.identities)
        return seen.sorted(by: precedes).flatMap { identity -> [StockCase] in
            let (old, new) = (earlier.entries[identity], entries[identity])
            let was = old?.standing?.isInStock(before: month + 1) ?? false
            let isThere = new?.standing?.isInStock(before: month + 1) ?? false
            switch (was, isThere, old, new) {
            case (true, false, let old?, let new):
                let reason = reasonForLeaving(new?.standing, new != nil, by: month)
                var gone = old.named(reason, in: month, residue: 1)
                gone.closed = new?.closed ?? old.closed
                return [gone]
            case (false, true, let old, let new?):
                let came = old?.standing?.opened ?? Int.max
                return [
                    new.named(
                        came > month ? .backDatedAcceptance : .reappeared, in: month, residue: -1)
                ]
            case (true, true, let old?, let new?) where old.cohort != new.cohort:
                return [
                    old.named(.acceptanceMoved, in: month, residue: 1),
                    new.named(.acceptanceMoved, in: month, residue: -1),
                ]
            default: return []
            }
        }
    }

    private func reasonForLeaving(
        _ row: StockRow?, _ isKnown: Bool, by month: Int
    ) -> StockBreak {
        guard isKnown else { return .vanished }
        guard let row, let opened = row.opened, opened <= month else { return .acceptanceMoved }
        return row.way == .vanished ? .closedWithoutDate : .backDatedClosure
    }
}

extension StockSnapshot.Entry {
    fileprivate var cohort: String {
        standing?.opened.map(monthName) ?? LevelGrouping.unnamed
    }

    fileprivate func named(_ reason: StockBreak, in month: Int, residue: Int) -> StockCase {
        StockCase(
            reason: reason, period: monthName(month), cohort: cohort, residue: residue, id: id,
            unit: unit, opened: opened, closed: closed, file: file, record: record)
    }
}

extension Plan {
    /// The columns that tell one row of the stock from another, the source first.
    fileprivate func identity(ofStock table: String) -> [String] {
        var names = ["source"]
        for name in inputs.filter({ $0.table == table }).flatMap(\.mapping.identity)
        where !names.contains(name) {
            names.append(name)
        }
        return names
    }
}

extension Table {
    /// The text of a cell; empty for null.
    fileprivate func text(_ name: String, _ row: Int) -> String {
        switch self[name] {
        case .code(let column):
            column.codes[row] == missingCode ? "" : column.dictionary[Int(column.codes[row])]
        case .identifier(let column): column.text(row) ?? ""
        case .some(let column):
            column.number(row) == missing ? "" : String(column.number(row))
        case nil: ""
        }
    }
}
