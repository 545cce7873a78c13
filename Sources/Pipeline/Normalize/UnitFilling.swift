import Columnar

/// How one column about units is filled in every piece of a table: by code and date of the row.
struct UnitFilling: Sendable {
    /// Place of the column in the table.
    let column: Int
    /// Place of the column of the units' codes.
    let base: Int
    /// Places of the columns that tell a row's date, the first that is filled.
    let dates: [Int]
    /// The texts of the column, in byte order.
    let dictionary: [String]
    /// For each code of a unit what it stands for.
    private let meanings: [Meaning]

    /// What one code stands for, from when on.
    fileprivate struct Meaning: Sendable {
        /// First instants, ascending; the first is the least.
        var starts: [Int64]
        /// Place in the dictionary of each.
        var codes: [UInt32]
    }

    /// Columns that must be read to fill this one.
    var columns: [Int] { [base] + dates }

    /// The filling of a column where the codes of units are those of a dictionary.
    init(
        _ wanted: UnitColumn, at column: Int, base: Int, dates: [Int], units: [String],
        _ history: UnitHistory
    ) {
        let texts = units.map { code in
            let stretches = history.stretches(of: code)
            return stretches.isEmpty
                ? [(start: Int64.min, text: wanted.textOfUnknown(code))]
                : stretches.map { (start: $0.from, text: wanted.text(of: $0)) }
        }
        let dictionary = Set(texts.joined().compactMap(\.text)).sorted(by: precedes)
        var places: [String: UInt32] = [:]
        for (place, text) in dictionary.enumerated() { places[text] = UInt32(place) }
        meanings = texts.map { own in
            var meaning = Meaning(starts: [], codes: [])
            for (start, text) in own {
                let code = text.flatMap { places[$0] } ?? missingCode
                if meaning.codes.last == code { continue }
                meaning.starts.append(start)
                meaning.codes.append(code)
            }
            return meaning
        }
        self.column = column
        self.base = base
        self.dates = dates
        self.dictionary = dictionary
    }

    /// Fills the column of a piece.
    func fill(_ table: inout Table) {
        guard case .code(let units) = table.columns[base] else { return }
        let dated = dates.map { table.columns[$0] }
        var codes = [UInt32](repeating: missingCode, count: units.codes.count)
        let plain = meanings.map { $0.codes.count == 1 ? $0.codes[0] : nil }
        for (row, unit) in units.codes.enumerated() where unit != missingCode {
            codes[row] = plain[Int(unit)] ?? meanings[Int(unit)].code(at: date(of: row, dated))
        }
        table.fill(column, with: .code(CodeColumn(codes: codes, dictionary: dictionary)))
    }

    /// The row's date; without any it is taken for a row of today.
    private func date(of row: Int, _ dated: [Column]) -> Int64 {
        for column in dated {
            let instant = column.number(row)
            if instant != missing { return instant }
        }
        return Int64.max
    }
}

extension UnitFilling.Meaning {
    /// What the code stands for at an instant: few stretches, so they are gone through.
    fileprivate func code(at instant: Int64) -> UInt32 {
        var place = starts.count - 1
        while place > 0, starts[place] > instant { place -= 1 }
        return codes[place]
    }
}

extension UnitColumn {
    /// What the column holds for a unit in a stretch of its time.
    fileprivate func text(of stretch: UnitHistory.Stretch) -> String? {
        switch aspect {
        case .level: stretch.level
        case .parent: stretch.parent
        case .reported: stretch.reported
        case .restated: stretch.restated
        }
    }

    /// A code that no unit bears stands for itself; nothing is known of its tree.
    fileprivate func textOfUnknown(_ code: String) -> String? {
        switch aspect {
        case .level, .parent: nil
        case .reported, .restated: code
        }
    }
}

/// The fillings of the columns about units that a table keeps.
func unitFillings(
    _ layout: TableLayout, _ dictionaries: [[String]], _ history: UnitHistory
) -> [UnitFilling] {
    let names = layout.columns.map(\.name)
    return names.indices.compactMap { place in
        guard let wanted = UnitColumn.named(names[place]),
            let base = names.firstIndex(of: wanted.base)
        else { return nil }
        return UnitFilling(
            wanted, at: place, base: base,
            dates: wanted.dates.compactMap { names.firstIndex(of: $0) },
            units: dictionaries[base], history)
    }
}
