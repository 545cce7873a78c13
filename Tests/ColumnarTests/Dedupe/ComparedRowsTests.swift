import Columnar
import Testing

@Suite struct `Rows brought together` {
    /// A piece of random rows of few distinct cells; a column may be wide, narrow or null.
    private func piece(_ count: Int, _ random: inout SplitMix64) -> Table {
        func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
        var ids = IdentifierColumn()
        let texts = ["", "a", "b", "H56.07-251002-0090", "H56.07-251002-0091"]
        for _ in 0..<count {
            ids.bytes += Array(texts[number(texts.count)].utf8)
            ids.ends.append(UInt32(ids.bytes.count))
        }
        let cells = (0..<count).map { _ in [missing, 0, 1, -1][number(4)] }
        let codes = (0..<count).map { _ in number(3) == 0 ? missingCode : UInt32(number(2)) }
        let isNull = (0..<4).map { _ in number(5) == 0 }
        var table = Table(rowCount: count)
        table.append(
            "source",
            isNull[0]
                ? .null(.text, count: count)
                : .code(CodeColumn(codes: codes, dictionary: ["x", "y"])))
        table.append("id", isNull[1] ? .null(.text, count: count) : .identifier(ids))
        table.append(
            "at",
            isNull[2]
                ? .null(.instant, count: count)
                : number(2) == 0 ? .instant(cells) : .numbers(cells, .instant))
        table.append(
            "flag",
            isNull[3]
                ? .null(.flag, count: count)
                : .flag((0..<count).map { _ in UInt8(number(3)) }))
        return table
    }

    /// The cells of a row as a text each, whatever kind of column holds them.
    private func written(_ row: Int, _ table: Table) -> [String] {
        table.columns.map { column in
            switch column {
            case .code(let cells):
                cells.codes[row] == missingCode ? "" : cells.dictionary[Int(cells.codes[row])]
            case .identifier(let cells): cells.text(row) ?? ""
            case .flag(let cells): "\(cells[row])"
            case .null(.flag, _): "1"
            case .null(.text, _): ""
            default: "\(column.number(row))"
            }
        }
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `are equal where all their cells are`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces = (0..<3).map { _ in piece(20, &random) }
        var whole = Table(rowCount: 0)
        whole.append("source", .code(CodeColumn(codes: [], dictionary: ["x", "y"])))
        whole.append("id", .identifier(IdentifierColumn()))
        whole.append("at", .instant([]))
        whole.append("flag", .flag([]))
        var rows = ComparedRows(60, columns: [3, 1, 0, 2], of: whole)
        let places = (0..<UInt32(60)).shuffled(using: &random)
        var texts = [[String]](repeating: [], count: 60)
        for (index, piece) in pieces.enumerated() {
            let own = Array(places[index * 20..<index * 20 + 20])
            rows.take(Array(0..<20), of: piece, to: own)
            for row in 0..<20 { texts[Int(own[row])] = written(row, piece) }
        }
        for left in 0..<60 {
            for right in 0..<60 {
                #expect(
                    rows.areEqual(left, right) == (texts[left] == texts[right]), "seed \(seed)")
            }
        }
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `are what is left when others are removed`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let table = piece(100, &random)
        let gone = (0..<UInt32(100)).filter { _ in Int.random(in: 0..<6, using: &random) == 0 }
        var (removed, kept) = (table, table)
        removed.remove(gone)
        kept.keep((0..<UInt32(100)).filter { !gone.contains($0) })
        #expect(removed.rowCount == kept.rowCount)
        for row in 0..<kept.rowCount { #expect(written(row, removed) == written(row, kept)) }
    }
}
