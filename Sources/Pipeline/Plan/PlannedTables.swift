import Columnar

/// An input with the mapping that it names, as far as that could be read.
struct DraftedInput {
    var name: String
    var kind: TableKind
    /// Nil where the mapping's file could not be read at all.
    var draft: MappingDraft?
    var place: PlanPlace

    var table: String { kind == .record ? name : kind.rawValue }
}

/// The tables that inputs fill, and what is not known about them for sure.
struct TableDrafts {
    private(set) var tables: [PlannedTable] = []
    /// Tables of which some mapping could not be read: their columns are not all known.
    private var unsure: Set<String> = []
    /// Columns that are declared and could not be understood.
    private var doubtful: [String: Set<String>] = [:]
    /// Columns that some mapping fills, by table.
    private var filled: [String: Set<String>] = [:]
    private let log: FaultLog

    init(_ inputs: [DraftedInput], log: FaultLog) {
        self.log = log
        for input in inputs.sorted(by: { precedes($0.name, $1.name) }) {
            add(input)
        }
        tables.sort { precedes($0.name, $1.name) }
    }

    subscript(name: String) -> PlannedTable? {
        tables.first { $0.name == name }
    }

    /// Tells whether a column may exist although it is not in the schema.
    func mayHave(_ column: String, in table: String) -> Bool {
        unsure.contains(table) || doubtful[table]?.contains(column) == true
    }

    /// Tells whether a mapping fills the column, or may do so.
    func fills(_ column: String, in table: String) -> Bool {
        mayHave(column, in: table) || filled[table]?.contains(column) == true
    }

    private mutating func add(_ input: DraftedInput) {
        if input.kind == .record, TableKind(rawValue: input.name) != nil {
            log.report(.nameTwice(input.name, first: input.place), at: input.place)
        }
        let index = open(input.table, kind: input.kind, input: input.name)
        guard let draft = input.draft else {
            unsure.insert(input.table)
            return
        }
        let mapping = draft.mapping
        doubtful[input.table, default: []].formUnion(draft.doubtful)
        for column in mapping.columns { add(column, to: index) }
        for column in mapping.derived {
            add(column.name, column.type, values: nil, at: column.formula.place, to: index)
        }
        close("source", values: [mapping.source], in: index)
        let scales = mapping.questions.map(\.scale.name) + (mapping.scale.map { [$0.name] } ?? [])
        close("scale", values: scales, in: index)
        if !mapping.questions.isEmpty {
            filled[input.table, default: []].formUnion(["question", "level"])
        }
        for child in mapping.children {
            let childIndex = open(child.table, kind: child.kind, input: input.name)
            doubtful[child.table, default: []].formUnion(draft.doubtful)
            for column in child.columns { add(column, to: childIndex) }
            close("source", values: [mapping.source], in: childIndex)
        }
    }

    private mutating func open(_ name: String, kind: TableKind, input: String) -> Int {
        if let index = tables.firstIndex(where: { $0.name == name }) {
            if !tables[index].inputs.contains(input) { tables[index].inputs.append(input) }
            return index
        }
        let columns = kind.canonicalColumns
        let fields = columns.map {
            Schema.Field(name: $0.name, type: $0.type.valueType, values: $0.values)
        }
        tables.append(
            PlannedTable(
                name: name, kind: kind, inputs: [input], schema: Schema(fields),
                types: columns.map(\.type)))
        return tables.count - 1
    }

    private mutating func add(_ column: MappedColumn, to index: Int) {
        guard let type = column.type.columnType else { return }
        var values: [String]?
        if case .code(let reading) = column.type, reading.lookup == nil {
            values = reading.dictionary?.compactMap(\.code)
        }
        add(column.name, type, values: values, at: column.declared, to: index)
    }

    private mutating func add(
        _ name: String, _ type: ColumnType, values: [String]?, at place: PlanPlace, to index: Int
    ) {
        let table = tables[index].name
        let isFirst = filled[table, default: []].insert(name).inserted
        guard let column = tables[index].schema.index(of: name) else {
            tables[index].schema.fields.append(
                Schema.Field(name: name, type: type.valueType, values: values?.sortedOnce))
            tables[index].types.append(type)
            return
        }
        let known = tables[index].types[column]
        if known != type, tables[index].kind.canonicalColumns.allSatisfy({ $0.name != name }) {
            log.report(
                .typeConflict(column: name, declared: type, elsewhere: known), at: place)
        }
        let canonical = tables[index].kind.canonicalColumns.first { $0.name == name }
        guard canonical?.values == nil else { return }
        if isFirst {
            tables[index].schema.fields[column].values = values?.sortedOnce
        } else if let values, let others = tables[index].schema.fields[column].values {
            tables[index].schema.fields[column].values = (others + values).sortedOnce
        } else {
            tables[index].schema.fields[column].values = nil
        }
    }

    /// Adds to the closed set of values of a column that the program fills.
    private mutating func close(_ name: String, values: [String], in index: Int) {
        guard let column = tables[index].schema.index(of: name) else { return }
        let others = tables[index].schema.fields[column].values ?? []
        tables[index].schema.fields[column].values = (others + values).sortedOnce
    }
}

extension [String] {
    /// Each text once, sorted by UTF-8 bytes.
    fileprivate var sortedOnce: [String] {
        var once: [String] = []
        for text in sorted(by: precedes) where once.last != text { once.append(text) }
        return once
    }
}
