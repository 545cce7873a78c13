import Columnar
import Tabular

/// One column of one file while it is read: typed as far as it can be without its neighbours.
///
/// Only the storage of its type is used. Codes are those of the interner, by first appearance;
/// what each distinct text means is decided once, when the file has been read.
struct RawColumn: Sendable {
    let mapped: MappedColumn
    /// The scale of its answers; levels of a survey only.
    let scale: AnswerScale?
    /// Instants, whole numbers, durations.
    var cells: [Int64] = []
    /// Truth values.
    var flags: [UInt8] = []
    /// Codes of `interner`.
    var codes: [UInt32] = []
    var interner = Interner()
    /// What each text of the interner means; known when the file has been read.
    var resolved: [ResolvedCode] = []
    /// Texts of high cardinality.
    var identifiers = IdentifierColumn()

    /// Makes room for so many cells, so that none is moved while a column grows.
    mutating func reserve(_ count: Int) {
        if isCode {
            codes.reserveCapacity(count)
        } else if truths != nil {
            flags.reserveCapacity(count)
        } else if instants != nil || integers != nil {
            cells.reserveCapacity(count)
        } else {
            identifiers.ends.reserveCapacity(count)
        }
    }

    private let instants: InstantRule?
    private let integers: IntegerRule?
    private let truths: FlagRule?

    init(_ mapped: MappedColumn, scale: AnswerScale?) {
        self.mapped = mapped
        self.scale = scale
        integers = Self.integerRule(mapped)
        if case .instant(let rule) = mapped.type { instants = rule } else { instants = nil }
        if case .flag(let rule) = mapped.type { truths = rule } else { truths = nil }
    }

    /// Whether each distinct text is kept once and what it means is decided once.
    var isCode: Bool {
        if mapped.privacy == .keyed { return true }
        switch mapped.type {
        case .code, .level: return true
        default: return false
        }
    }

    /// Types the fields of a batch; `rejected` gets the indices of records that do not type.
    mutating func append(
        _ bytes: Span<UInt8>, _ bounds: FieldBounds, rejected: inout [UInt32]
    ) throws(IdentifierOverflow) {
        let starts = bounds.starts.span
        let ends = bounds.ends.span
        if isCode {
            interner.append(bytes, starts: starts, ends: ends, to: &codes)
        } else if let instants {
            appendInstants(
                bytes, starts: starts, ends: ends, rule: instants, to: &cells,
                rejected: &rejected)
        } else if let integers {
            let base = cells.count
            appendIntegers(
                bytes, starts: starts, ends: ends, rule: integers, to: &cells,
                rejected: &rejected)
            if case .duration(let unit) = mapped.type { rejectBeyond(unit, base, &rejected) }
        } else if let truths {
            appendFlags(
                bytes, starts: starts, ends: ends, rule: truths, to: &flags, rejected: &rejected)
        } else {
            try identifiers.append(bytes, starts: starts, ends: ends)
        }
    }

    /// A number of days that is no 64-bit number of seconds is no duration.
    private mutating func rejectBeyond(_ unit: Int64, _ base: Int, _ rejected: inout [UInt32]) {
        let most = Int64.max / max(unit, 1)
        for row in base..<cells.count where cells[row] != missing && cells[row].magnitude > most {
            cells[row] = missing
            rejected.append(UInt32(row - base))
        }
    }

    /// Appends nulls for records of a file that lacks the column.
    mutating func appendNulls(_ count: Int) {
        if isCode {
            codes.append(contentsOf: repeatElement(missingCode, count: count))
        } else if truths != nil {
            flags.append(contentsOf: repeatElement(1, count: count))
        } else if instants != nil || integers != nil {
            cells.append(contentsOf: repeatElement(missing, count: count))
        } else {
            let end = identifiers.ends.last ?? 0
            identifiers.ends.append(contentsOf: repeatElement(end, count: count))
        }
    }

    /// Whether the cell of the record is null.
    func isNull(_ record: Int) -> Bool {
        if isCode { return codes[record] == missingCode }
        if truths != nil { return flags[record] == 1 }
        if instants != nil || integers != nil { return cells[record] == missing }
        return identifiers.range(record).isEmpty
    }

    /// The cell as text that is another for every other cell; empty where it is null.
    func exactText(_ record: Int) -> String {
        if isNull(record) { return "" }
        if truths != nil { return String(flags[record]) }
        return instants == nil ? text(record) ?? "" : String(cells[record])
    }

    /// The cell as text, nil where it is null; instants and truth values only say that they are.
    func text(_ record: Int) -> String? {
        if isNull(record) { return nil }
        if isCode { return interner.text(codes[record]) }
        if integers != nil { return String(cells[record]) }
        if instants != nil { return "instant" }
        if truths != nil { return "flag" }
        return identifiers.text(record)
    }
}

extension RawColumn {
    private static func integerRule(_ mapped: MappedColumn) -> IntegerRule? {
        switch mapped.type {
        case .integer, .duration: IntegerRule(nulls: mapped.nulls)
        default: nil
        }
    }

    /// The meanings of all cells as texts: the keyed hashes of a personal column.
    func resolvedTexts() throws -> IdentifierColumn {
        var texts = IdentifierColumn()
        for code in codes {
            if code != missingCode, case .code(let text) = resolved[Int(code)] {
                texts.bytes.append(contentsOf: text.utf8)
            }
            guard texts.bytes.count <= Int(UInt32.max) else {
                throw IdentifierOverflow(bytes: texts.bytes.count)
            }
            texts.ends.append(UInt32(texts.bytes.count))
        }
        return texts
    }
}

extension RawColumn {
    /// The rows whose cell is null, a declared null included.
    var nullRows: [Int] {
        if isCode {
            let nulls = resolved.map { $0 == .null }
            let missingRows = rows(of: codes, equalTo: missingCode)
            guard nulls.contains(true) else { return missingRows }
            return (missingRows + rows(of: codes, where: nulls)).sorted()
        }
        if truths != nil { return rows(of: flags, equalTo: FlagCell.unknown) }
        if instants != nil || integers != nil { return rows(of: cells, equalTo: missing) }
        return emptyRows(identifiers.ends)
    }
}

// Plain loops over plain arrays: a look at a column's cells through its struct, a million times,
// costs more than reading the file did.

private func rows<Cell: Equatable>(of cells: [Cell], equalTo wanted: Cell) -> [Int] {
    var rows: [Int] = []
    for row in cells.indices where cells[row] == wanted { rows.append(row) }
    return rows
}

/// The rows whose code is wanted; null is not.
func rows(of codes: [UInt32], where wanted: [Bool]) -> [Int] {
    var rows: [Int] = []
    for row in codes.indices where codes[row] != missingCode && wanted[Int(codes[row])] {
        rows.append(row)
    }
    return rows
}

private func emptyRows(_ ends: [UInt32]) -> [Int] {
    var rows: [Int] = []
    var start: UInt32 = 0
    for row in ends.indices {
        if ends[row] == start { rows.append(row) }
        start = ends[row]
    }
    return rows
}
