import Columnar
import Tabular

/// One column of one file while it is read: typed as far as it can be without its neighbours.
///
/// Only the storage of its type is used. Codes are those of the interner, by first appearance;
/// what each distinct text means is decided once, when the file has been read.
struct RawColumn: Sendable {
    /// What it is, the same in every part of every file.
    let rule: RawColumnRule
    /// Instants, whole numbers, durations.
    var cells: [Int64] = []
    /// Truth values.
    var flags: [UInt8] = []
    /// Codes of `interner`.
    var codes: [UInt32] = []
    var interner = Interner()
    /// What each text of the interner means; known when the file has been read.
    var resolved: [ResolvedCode] = []
    /// Whether the interner began with texts of other files, so that it may hold unused ones.
    var isPrimed = false
    /// Texts of high cardinality.
    var identifiers = IdentifierColumn()

    /// Makes room for so many cells, so that none is moved while a column grows.
    mutating func reserve(_ count: Int) {
        if isCode {
            codes.reserveCapacity(count)
        } else if rule.truths != nil {
            flags.reserveCapacity(count)
        } else if rule.isNumber {
            cells.reserveCapacity(count)
        } else {
            identifiers.ends.reserveCapacity(count)
        }
    }

    init(_ rule: RawColumnRule) {
        self.rule = rule
    }

    init(_ mapped: MappedColumn, scale: AnswerScale?) {
        self.init(RawColumnRule(mapped, scale: scale))
    }

    /// Takes over memory of a part that is done with.
    mutating func takeSpare() {
        if rule.isNumber, !rule.isCode, cells.isEmpty { cells = rule.spares.take() ?? [] }
    }

    /// Begins with the texts that other files had, and what they mean.
    ///
    /// Most texts of a small export are those of the export before it: none of them is then put in
    /// anew, and nothing decided again. `interner` and `resolved` then hold texts that no record of
    /// the part has, so whoever walks them goes by `codes`; those of a segment are its own alone,
    /// in the order of its records (`renumbered`), whatever was read before.
    mutating func prime() {
        guard let known = rule.resolution?.vocabulary else { return }
        (interner, resolved) = known
        isPrimed = true
    }

    /// How the mapping declares it.
    var mapped: MappedColumn { rule.mapped }

    /// Whether each distinct text is kept once and what it means is decided once.
    var isCode: Bool { rule.isCode }

    /// Types the fields of a batch; `rejected` gets the indices of records that do not type.
    mutating func append(
        _ bytes: Span<UInt8>, _ bounds: FieldBounds, rejected: inout [UInt32]
    ) throws(IdentifierOverflow) {
        let starts = bounds.starts.span
        let ends = bounds.ends.span
        if isCode {
            interner.append(bytes, starts: starts, ends: ends, to: &codes)
        } else if let instants = rule.instants {
            appendInstants(
                bytes, starts: starts, ends: ends, rule: instants, to: &cells,
                rejected: &rejected)
        } else if let integers = rule.integers {
            let base = cells.count
            appendIntegers(
                bytes, starts: starts, ends: ends, rule: integers, to: &cells,
                rejected: &rejected)
            if case .duration(let unit) = mapped.type { rejectBeyond(unit, base, &rejected) }
        } else if let truths = rule.truths {
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
        } else if rule.truths != nil {
            flags.append(contentsOf: repeatElement(1, count: count))
        } else if rule.isNumber {
            cells.append(contentsOf: repeatElement(missing, count: count))
        } else {
            let end = identifiers.ends.last ?? 0
            identifiers.ends.append(contentsOf: repeatElement(end, count: count))
        }
    }

    /// Whether the cell of the record is null.
    func isNull(_ record: Int) -> Bool {
        if isCode { return codes[record] == missingCode }
        if rule.truths != nil { return flags[record] == 1 }
        if rule.isNumber { return cells[record] == missing }
        return identifiers.range(record).isEmpty
    }

    /// The cell as text that is another for every other cell; empty where it is null.
    func exactText(_ record: Int) -> String {
        if isNull(record) { return "" }
        if rule.truths != nil { return String(flags[record]) }
        return rule.instants == nil ? text(record) ?? "" : String(cells[record])
    }

    /// The cell as text, nil where it is null; instants and truth values only say that they are.
    func text(_ record: Int) -> String? {
        if isNull(record) { return nil }
        if isCode { return interner.text(codes[record]) }
        if rule.integers != nil { return String(cells[record]) }
        if rule.instants != nil { return "instant" }
        if rule.truths != nil { return "flag" }
        return identifiers.text(record)
    }
}

extension RawColumn {
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
        if rule.truths != nil { return rows(of: flags, equalTo: FlagCell.unknown) }
        if rule.isNumber { return rows(of: cells, equalTo: missing) }
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
