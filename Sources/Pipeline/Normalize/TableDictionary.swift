import Columnar

/// The texts of one code column over all segments, each name once.
///
/// Codes are told apart by every byte, names with Vietnamese letters by their match key: an officer
/// is one person however an export places his tone marks. Of the spellings of one name the least by
/// bytes is shown, whichever came first.
struct TableDictionary {
    /// Every spelling met so far, found by its bytes.
    private var spellings = Interner()
    /// The text that each spelling belongs to.
    private var textOfSpelling: [UInt32] = []
    private var texts: [String] = []
    private var textOfKey: [String: UInt32] = [:]

    /// Takes up the texts of a segment; gives a provisional code for each.
    mutating func add(_ own: [String?]) -> [UInt32] {
        own.map { text in
            guard let text else { return missingCode }
            let bytes = text.utf8Span
            let spelling = spellings.intern(bytes.span)
            if spelling == missingCode { return missingCode }
            if Int(spelling) == textOfSpelling.count { textOfSpelling.append(intern(text)) }
            return textOfSpelling[Int(spelling)]
        }
    }

    /// Takes up texts that stand in no file; a name that is known keeps its spelling.
    mutating func add(corrected texts: [String]) {
        for text in texts {
            let key = text.utf8.allSatisfy { $0 < 0x80 } ? text : matchKey(text)
            if textOfKey[key] == nil { _ = intern(text) }
        }
    }

    private mutating func intern(_ text: String) -> UInt32 {
        let key = text.utf8.allSatisfy { $0 < 0x80 } ? text : matchKey(text)
        if let known = textOfKey[key] {
            if precedes(text, texts[Int(known)]) { texts[Int(known)] = text }
            return known
        }
        let code = UInt32(texts.count)
        textOfKey[key] = code
        texts.append(text)
        return code
    }

    /// The texts in byte order, so that no order of files shows in them, and the place in it of
    /// each provisional code.
    func finished() -> (dictionary: [String], ranks: [UInt32]) {
        let order = texts.indices.sorted {
            texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8)
        }
        var ranks = [UInt32](repeating: 0, count: texts.count)
        for (place, text) in order.enumerated() { ranks[text] = UInt32(place) }
        return (order.map { texts[$0] }, ranks)
    }
}

/// The texts that a code column has in some segments, each once, and which of them are whose.
struct DistinctTexts: Sendable {
    /// The texts in the order of their first appearance.
    private(set) var texts: [String?] = []
    /// For each segment the place of each of its own texts; `missingCode` where that is null.
    private(set) var codes: [[UInt32]] = []

    init(_ segments: ArraySlice<Segment>, _ column: Int) {
        var spellings = Interner()
        codes.reserveCapacity(segments.count)
        for segment in segments {
            let own = segment.columns[column].texts ?? []
            codes.append(
                own.map { text in
                    guard let text else { return missingCode }
                    let code = spellings.intern(text.utf8Span.span)
                    if code != missingCode, Int(code) == texts.count { texts.append(text) }
                    return code
                })
        }
    }
}

extension Segment {
    /// The segment as a piece of its table: codes are those of the shared dictionaries.
    ///
    /// `ranks` has for each column the code of each of the segment's own texts. The cells move:
    /// none are left in the segment.
    mutating func piece(
        _ layout: TableLayout, _ dictionaries: [[String]], _ ranks: [[UInt32]]
    ) -> Table {
        var table = Table(rowCount: rowCount)
        for index in columns.indices {
            var column = SegmentColumn.values(.null(.text, count: 0))
            swap(&column, &columns[index])
            table.append(
                layout.columns[index].name,
                (consume column).recoded(dictionaries[index], ranks[index]))
        }
        return table
    }
}

extension SegmentColumn {
    /// The column with the codes of the table's dictionary; its cells must be in memory.
    consuming func recoded(_ dictionary: [String], _ ranks: [UInt32]) -> Column {
        switch consume self {
        case .values(let column): return column
        case .stored(let column): return .null(column.type, count: column.rowCount)
        case .codes(var codes, _):
            // The last entry is that of null.
            let entries = ranks + [missingCode]
            recode(&codes, entries.span)
            return .code(CodeColumn(codes: codes, dictionary: dictionary))
        }
    }
}

private func recode(_ codes: inout [UInt32], _ entries: Span<UInt32>) {
    let last = UInt32(truncatingIfNeeded: entries.count - 1)
    var cells = codes.mutableSpan
    for row in 0..<cells.count { cells[row] = entries[Int(min(cells[row], last))] }
}
