import Columnar
import Tabular

/// Gathers the rows of a file while its parts are read.
struct RowGathering {
    /// A record in the order of the file.
    private struct Draft {
        var record: Int
        var reason: FindingCode?
        var identity: [ExportedCell]
        var cells: [ExportedCell]
        /// What the children of the record say, by child table.
        var children: [String]
    }

    private let rules: ExportRules
    /// Columns of the mapping that tell cases apart, and the others that are read.
    private let identity: [Int]
    private let others: [Int]
    private var drafts: [Draft] = []
    /// Records in which no case code can be read.
    private(set) var unidentified = 0

    private var mapping: Mapping { rules.input.mapping }

    init(_ rules: ExportRules) {
        self.rules = rules
        let columns = rules.input.mapping.columns
        let names = ["case_id"] + rules.input.mapping.identity.filter { $0 != "case_id" }
        let identity = names.compactMap { name in columns.firstIndex { $0.name == name } }
        self.identity = identity
        others = columns.indices.filter {
            !identity.contains($0) && columns[$0].privacy != .dropped
        }
    }

    /// Adds the records of a part.
    mutating func add(_ part: Part, _ children: [Part]) throws {
        let told = children.enumerated().map { index, child in
            child.texts(of: mapping.children[index].columns, parents: part.count)
        }
        for record in 0..<part.count where part.verdicts[record] != .dropped {
            let own = identity.map { part.columns[$0].exported(record) }
            guard let code = own.first, code != .null else {
                unidentified += 1
                continue
            }
            let reason = part.verdicts[record].reason
            drafts.append(
                Draft(
                    record: part.firstRecord + record, reason: reason, identity: own,
                    cells: reason == nil ? others.map { part.columns[$0].exported(record) } : [],
                    children: reason == nil ? told.map { $0[record] } : []))
        }
    }

    /// The form of the rows, and of each case the row that counts, by hash, then identity.
    mutating func finish(present: [Bool]) throws -> (form: ExportForm, rows: [ExportedRow]) {
        let derived = try derivedCells()
        let kept = others.indices.filter { present[others[$0]] }
        var form = ExportForm()
        form.hidesUnreadable = mapping.columns.contains { $0.privacy != .open }
        form.identity = identity.map { mapping.columns[$0].exported }
        form.columns =
            kept.map { mapping.columns[others[$0]].exported }
            + derived.map { ExportedColumn(name: $0.name, type: $0.type) }
            + mapping.children.map { ExportedColumn(name: $0.table, type: .text) }
        let changed = form.place(of: "updated_at")
        var rows: [(row: ExportedRow, isReadable: Bool, updated: Int64)] = []
        rows.reserveCapacity(drafts.count)
        for (index, draft) in drafts.enumerated() {
            let cells =
                draft.reason != nil
                ? []
                : kept.map { draft.cells[$0] } + derived.map { $0.cells[index] }
                    + draft.children.map { $0.isEmpty ? .null : .text($0) }
            var updated = missing
            if draft.reason == nil, let changed, case .number(let at) = cells[changed] {
                updated = at
            }
            let isHidden = draft.reason != nil && form.hidesUnreadable
            let bytes = ExportedRow.bytes(
                identity: isHidden ? [ExportedRow.hidden(draft.identity)] : draft.identity,
                reason: draft.reason, cells: cells)
            let row = ExportedRow(
                hash: Self.hash(draft.identity[0]), record: draft.record, bytes: bytes[...])
            rows.append((row, draft.reason == nil, updated))
        }
        return (form, try counting(rows))
    }

    private static func hash(_ code: ExportedCell) -> UInt64 {
        switch code {
        case .text(let text): ExportedRow.hash(ofCase: text)
        case .number(let number): ExportedRow.hash(ofCase: String(number))
        case .null: 0
        }
    }

    /// Of the rows of each case the one that counts.
    private func counting(
        _ rows: [(row: ExportedRow, isReadable: Bool, updated: Int64)]
    ) throws -> [ExportedRow] {
        let identities = try rows.map { try $0.row.identity() }
        let order = rows.indices.sorted { left, right in
            let (a, b) = (rows[left], rows[right])
            if a.row.hash != b.row.hash { return a.row.hash < b.row.hash }
            if identities[left] != identities[right] {
                return identities[left].lexicographicallyPrecedes(identities[right])
            }
            if a.isReadable != b.isReadable { return a.isReadable }
            if a.updated != b.updated { return a.updated > b.updated }
            if a.row.bytes != b.row.bytes {
                return b.row.bytes.lexicographicallyPrecedes(a.row.bytes)
            }
            return a.row.record < b.row.record
        }
        var counting: [ExportedRow] = []
        var last: Int?
        for index in order {
            let isNew =
                last.map { identities[$0] != identities[index] } ?? true
            if isNew { counting.append(rows[index].row) }
            last = index
        }
        return counting
    }

    /// The cells that formulas of the mapping give, for every draft.
    private func derivedCells() throws -> [(
        name: String, type: ColumnType, cells: [ExportedCell]
    )] {
        guard !mapping.derived.isEmpty, !drafts.isEmpty else { return [] }
        let table = sourceTable()
        let scope = Scope(
            periodStart: 0, periodEnd: 0, asOf: 0, calendar: rules.plan.calendar?.working)
        var derivation: [(name: String, type: ColumnType, cells: [ExportedCell])] = []
        for derived in mapping.derived {
            guard let formula = derived.compiled, derived.type.valueType != .text else {
                continue
            }
            let values: [Int64]
            do {
                values = try rowValues(of: formula, over: table, in: scope)
            } catch {
                throw RunError.evaluation(
                    of: "derived column \(derived.name)", reason: error.sentence)
            }
            let isFlag = derived.type == .flag
            let cells = drafts.indices.map { index -> ExportedCell in
                let value = values[index]
                let isNull = isFlag ? value == 1 : value == missing
                return isNull || drafts[index].reason != nil ? .null : .number(value)
            }
            derivation.append((derived.name, derived.type, cells))
        }
        return derivation
    }

    /// The drafts as a table that formulas can read.
    private func sourceTable() -> Table {
        let columns = mapping.columns
        var table = Table(rowCount: drafts.count)
        table.append(
            "source",
            codes(
                [ExportedCell](
                    repeating: .text(mapping.source), count: drafts.count)))
        for (place, index) in identity.enumerated() {
            table.append(
                columns[index].name,
                column(columns[index].exported.type, drafts.map { $0.identity[place] }))
        }
        for (place, index) in others.enumerated() {
            table.append(
                columns[index].name,
                column(
                    columns[index].exported.type,
                    drafts.map { $0.reason == nil ? $0.cells[place] : .null }))
        }
        let planned = rules.plan.tables.first { $0.name == rules.input.table }
        for field in planned?.schema.fields ?? [] where table[field.name] == nil {
            table.append(field.name, .null(field.type, count: drafts.count))
        }
        return table
    }

    private func column(_ type: ColumnType, _ cells: [ExportedCell]) -> Column {
        switch type.valueType {
        case .text: return codes(cells)
        case .flag:
            return .flag(
                cells.map { cell in
                    if case .number(let number) = cell { UInt8(clamping: number) } else { 1 }
                })
        case let type:
            return .numbers(
                cells.map { cell in
                    if case .number(let number) = cell { number } else { missing }
                }, type)
        }
    }

    private func codes(_ cells: [ExportedCell]) -> Column {
        let texts = cells.map { cell in
            if case .text(let text) = cell { text } else { nil as String? }
        }
        let dictionary = Set(texts.compactMap { $0 }).sorted(by: precedes)
        let places = Dictionary(
            zip(dictionary, UInt32(0)...), uniquingKeysWith: { first, _ in first })
        return .code(
            CodeColumn(
                codes: texts.map { $0.flatMap { places[$0] } ?? missingCode },
                dictionary: dictionary))
    }
}

extension MappedColumn {
    /// The column as exports are compared by it.
    fileprivate var exported: ExportedColumn {
        let type: ColumnType = privacy == .keyed ? .id : type.columnType ?? .text
        return ExportedColumn(name: name, type: type)
    }
}

extension RawColumn {
    /// The cell of a record.
    fileprivate func exported(_ record: Int) -> ExportedCell {
        if isNull(record) { return .null }
        if isCode {
            return switch resolved[Int(codes[record])] {
            case .code(let text): .text(text)
            case .level(let level): level == missing ? .null : .number(level)
            case .null: .null
            // What the catalogue lacks is shown as it stands there: a change of it is a change.
            case .unknown, .notInCatalogue: .text(cleanText(interner.text(codes[record])))
            }
        }
        switch mapped.type {
        case .flag: return .number(Int64(flags[record]))
        case .duration(let unit): return .number(cells[record] * unit)
        case .instant, .integer: return .number(cells[record])
        default: return identifiers.text(record).map { .text($0) } ?? .null
        }
    }
}

extension Part {
    /// What the children of each parent say, in an order that no file decides.
    fileprivate func texts(of mapped: [MappedColumn], parents: Int) -> [String] {
        var texts = [[String]](repeating: [], count: parents)
        for record in 0..<count {
            var told: [String] = []
            for (place, column) in mapped.enumerated() where column.privacy != .dropped {
                let cell = columns[place].exported(record)
                if cell == .null { continue }
                told.append("\(column.name) \(column.exported.shown(cell))")
            }
            texts[Int(self.parents[record])].append(told.joined(separator: ", "))
        }
        return texts.map { $0.sorted(by: precedes).joined(separator: "; ") }
    }
}
