/// Texts as numbers that compare as their UTF-8 bytes do, over all dictionaries of a graph.
struct TextRanks: Sendable {
    /// By column of the table: the rank of each code, the last for null; empty if not asked for.
    private(set) var byCode: [[Int64]]
    /// By column of the table: the rank of each row of an identifier column.
    private(set) var byRow: [[Int64]]
    /// The texts by rank.
    private(set) var sorted: [[UInt8]] = []
    /// Rank of each literal.
    private(set) var literals: [Int64] = []

    /// Whether texts that are no dictionary's have a say, so that each piece has ranks of its own.
    private(set) var dependsOnRows = false

    /// The ranks that the nodes of a graph need; none where all texts are looked up.
    init(_ graph: Graph, over table: Table) {
        byCode = [[Int64]](repeating: [], count: table.columns.count)
        byRow = byCode
        let needed = table.columns.indices.filter { graph.nodes.contains(.ranks(column: $0)) }
        dependsOnRows = needed.contains { index in
            if case .identifier = graph.table.columns[index] { true } else { false }
        }
        let needsLiterals = graph.nodes.contains {
            if case .literal = $0 { true } else { false }
        }
        guard !needed.isEmpty || needsLiterals else { return }
        var texts = graph.texts.map { Array($0.utf8) }
        for index in needed { texts += Self.texts(table.columns[index]).compactMap(\.self) }
        sorted = Self.distinct(texts)
        let sorted = sorted
        for index in needed {
            let ranks = Self.texts(table.columns[index]).map { text in
                text.map { Self.rank($0, in: sorted) } ?? missing
            }
            if case .identifier = table.columns[index] {
                byRow[index] = ranks
            } else {
                byCode[index] = ranks + [missing]
            }
        }
        literals = graph.texts.map { Self.rank(Array($0.utf8), in: sorted) }
    }

    /// Whether each text, by rank, is like a pattern.
    func truths(of pattern: LikePattern) -> [UInt8] {
        sorted.map { pattern.matches($0) ? 2 : 0 }
    }

    private static func texts(_ column: Column) -> [[UInt8]?] {
        switch column {
        case .code(let column): column.dictionary.map { Array($0.utf8) }
        case .identifier(let column):
            (0..<column.count).map { row in
                let range = column.range(row)
                return range.isEmpty ? nil : Array(column.bytes[range])
            }
        case .integer, .instant, .duration, .flag, .narrow, .null: []
        }
    }

    private static func distinct(_ texts: [[UInt8]]) -> [[UInt8]] {
        var distinct: [[UInt8]] = []
        for text in texts.sorted(by: { $0.lexicographicallyPrecedes($1) })
        where distinct.last != text {
            distinct.append(text)
        }
        return distinct
    }

    private static func rank(_ text: [UInt8], in sorted: [[UInt8]]) -> Int64 {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].lexicographicallyPrecedes(text) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return Int64(low)
    }
}
