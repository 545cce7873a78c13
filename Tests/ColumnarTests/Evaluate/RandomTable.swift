import Columnar

/// A random table with nulls, both as columns and as rows for the interpreter.
struct RandomTable {
    let table: Table
    let rows: [[String: Value]]

    /// A table of so many rows.
    ///
    /// Integers `n m`, instants `x y` (`x` rising if `isSorted`), duration `d`, texts `s t`, the
    /// identifier `id` and the flag `f`. `hasHuge` strews in numbers near the limits.
    init(_ random: inout SplitMix64, rowCount: Int, isSorted: Bool, hasHuge: Bool) {
        let number = { (random: inout SplitMix64, spread: Int64) -> Int64 in
            let roll = Int.random(in: 0..<200, using: &random)
            if roll < 20 { return missing }
            if hasHuge, roll < 22 { return roll == 20 ? .max - 1 : .min + 2 }
            return Int64.random(in: -spread...spread, using: &random)
        }
        let n = (0..<rowCount).map { _ in number(&random, 4) }
        let m = (0..<rowCount).map { _ in number(&random, 100) }
        var x = (0..<rowCount).map { _ in number(&random, 400_000) }
        if isSorted { x.sort() }
        let y = (0..<rowCount).map { _ in number(&random, 400_000) }
        let d = (0..<rowCount).map { _ in number(&random, 100_000) }
        let s = Self.codes(&random, ["a", "b", "c"], rowCount)
        let t = Self.codes(&random, ["", "a", "aa", "b", "z\u{1EA5}"], rowCount)
        let f = (0..<rowCount).map { _ in UInt8.random(in: 0...2, using: &random) }
        var id = IdentifierColumn()
        for _ in 0..<rowCount {
            id.bytes += Array(["", "a", "b", "id7"][Int.random(in: 0..<4, using: &random)].utf8)
            id.ends.append(UInt32(id.bytes.count))
        }
        var table = Table(rowCount: rowCount)
        table.append("n", .integer(n))
        table.append("m", .integer(m))
        table.append("x", .instant(x))
        table.append("y", .instant(y))
        table.append("d", .duration(d))
        table.append("s", .code(s))
        table.append("t", .code(t))
        table.append("id", .identifier(id))
        table.append("f", .flag(f))
        self.table = table
        rows = (0..<rowCount).map { row in
            Dictionary(
                uniqueKeysWithValues: zip(table.names, table.columns).map { name, column in
                    (name, Self.value(column, row))
                })
        }
    }

    private static func codes(
        _ random: inout SplitMix64, _ dictionary: [String], _ count: Int
    ) -> CodeColumn {
        let codes = (0..<count).map { _ in
            let code = Int.random(in: 0...dictionary.count, using: &random)
            return code == dictionary.count ? missingCode : UInt32(code)
        }
        return CodeColumn(codes: codes, dictionary: dictionary)
    }

    private static func value(_ column: Column, _ row: Int) -> Value {
        switch column {
        case .integer(let cells), .instant(let cells), .duration(let cells):
            cells[row] == missing ? .null : .number(cells[row])
        case .code(let column):
            column.codes[row] == missingCode
                ? .null : .text(Array(column.dictionary[Int(column.codes[row])].utf8))
        case .identifier(let column): column.text(row).map { .text(Array($0.utf8)) } ?? .null
        case .narrow:
            column.number(row) == missing ? .null : .number(column.number(row))
        case .null: .null
        case .flag(let cells): cells[row] == 1 ? .null : .truth(cells[row] == 2)
        }
    }
}
