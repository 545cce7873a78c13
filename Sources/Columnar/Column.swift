/// The value of an `Int64` cell that is null.
package let missing = Int64.min
/// The code of a text cell that is null.
package let missingCode = UInt32.max

/// The type of a value in a table or a formula.
package enum ValueType: Sendable, Equatable, Hashable {
    /// Whole number.
    case integer
    /// Local wall-clock seconds since 1970-01-01 00:00:00.
    case instant
    /// Seconds.
    case duration
    /// Text from a dictionary: codes, names.
    case text
    /// Truth value with unknown (SQL three-valued).
    case flag
}

/// One typed column of a table.
///
/// Cells are dense; null is `missing`, `missingCode` or `unknown`.
package enum Column: Sendable {
    /// Whole numbers.
    case integer([Int64])
    /// Local wall-clock seconds since 1970-01-01 00:00:00.
    case instant([Int64])
    /// Seconds.
    case duration([Int64])
    /// Dictionary-coded text.
    case code(CodeColumn)
    /// Identifiers: text of high cardinality, kept as bytes.
    case identifier(IdentifierColumn)
    /// Truth values: 0 false, 1 unknown, 2 true (so that AND = min, OR = max, NOT = 2 − x).
    case flag([UInt8])

    /// Type of the cells, as formulas see it.
    package var type: ValueType {
        switch self {
        case .integer: .integer
        case .instant: .instant
        case .duration: .duration
        case .code, .identifier: .text
        case .flag: .flag
        }
    }

    /// Number of cells.
    package var count: Int {
        switch self {
        case .integer(let cells), .instant(let cells), .duration(let cells): cells.count
        case .code(let column): column.codes.count
        case .identifier(let column): column.count
        case .flag(let cells): cells.count
        }
    }
}

/// Text of low cardinality: a code for each cell, the text of each code.
package struct CodeColumn: Sendable {
    /// Index into `dictionary` for each cell, `missingCode` for null.
    package var codes: [UInt32]
    /// Distinct texts, sorted by their UTF-8 bytes.
    package var dictionary: [String]

    /// A column of codes with their dictionary.
    package init(codes: [UInt32], dictionary: [String]) {
        self.codes = codes
        self.dictionary = dictionary
    }
}

/// Text of high cardinality, one after the other in one buffer.
///
/// An empty text is null.
package struct IdentifierColumn: Sendable {
    /// The UTF-8 bytes of all cells.
    package var bytes: [UInt8] = []
    /// Index behind the last byte of each cell.
    package var ends: [UInt32] = []

    /// An empty column.
    package init() {}

    /// Number of cells.
    package var count: Int { ends.count }

    /// Where the bytes of a cell lie.
    package func range(_ row: Int) -> Range<Int> {
        (row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row])
    }

    /// The text of a cell, null where empty.
    package func text(_ row: Int) -> String? {
        let range = range(row)
        return range.isEmpty ? nil : String(decoding: bytes[range], as: UTF8.self)
    }
}
