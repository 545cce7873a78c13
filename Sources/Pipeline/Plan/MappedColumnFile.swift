import Columnar
import Tabular

/// Reads the columns of a mapping file.
struct MappedColumnReading {
    let kind: TableKind
    /// The columns are found by XML path, not by header.
    let isXML: Bool
    /// What a written offset means unless a column says otherwise.
    let zone: InstantZone
    let log: FaultLog

    /// The column of one entry; nil and faults where it cannot be used.
    func column(_ entry: YAMLEntry) -> MappedColumn? {
        let name = entry.key
        if parseColumnName(name) == nil {
            log.report(.malformed(name, expected: .columnName), at: entry.place)
        }
        let canonical = kind.canonicalColumns.first { $0.name == name }
        if canonical?.isGiven == true {
            log.report(.notApplicable(key: name, to: kind.rawValue), at: entry.place)
        }
        guard var map = YAMLMapReader(entry.value, log: log) else { return nil }
        let place = fieldPlace(&map)
        let privacy: Privacy =
            switch map.word("personal") as PrivacyWord? {
            case .drop: .dropped
            case .key: .keyed
            case nil: .open
            }
        let isRequired = map.flag("required") ?? false
        let nulls = map.texts("nulls")
        let type = type(
            &map, canonical: canonical, privacy: privacy, nulls: nulls, place: entry.place)
        map.finish(columnOptions: Self.options, of: type?.columnType?.rawValue ?? "dropped column")
        guard let place, let type else { return nil }
        return MappedColumn(
            name: name, place: place, type: type, required: isRequired, nulls: nulls,
            privacy: privacy, declared: entry.place)
    }

    /// Every key that some column may have.
    private static let options = [
        "header", "path", "type", "required", "nulls", "personal", "dictionary", "canonical",
        "lookup", "formats", "zone", "true", "false", "in",
    ]

    private enum PrivacyWord: String, CaseIterable { case drop, key }

    private func fieldPlace(_ map: inout YAMLMapReader) -> FieldPlace? {
        guard isXML else {
            guard map.required("header") != nil else { return nil }
            return .headers(map.texts("header"))
        }
        guard let value = map.required("path"), let path = log.text(value) else { return nil }
        log.check(path: path, at: value.place)
        return .path(path)
    }

    private func type(
        _ map: inout YAMLMapReader, canonical: CanonicalColumn?, privacy: Privacy,
        nulls: [String], place: PlanPlace
    ) -> MappedType? {
        let written = map.value("type")
        let declared: ColumnType? = written.flatMap { log.word($0) }
        if privacy == .dropped { return .dropped }
        if let declared, let canonical, canonical.type != declared {
            log.report(
                .typeConflict(
                    column: canonical.name, declared: declared, elsewhere: canonical.type),
                at: written?.place ?? place)
        }
        if privacy == .keyed {
            if let type = declared ?? canonical?.type, type != .id {
                log.report(.notApplicable(key: "personal", to: type.rawValue), at: place)
            }
            return .identifier
        }
        guard let type = canonical?.type ?? declared else {
            if written == nil { log.report(.missingKey("type"), at: place) }
            return nil
        }
        if kind == .survey, canonical?.name == "level" { return .level }
        switch type {
        case .id: return .identifier
        case .text: return .text
        case .integer: return .integer
        case .code: return .code(code(&map, canonical: canonical))
        case .instant: return instant(&map, nulls: nulls)
        case .duration:
            let unit: DurationUnit? = map.required("in").flatMap { log.word($0) }
            return unit.map { .duration(unit: $0.seconds) }
        case .flag: return flag(&map, nulls: nulls)
        }
    }

    private func code(_ map: inout YAMLMapReader, canonical: CanonicalColumn?) -> CodeReading {
        var reading = CodeReading()
        if let entries = map.entries("dictionary") {
            reading.dictionary = entries.compactMap { entry in
                var code: String?
                if case .null = entry.value.content {
                } else if case .text("", _) = entry.value.content {
                } else {
                    guard let text = log.text(entry.value) else { return nil }
                    if let values = canonical?.values, !values.contains(text) {
                        log.unknownWord(text, known: values, at: entry.value.place)
                    }
                    code = text
                }
                return CodeReading.Entry(text: entry.key, code: code)
            }
        } else if canonical?.values != nil {
            log.report(.missingKey("dictionary"), at: map.place)
        }
        reading.form = map.word("canonical") ?? .none
        reading.lookup = map.word("lookup")
        return reading
    }

    private func instant(_ map: inout YAMLMapReader, nulls: [String]) -> MappedType? {
        let zone = map.zone("zone") ?? zone
        guard map.required("formats") != nil else { return nil }
        var formats: [InstantFormat] = []
        for item in map.items("formats") {
            guard let text = log.text(item) else { continue }
            do throws(InstantPatternFault) {
                formats.append(try InstantFormat(text))
            } catch {
                log.report(.instantFormat(error, pattern: text), at: item.place)
            }
        }
        return .instant(InstantRule(formats: formats, nulls: nulls, zone: zone))
    }

    private func flag(_ map: inout YAMLMapReader, nulls: [String]) -> MappedType? {
        guard map.required("true") != nil, map.required("false") != nil else { return nil }
        let (yes, no) = (map.texts("true"), map.texts("false"))
        for text in nulls + yes
        where no.contains(text) || yes.contains(text) && nulls.contains(text) {
            log.report(.twoMeanings(text), at: map.valuePlace(of: "false"))
        }
        return FlagRule(yes: yes, no: no, nulls: nulls).map(MappedType.flag)
    }
}

/// Units in which durations are written.
private enum DurationUnit: String, CaseIterable {
    case seconds, minutes, hours, days

    var seconds: Int64 {
        switch self {
        case .seconds: 1
        case .minutes: 60
        case .hours: 3600
        case .days: 86_400
        }
    }
}

extension YAMLMapReader {
    /// What a written offset means: `+07:00` or `as-written`.
    mutating func zone(_ key: String) -> InstantZone? {
        formed(key, as: .zone) { text in
            text == "as-written" ? .asWritten : parseOffset(text).map { .fixed(seconds: $0) }
        }
    }

    /// Reports keys that are not for this thing, and keys that are for nothing.
    func finish(columnOptions: [String], of type: String) {
        for key in unasked where columnOptions.contains(key) {
            log.report(.notApplicable(key: key, to: type), at: place(of: key))
        }
        finish(except: columnOptions)
    }
}

extension FaultLog {
    /// Reports a text that is no path to a field, or to an element where one is needed.
    func check(path text: String, isElement: Bool = false, at place: PlanPlace) {
        do throws(XMLPathError) {
            let path = try XMLPath(text)
            if isElement, path.steps.isEmpty || path.attribute != nil {
                report(.badPath(text, offset: nil), at: place)
            }
        } catch {
            report(.badPath(text, offset: error.offset), at: place)
        }
    }
}
