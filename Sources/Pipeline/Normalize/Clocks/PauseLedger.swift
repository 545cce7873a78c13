import Columnar

/// One stretch for which the clock of a row stood, as a table of pauses tells it.
package struct LedgerPause: Sendable, Equatable {
    /// The row of the case in its piece.
    package var row: UInt32
    /// Place of the rule among those of the clocks.
    package var rule: Int
    /// When the clock was stopped.
    package var start: Int64
    /// When it went on; `missing`: not yet.
    package var end: Int64
    /// The due date as it stood before; `missing` where the table does not tell.
    package var dueBefore: Int64
}

/// The pauses of the rows of one piece, by row, then by start.
package struct PiecePauses: Sendable {
    /// The pauses.
    package private(set) var pauses: [LedgerPause] = []

    /// Puts them in order: that of the records must not show.
    init(_ unordered: [LedgerPause]) {
        pauses = unordered.sorted {
            ($0.row, $0.start, $0.end, $0.rule) < ($1.row, $1.start, $1.end, $1.rule)
        }
    }

    /// The pauses of one row.
    package func of(_ row: Int) -> ArraySlice<LedgerPause> {
        var low = pauses.startIndex
        var high = pauses.endIndex
        while low < high {
            let middle = (low + high) / 2
            if Int(pauses[middle].row) < row { low = middle + 1 } else { high = middle }
        }
        return pauses[low...].prefix { Int($0.row) == row }
    }

    /// The pauses of a row, where the rows are asked for in order; `next` is where they begin.
    func of(_ row: Int, next: inout Int) -> ArraySlice<LedgerPause> {
        while next < pauses.count, Int(pauses[next].row) < row { next += 1 }
        let begin = next
        while next < pauses.count, Int(pauses[next].row) == row { next += 1 }
        return pauses[begin..<next]
    }
}

/// How the rows of a child table hang on those of their parents, before any row was dropped.
struct ChildLinks: Sendable {
    /// For each piece: the piece of the parents, and the parent's row of each child.
    var parents: [(piece: Int, rows: [UInt32])]
    var dropped: DroppedRows
}

extension DroppedRows {
    /// The row that a row of a piece has become, if it is left.
    func kept(_ row: UInt32, of piece: Int) -> UInt32? {
        let gone = rows(of: piece)
        var low = 0
        var high = gone.count
        while low < high {
            let middle = (low + high) / 2
            if gone[middle].row < row { low = middle + 1 } else { high = middle }
        }
        if low < gone.count, gone[low].row == row { return nil }
        return row - UInt32(low)
    }
}

/// Collects the pauses of all cases from the tables that hold them.
struct LedgerMaking {
    let clocks: Clocks
    let cases: DatasetTable
    /// The cases that lost to others, in the rows before.
    let dropped: DroppedRows
    let accounts: [FileAccount]
    private(set) var byPiece: [[LedgerPause]]
    private(set) var findings: [Finding] = []

    init(_ clocks: Clocks, _ cases: DatasetTable, _ dropped: DroppedRows, _ accounts: [FileAccount])
    {
        self.clocks = clocks
        self.cases = cases
        self.dropped = dropped
        self.accounts = accounts
        byPiece = Array(repeating: [], count: cases.pieces.count)
    }

    /// The ledger: the pauses of each piece of the cases.
    var ledger: [PiecePauses] { byPiece.map { PiecePauses($0) } }

    /// Adds the pauses of one table; with links where its rows are children of cases.
    mutating func add(_ table: DatasetTable, _ links: ChildLinks?) throws {
        let rules = clocks.pauses.indices.filter { clocks.pauses[$0].table == table.name }
        guard !rules.isEmpty else { return }
        var loose = LoosePauses()
        for (index, piece) in table.pieces.enumerated() {
            let rows = try piece.table(names(of: rules))
            let kept = links.map { links in
                let all = links.parents[index].rows
                return keptRows(
                    without: links.dropped.rows(of: index).map(\.row), of: all.count
                ).map { all[Int($0)] }
            }
            for rule in rules {
                guard let from = rows[clocks.pauses[rule].from],
                    let to = rows[clocks.pauses[rule].to]
                else { continue }
                let before = clocks.pauses[rule].dueBefore.flatMap { rows[$0] }
                for row in 0..<rows.rowCount {
                    let (start, end) = (from.number(row), to.number(row))
                    check(start, end, rule, piece.origin(of: row))
                    guard start != missing, end == missing || end >= start else { continue }
                    var pause = LedgerPause(
                        row: 0, rule: rule, start: start, end: end,
                        dueBefore: before?.number(row) ?? missing)
                    if let links, let kept {
                        let parent = links.parents[index].piece
                        guard let own = dropped.kept(kept[row], of: parent) else { continue }
                        pause.row = own
                        byPiece[parent].append(pause)
                    } else {
                        loose.add(pause, row, of: rows)
                    }
                }
            }
        }
        if links == nil { try settle(loose) }
    }

    /// The columns of a table of pauses that are read.
    private func names(of rules: [Int]) -> Set<String> {
        var names: Set<String> = ["case_id", "source"]
        for rule in rules {
            let pause = clocks.pauses[rule]
            names.formUnion([pause.from, pause.to])
            if let before = pause.dueBefore { names.insert(before) }
        }
        return names
    }

    /// Finds the cases that pauses name by their codes.
    private mutating func settle(_ loose: LoosePauses) throws {
        for (index, piece) in cases.pieces.enumerated() where !loose.isEmpty {
            let rows = try piece.table(["case_id", "source"])
            guard case .identifier(let ids)? = rows["case_id"],
                case .code(let sources)? = rows["source"]
            else { continue }
            for (row, hash) in identityHashes(
                [.identifier(ids)], leading: 0, rowCount: rows.rowCount
            ).enumerated() {
                guard let found = loose.pauses(hash) else { continue }
                let source = sources.codes[row] == missingCode ? nil : sources.codes[row]
                let text = source.map { sources.dictionary[Int($0)] }
                for entry in found
                where entry.source == text && ids.bytes[ids.range(row)] == entry.id[...] {
                    var pause = entry.pause
                    pause.row = UInt32(row)
                    byPiece[index].append(pause)
                }
            }
        }
    }

    /// A pause that ends before it begins, or has no beginning, is told once, whatever its rules.
    private mutating func check(
        _ start: Int64, _ end: Int64, _ rule: Int, _ origin: (file: Int, record: Int)
    ) {
        guard start == missing ? end != missing : end != missing && end < start else { return }
        let own = clocks.pauses[rule]
        let isFirst = !clocks.pauses[..<rule].contains {
            $0.table == own.table && $0.from == own.from && $0.to == own.to
        }
        guard isFirst else { return }
        let file = accounts[origin.file]
        findings.append(
            Finding(
                start == missing ? .pauseWithoutBegin : .pauseBackwards,
                at: FindingPlace(
                    input: file.input, file: file.file, object: file.object,
                    record: origin.record),
                column: start == missing ? own.from : own.to, value: instantText(end),
                hint: start == missing ? nil : "\(own.from) \(instantText(start))"))
    }
}

/// Pauses of a table that stands for itself, by the codes of their cases.
private struct LoosePauses {
    struct Entry {
        var pause: LedgerPause
        var source: String?
        var id: [UInt8]
    }

    private var entries: [UInt64: [Entry]] = [:]

    var isEmpty: Bool { entries.isEmpty }

    func pauses(_ hash: UInt64) -> [Entry]? { entries[hash] }

    mutating func add(_ pause: LedgerPause, _ row: Int, of rows: Table) {
        guard case .identifier(let ids)? = rows["case_id"], !ids.range(row).isEmpty else { return }
        var one = IdentifierColumn()
        one.bytes = Array(ids.bytes[ids.range(row)])
        one.ends = [UInt32(one.bytes.count)]
        let hash = identityHashes([.identifier(one)], leading: 0, rowCount: 1)[0]
        var source: String?
        if case .code(let sources)? = rows["source"], sources.codes[row] != missingCode {
            source = sources.dictionary[Int(sources.codes[row])]
        }
        entries[hash, default: []].append(Entry(pause: pause, source: source, id: one.bytes))
    }
}
