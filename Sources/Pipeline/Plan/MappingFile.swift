import Columnar

/// A mapping as far as its file could be read.
struct MappingDraft {
    var mapping: Mapping
    /// Columns that are declared but could not be understood: no formula is blamed for them.
    var doubtful: [String]
}

/// Reads a mapping file; nil where it is no mapping at all.
func readMapping(_ value: YAMLValue, log: FaultLog) -> MappingDraft? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let name = map.required("mapping").flatMap { log.formed($0, as: .name, parseName) }
    let version = map.integer("version", in: 1...1_000_000)
    if version == nil { _ = map.required("version") }
    let source = map.required("source").flatMap { log.formed($0, as: .name, parseName) }
    let kind: TableKind? = map.required("kind").flatMap { log.word($0) }
    guard let kind else { return nil }
    var reading = MappingReading(kind: kind, log: log)
    reading.readForm(&map)
    reading.readColumns(&map)
    if reading.isXML { reading.readChildren(&map) }
    if kind == .survey { reading.readSurvey(&map) }
    reading.readHeaders(&map)
    reading.readDerived(&map)
    reading.readIdentity(&map)
    reading.readDrops(&map)
    map.finish(
        columnOptions: MappingReading.options,
        of: "\(kind.rawValue) \(reading.isXML ? "xml" : "csv")")
    reading.check(at: value.place)
    reading.mapping.name = name ?? ""
    reading.mapping.version = version ?? 0
    reading.mapping.source = source ?? ""
    reading.mapping.place = value.place
    return MappingDraft(mapping: reading.mapping, doubtful: reading.doubtful)
}

/// Reads the parts of one mapping.
struct MappingReading {
    /// Keys that some mapping may have.
    static let options = [
        "record", "children", "encoding", "delimiter", "header", "ignore", "unknown_headers",
        "questions", "scale", "drop",
    ]

    let log: FaultLog
    var mapping: Mapping
    var doubtful: [String] = []
    private var zone = InstantZone.fixed(seconds: 7 * 3600)

    init(kind: TableKind, log: FaultLog) {
        self.log = log
        let form = CSVForm(encoding: .utf8, delimiter: UInt8(ascii: ","), headerRecord: 1)
        mapping = Mapping(
            name: "", version: 0, source: "", kind: kind, format: .csv(form), columns: [],
            children: [], questions: [], scale: nil, ignored: [], unknownHeaders: .stop,
            identity: [], derived: [], drops: [], place: PlanPlace(file: ""))
    }

    var isXML: Bool {
        if case .xml = mapping.format { true } else { false }
    }

    private enum FormatWord: String, CaseIterable { case csv, xml }

    /// Format, encoding, delimiter, header record, zone.
    mutating func readForm(_ map: inout YAMLMapReader) {
        let format: FormatWord? = map.required("format").flatMap { log.word($0) }
        zone = map.zone("zone") ?? zone
        if format == .xml {
            let path = map.requiredText("record") ?? ""
            if !path.isEmpty {
                log.check(path: path, isElement: true, at: map.valuePlace(of: "record"))
            }
            mapping.format = .xml(record: path)
            return
        }
        let delimiter = map.formed("delimiter", as: .delimiter) { text in
            [",", ";", "|", "\t"].contains(text) ? text.utf8.first : nil
        }
        var record = 1
        if var header = map.map("header") {
            record = header.integer("record", in: 1...1000) ?? 1
            header.finish()
        }
        mapping.format = .csv(
            CSVForm(
                encoding: map.word("encoding") ?? .utf8,
                delimiter: delimiter ?? UInt8(ascii: ","), headerRecord: record))
    }

    mutating func readColumns(_ map: inout YAMLMapReader) {
        guard map.required("columns") != nil, let entries = map.entries("columns") else { return }
        mapping.columns = columns(entries, kind: mapping.kind)
    }

    private mutating func columns(_ entries: [YAMLEntry], kind: TableKind) -> [MappedColumn] {
        let reading = MappedColumnReading(kind: kind, isXML: isXML, zone: zone, log: log)
        var columns: [MappedColumn] = []
        for entry in entries {
            if let column = reading.column(entry) {
                columns.append(column)
            } else {
                doubtful.append(entry.key)
            }
        }
        return columns
    }

    /// One-to-many children of an XML record.
    mutating func readChildren(_ map: inout YAMLMapReader) {
        for entry in map.entries("children") ?? [] {
            if parseColumnName(entry.key) == nil {
                log.report(.malformed(entry.key, expected: .columnName), at: entry.place)
            }
            guard var child = YAMLMapReader(entry.value, log: log) else { continue }
            let path = child.requiredText("path")
            if let path {
                log.check(path: path, isElement: true, at: child.valuePlace(of: "path"))
            }
            let kind: TableKind? = child.required("kind").flatMap { log.word($0) }
            if let kind, kind != .step, kind != .record {
                log.unknownWord(
                    kind.rawValue, known: ["step", "record"], at: child.valuePlace(of: "kind"))
            }
            let entries = child.required("columns") != nil ? child.entries("columns") : nil
            child.finish()
            guard let path, let kind, let entries else { continue }
            mapping.children.append(
                ChildTable(
                    name: entry.key, path: path, kind: kind,
                    columns: columns(entries, kind: kind)))
        }
    }

    /// Headers that are known and not read; what an unknown one means.
    mutating func readHeaders(_ map: inout YAMLMapReader) {
        guard !isXML else { return }
        mapping.unknownHeaders = map.word("unknown_headers") ?? .stop
        mapping.ignored = map.texts("ignore")
    }

    /// Formulas over the mapped columns for columns that the files lack.
    mutating func readDerived(_ map: inout YAMLMapReader) {
        for entry in map.entries("derive") ?? [] {
            let canonical = mapping.kind.canonicalColumns.first { $0.name == entry.key }
            var type = canonical?.type
            var formula: YAMLValue? = entry.value
            if case .map = entry.value.content, var parts = YAMLMapReader(entry.value, log: log) {
                formula = parts.required("formula")
                let declared: ColumnType? = parts.required("type").flatMap { log.word($0) }
                parts.finish()
                if let declared, let canonical, canonical.type != declared {
                    log.report(
                        .typeConflict(
                            column: entry.key, declared: declared, elsewhere: canonical.type),
                        at: parts.valuePlace(of: "type"))
                }
                type = type ?? declared
            } else if canonical == nil {
                log.report(.missingKey("type"), at: entry.place)
            }
            if mapping.columns.contains(where: { $0.name == entry.key }) {
                log.report(.nameTwice(entry.key, first: map.place(of: "columns")), at: entry.place)
            }
            guard let type, let formula, let text = log.text(formula) else {
                doubtful.append(entry.key)
                continue
            }
            mapping.derived.append(
                DerivedColumn(
                    name: entry.key, type: type,
                    formula: PlanFormula(text: text, written: formula), compiled: nil))
        }
    }

    mutating func readIdentity(_ map: inout YAMLMapReader) {
        guard map.value("identity") != nil else {
            switch mapping.kind {
            case .case: mapping.identity = ["case_id"]
            case .survey: mapping.identity = ["response", "question"]
            case .step, .record: mapping.identity = []
            }
            return
        }
        for item in map.items("identity") {
            guard let name = log.text(item) else { continue }
            mapping.identity.append(name)
            checkColumn(name, at: item.place)
        }
    }

    /// Rules for records that are no rows.
    mutating func readDrops(_ map: inout YAMLMapReader) {
        for item in map.items("drop") {
            guard var rule = YAMLMapReader(item, log: log) else { continue }
            let word: DropWord? = rule.required("rule").flatMap { log.word($0) }
            switch word {
            case .total:
                let column = rule.requiredText("column")
                let texts = rule.required("in") == nil ? [] : rule.texts("in")
                if let column {
                    checkColumn(column, at: rule.valuePlace(of: "column"))
                    mapping.drops.append(.total(column: column, texts: texts))
                }
            case .numbers: mapping.drops.append(.columnNumbers)
            case .banner: mapping.drops.append(.banner)
            case nil: _ = rule.value("column"); _ = rule.value("in")
            }
            rule.finish()
        }
    }

    private enum DropWord: String, CaseIterable {
        case total = "total-row"
        case numbers = "column-numbers"
        case banner
    }

    private func checkColumn(_ name: String, at place: PlanPlace) {
        let known = columnNames
        guard !known.contains(name), !doubtful.contains(name) else { return }
        log.report(
            .unknownColumn(name, of: "mapping"), at: place,
            suggestion: nearest(to: name, among: known))
    }

    /// Names of the columns that a record of the mapping has.
    var columnNames: [String] {
        mapping.columns.filter { $0.type.columnType != nil }.map(\.name)
            + mapping.derived.map(\.name)
            + (mapping.questions.isEmpty ? [] : ["question", "level"])
    }
}
