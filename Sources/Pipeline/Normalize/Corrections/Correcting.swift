import Columnar

/// Judges the corrections of one table and changes the cells of the rows that they name.
struct Correcting {
    private let request: NormalizationRequest
    private let means: TableMeans
    private let table: DatasetTable
    /// Rows that corrections name, by piece, as they came.
    private let named: [NamedRows?]
    /// Their cells as corrected so far.
    private var cells: [Table?]
    /// What is left of each of them, by piece; nil: it lost to another record.
    private let rows: [[UInt32?]]
    /// Places of the rows that count, by input and code.
    private var places: [String: [(piece: Int, place: Int)]] = [:]
    /// The places of each piece that were changed.
    private var changed: [Int: Set<Int>] = [:]

    /// The rows of a table whose losers have been dropped; `dropped` tells which they were.
    init(
        _ request: NormalizationRequest, _ means: TableMeans, _ table: DatasetTable,
        _ named: [NamedRows?], _ dropped: DroppedRows, _ accounts: [FileAccount]
    ) {
        self.request = request
        self.means = means
        self.table = table
        self.named = named
        cells = named.map { $0?.cells }
        rows = named.enumerated().map { piece, named in
            (named?.rows ?? []).map { dropped.kept($0, of: piece) }
        }
        for (piece, named) in named.enumerated() {
            let input = accounts[table.pieces[piece].file].input
            for (place, id) in (named?.ids ?? []).enumerated() where rows[piece][place] != nil {
                places["\(input)\n\(id)", default: []].append((piece, place))
            }
        }
    }

    /// Judges one correction, and applies it if nothing stands against it; says what was found
    /// in the row as well.
    mutating func judge(_ correction: Correction) -> (judged: JudgedCorrection, found: String) {
        var hits: [(piece: Int, place: Int)] = []
        for input in request.plan.inputs where correction.inputs.contains(input.name) {
            hits += places["\(input.name)\n\(request.storedID(correction.id, of: input))"] ?? []
        }
        func judged(_ status: JudgedCorrection.Status, _ origin: (file: Int, record: Int)?)
            -> JudgedCorrection
        {
            JudgedCorrection(correction: correction, status: status, origin: origin)
        }
        guard let first = hits.first, let origin = origin(of: first) else {
            return (judged(.refusedMissing, nil), "")
        }
        for hit in hits where self.origin(of: hit).map({ $0 != origin }) ?? true {
            return (judged(.refusedAmbiguous, origin), "")
        }
        let layout = means.layout
        guard let column = layout.columns.firstIndex(where: { $0.name == correction.field }) else {
            return (judged(.refusedMissing, nil), "")
        }
        for hit in hits where !says(correction.old.value, at: hit, column) {
            return (judged(.refusedOld, origin), text(at: hit, column))
        }
        for hit in hits { put(correction.new.value, at: hit, column) }
        return (judged(.applied, origin), "")
    }

    private func origin(of hit: (piece: Int, place: Int)) -> (file: Int, record: Int)? {
        rows[hit.piece][hit.place].map { table.pieces[hit.piece].origin(of: Int($0)) }
    }

    /// Whether a cell has the value; one that the catalogue fills may be told as empty or filled.
    private func says(
        _ value: Correction.Value?, at hit: (piece: Int, place: Int), _ column: Int
    ) -> Bool {
        guard let cells = cells[hit.piece] else { return false }
        let own = cells.value(hit.place, column)
        if case .text(let left)? = own, case .text(let right)? = value {
            return left == right || nameKey(left) == nameKey(right)
        }
        if own == value { return true }
        guard own == nil, case .text(let text)? = value else { return false }
        return completed(cells, hit.place, column) == text
    }

    private func text(at hit: (piece: Int, place: Int), _ column: Int) -> String {
        cells[hit.piece].map { $0.columns[column].cellText(hit.place) } ?? ""
    }

    /// What the catalogue of procedures says of a cell.
    private func completed(_ cells: Table, _ row: Int, _ column: Int) -> String? {
        guard case .code(let codes)? = cells["procedure"], codes.codes[row] != missingCode else {
            return nil
        }
        return request.procedures.text(
            cells.names[column], of: codes.dictionary[Int(codes.codes[row])])
    }

    private mutating func put(
        _ value: Correction.Value?, at hit: (piece: Int, place: Int), _ column: Int
    ) {
        guard var own = cells[hit.piece] else { return }
        let storage = means.layout.columns[column].storage
        let cell = Column.cell(value, storage, dictionary: means.dictionaries[column])
        var one = Table(rowCount: 1)
        for (index, name) in own.names.enumerated() {
            one.append(name, index == column ? cell : .null(own.columns[index].type, count: 1))
        }
        own.replace([UInt32(hit.place)], with: one)
        cells[hit.piece] = own
        changed[hit.piece, default: []].insert(hit.place)
    }

    /// The rows that were changed, by piece: what they were, and what they are.
    func corrected() throws -> [(rows: CorrectedRows, patch: RowPatch)] {
        try changed.keys.sorted().compactMap { piece in
            guard let before = named[piece]?.cells, let after = cells[piece] else { return nil }
            let places = (changed[piece] ?? []).sorted()
            let rows = places.compactMap { self.rows[piece][$0] }
            let wanted = places.map { UInt32($0) }
            return (
                CorrectedRows(
                    table: table.name, piece: piece, rows: rows,
                    before: try derived(before, wanted)),
                RowPatch(rows: rows, table: try derived(after, wanted))
            )
        }
    }

    /// Some of the rows, with all that follows from their cells.
    private func derived(_ cells: Table, _ wanted: [UInt32]) throws -> Table {
        var table = cells
        table.keep(wanted)
        table.complete(means, from: request.procedures)
        table = try request.plan.withDerived(table, of: means.layout.planned)
        for filling in means.fillings { filling.fill(&table) }
        return table
    }
}

extension Table {
    /// The value of a cell; nil: null.
    fileprivate func value(_ row: Int, _ column: Int) -> Correction.Value? {
        switch columns[column] {
        case .integer, .instant, .duration, .narrow:
            let number = columns[column].number(row)
            return number == missing ? nil : .number(number)
        case .flag(let flags): return flags[row] == 1 ? nil : .flag(flags[row] == 2)
        case .code(let codes):
            let code = codes.codes[row]
            return code == missingCode ? nil : .text(codes.dictionary[Int(code)])
        case .identifier(let texts): return texts.text(row).map { .text($0) }
        case .null: return nil
        }
    }

    /// Fills group, field and the unit of the term from the catalogue where they are null.
    fileprivate mutating func complete(_ means: TableMeans, from procedures: ProcedureIndex) {
        guard !procedures.isEmpty, case .code(let own)? = self["procedure"] else { return }
        for (index, column) in means.layout.columns.enumerated()
        where column.storage == .codes && ProcedureIndex.columns.contains(column.name) {
            let dictionary = means.dictionaries[index]
            var codes = [UInt32](repeating: missingCode, count: rowCount)
            if case .code(let filled) = columns[index] { codes = filled.codes }
            for row in codes.indices where codes[row] == missingCode {
                guard own.codes[row] != missingCode,
                    let text = procedures.text(
                        column.name, of: own.dictionary[Int(own.codes[row])])
                else { continue }
                codes[row] = placedCode(of: text, in: dictionary)
            }
            fill(index, with: .code(CodeColumn(codes: codes, dictionary: dictionary)))
        }
    }
}

extension Column {
    /// A column of one cell.
    fileprivate static func cell(
        _ value: Correction.Value?, _ storage: TableLayout.Storage, dictionary: [String]
    ) -> Column {
        switch storage {
        case .cells(let type):
            if case .number(let number)? = value { return .wide([number], type) }
            return .wide([missing], type)
        case .flags:
            if case .flag(let flag)? = value { return .flag([flag ? 2 : 0]) }
            return .flag([1])
        case .codes:
            var own = missingCode
            if case .text(let text)? = value { own = placedCode(of: text, in: dictionary) }
            return .code(CodeColumn(codes: [own], dictionary: dictionary))
        case .identifiers:
            var texts = IdentifierColumn()
            if case .text(let text)? = value { texts.bytes = Array(text.utf8) }
            texts.ends = [UInt32(texts.bytes.count)]
            return .identifier(texts)
        }
    }
}

/// The code of a text in a sorted dictionary, where names may stand in another spelling.
private func placedCode(of text: String, in dictionary: [String]) -> UInt32 {
    var low = 0
    var high = dictionary.count
    while low < high {
        let middle = (low + high) / 2
        if precedes(dictionary[middle], text) { low = middle + 1 } else { high = middle }
    }
    if low < dictionary.count, dictionary[low] == text { return UInt32(low) }
    let key = nameKey(text)
    return dictionary.firstIndex { nameKey($0) == key }.map { UInt32($0) } ?? missingCode
}

/// What two spellings of one name have in common; codes are told apart by every byte.
private func nameKey(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : matchKey(text)
}
