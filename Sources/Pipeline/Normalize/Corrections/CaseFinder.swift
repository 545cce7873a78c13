import Columnar
import Ledger

/// Finds the rows of an input's files that corrections name.
struct CaseFinder: Sendable {
    /// The column by which rows are named.
    let key: String
    private let wanted: Set<String>
    private let hashes: Set<UInt64>

    init(key: String, wanted: Set<String>) {
        self.key = key
        self.wanted = wanted
        var texts = IdentifierColumn()
        for text in wanted.sorted(by: precedes) {
            texts.bytes.append(contentsOf: text.utf8)
            texts.ends.append(UInt32(texts.bytes.count))
        }
        hashes = Set(identityHashes([.identifier(texts)], leading: 0, rowCount: texts.count))
    }

    /// The rows, ascending, and what each is known by.
    func rows(in column: SegmentColumn) -> [(row: UInt32, id: String)] {
        var found: [(row: UInt32, id: String)] = []
        switch column {
        case .values(.identifier(let texts)):
            let all = identityHashes([.identifier(texts)], leading: 0, rowCount: texts.count)
            for (row, hash) in all.enumerated() where hashes.contains(hash) {
                if let id = texts.text(row), wanted.contains(id) { found.append((UInt32(row), id)) }
            }
        case .codes(let codes, let texts):
            let meant = texts.map { text in text.flatMap { wanted.contains($0) ? $0 : nil } }
            for (row, code) in codes.enumerated() where code != missingCode {
                if let id = meant[Int(code)] { found.append((UInt32(row), id)) }
            }
        case .values(let numbers):
            for row in 0..<numbers.count where numbers.number(row) != missing {
                let id = String(numbers.number(row))
                if wanted.contains(id) { found.append((UInt32(row), id)) }
            }
        case .stored: break
        }
        return found
    }
}

extension NormalizationRequest {
    /// What finds the rows that corrections of a table name, by input; none where there are none.
    func finders(of table: String) -> [String: CaseFinder] {
        var finders: [String: CaseFinder] = [:]
        let corrections = plan.corrections.filter { $0.table == table }
        for input in plan.inputs where input.table == table {
            let own = corrections.filter { $0.inputs.contains(input.name) }
            guard !own.isEmpty, let key = input.correctionKey else { continue }
            finders[input.name] = CaseFinder(
                key: key, wanted: Set(own.map { storedID($0.id, of: input) }))
        }
        return finders
    }

    /// The code of a case as rows of an input bear it: hashed where its mapping says so.
    func storedID(_ id: String, of input: Input) -> String {
        guard let name = input.correctionKey, let column = input.mapping.column(name) else {
            return id
        }
        if column.privacy == .keyed { return key?.digest(Array(id.utf8)).hex ?? "" }
        guard case .code(let reading) = column.type else { return id }
        return reading.form.canonical(id)
    }

    /// Texts that corrections bring into a column of codes, and that no file may have.
    func correctedTexts(_ column: String, of table: String) -> [String] {
        var texts: Set<String> = []
        for correction in plan.corrections where correction.table == table {
            guard case .text(let new)? = correction.new.value else { continue }
            if correction.field == column { texts.insert(new) }
            if correction.field == "procedure", let text = procedures.text(column, of: new) {
                texts.insert(text)
            }
        }
        return texts.sorted(by: precedes)
    }

    /// Columns of a table that corrections fill, or fill what they follow from.
    func correctedColumns(of table: String) -> Set<String> {
        var names = Set(plan.corrections.filter { $0.table == table }.map(\.field))
        if names.contains("procedure") { names.formUnion(ProcedureIndex.columns) }
        return names
    }

    /// The rows of a segment that corrections name, before anything is derived.
    func namedRows(
        _ segment: Segment, _ means: TableMeans, _ ranks: [[UInt32]], by finder: CaseFinder?
    ) throws -> NamedRows? {
        let layout = means.layout
        guard let finder,
            let place = layout.columns.firstIndex(where: { $0.name == finder.key })
        else { return nil }
        let found = finder.rows(in: try segment.columns[place].loaded())
        if found.isEmpty { return nil }
        let rows = found.map(\.row)
        var columns = try segment.columns.map { try $0.loaded().picked(rows) }
        columns.forgetCatalogue(layout, procedures)
        var cells = Table(rowCount: rows.count)
        for (index, column) in layout.columns.enumerated() {
            cells.append(
                column.name, columns[index].recoded(means.dictionaries[index], ranks[index]))
        }
        return NamedRows(rows: rows, ids: found.map(\.id), cells: cells)
    }
}

extension Input {
    /// The column by which corrections name rows of the input.
    var correctionKey: String? {
        CorrectableColumns.Source(name: name, kind: kind, mapping: mapping).key
    }
}

extension SegmentColumn {
    /// The column with its cells in memory.
    func loaded() throws -> SegmentColumn {
        guard case .stored(let stored) = self else { return self }
        do {
            return try stored.load()
        } catch is DamagedBytes {
            throw RunError.store("\(stored.path) was changed while it was in use")
        }
    }

    /// The cells of some rows, ascending.
    fileprivate func picked(_ rows: [UInt32]) -> SegmentColumn {
        switch self {
        case .stored: return self
        case .codes(let codes, let texts):
            return .codes(rows.map { codes[Int($0)] }, texts: texts)
        case .values(let column):
            var table = Table(rowCount: column.count)
            table.append("cells", column)
            table.keep(rows)
            return .values(table.columns[0])
        }
    }
}

extension [SegmentColumn] {
    /// Makes null again what was filled from the catalogue of procedures (`Segment.complete`).
    ///
    /// The texts of the procedures stand behind the column's own.
    fileprivate mutating func forgetCatalogue(_ layout: TableLayout, _ procedures: ProcedureIndex) {
        guard !procedures.isEmpty,
            let place = layout.columns.firstIndex(where: { $0.name == "procedure" }),
            case .codes(_, let meanings) = self[place]
        else { return }
        for (index, column) in layout.columns.enumerated()
        where column.storage == .codes && ProcedureIndex.columns.contains(column.name) {
            guard case .codes(let codes, let texts) = self[index] else { continue }
            let own = UInt32(texts.count - meanings.count)
            self[index] = .codes(codes.map { $0 < own ? $0 : missingCode }, texts: texts)
        }
    }
}
