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
    /// Whole numbers, instants or seconds that fit into four bytes each.
    case narrow(NarrowCells)
    /// Nulls only: a column that a source lacks costs no memory.
    case null(ValueType, count: Int)

    /// Type of the cells, as formulas see it.
    package var type: ValueType {
        switch self {
        case .narrow(let cells): cells.type
        case .null(let type, _): type
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
        case .narrow(let cells): cells.cells.count
        case .null(_, let count): count
        }
    }

    /// The cell of a row where cells are numbers; `missing` for null and for other columns.
    package func number(_ row: Int) -> Int64 {
        switch self {
        case .integer(let cells), .instant(let cells), .duration(let cells): cells[row]
        case .narrow(let cells): NarrowCells.widened(cells.cells[row])
        case .null, .code, .identifier, .flag: missing
        }
    }

    /// The least number that is not below one bound and below the other; nil where none is.
    package func least(from lower: Int64, below upper: Int64) -> Int64? {
        var least = upper
        switch self {
        case .integer(let cells), .instant(let cells), .duration(let cells):
            for cell in cells where cell >= lower { least = min(least, cell) }
        case .narrow(let cells):
            for cell in cells.cells where NarrowCells.widened(cell) >= lower {
                least = min(least, Int64(cell))
            }
        case .null, .code, .identifier, .flag: break
        }
        return least < upper ? least : nil
    }

    /// Whether cells are numbers: whole numbers, instants, seconds.
    package var isNumeric: Bool {
        switch type {
        case .integer, .instant, .duration: true
        case .text, .flag: false
        }
    }

    /// A column of numbers, narrow where all of them fit.
    ///
    /// Instants until 2038 fit: half of the memory, and half of what a scan of a column reads.
    package static func numbers(_ cells: [Int64], _ type: ValueType) -> Column {
        if let narrow = NarrowCells(cells, type) { return .narrow(narrow) }
        return switch type {
        case .instant: .instant(cells)
        case .duration: .duration(cells)
        default: .integer(cells)
        }
    }
}

/// Numbers of four bytes each; null is the least.
package struct NarrowCells: Sendable {
    /// What the numbers are.
    package let type: ValueType
    /// The numbers; `Int32.min` for null.
    package var cells: [Int32]

    /// How far each number lies behind the one before it, 0 for the first, if each of them fits.
    package init?(stepsOf numbers: [Int]) {
        var cells = [Int32](repeating: 0, count: numbers.count)
        var out = cells.mutableSpan
        let source = numbers.span
        var misfits = 0
        for index in 1..<max(source.count, 1) {
            let step = source[index] &- source[index &- 1]
            out[index] = Int32(truncatingIfNeeded: step)
            misfits |= step >> 31
        }
        // Any negative step is a misfit as well.
        guard misfits == 0 else { return nil }
        type = .integer
        self.cells = cells
    }

    /// The cells, if each of them fits.
    package init?(_ wide: [Int64], _ type: ValueType) {
        var cells = [Int32](repeating: 0, count: wide.count)
        var out = cells.mutableSpan
        guard narrow(wide.span, into: &out) else { return nil }
        self.type = type
        self.cells = cells
    }

    /// Numbers that are narrow already.
    package init(cells: [Int32], type: ValueType) {
        self.type = type
        self.cells = cells
    }

    /// The cell as all others are.
    @inline(__always)
    package static func widened(_ cell: Int32) -> Int64 {
        cell == Int32.min ? missing : Int64(cell)
    }

    /// Writes the cells of some rows as all others are.
    func widen(_ rows: Range<Int>, into out: inout MutableSpan<Int64>) {
        let source = cells.span.extracting(rows)
        for index in 0..<source.count { out[index] = Self.widened(source[index]) }
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
