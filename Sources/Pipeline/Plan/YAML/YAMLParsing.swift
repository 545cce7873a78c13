import Yams

/// Limits on a YAML file: a pipeline file is written by hand, so these are generous.
enum YAMLLimit {
    /// Bytes of a file.
    static let bytes = 1 << 20
    /// Values within values.
    static let depth = 32
    /// Values in a file.
    static let values = 100_000
}

/// Parses one YAML document; a fault that stops the parsing is logged and gives nil.
func parseYAML(_ bytes: [UInt8], file: String, log: FaultLog) -> YAMLValue? {
    guard bytes.count <= YAMLLimit.bytes else {
        log.report(.tooLarge(limit: YAMLLimit.bytes), at: PlanPlace(file: file))
        return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        log.report(.notUTF8, at: PlanPlace(file: file, line: badLine(bytes), column: 1))
        return nil
    }
    if let alias = firstAlias(in: bytes, file: file) {
        log.report(.anchor, at: alias)
        return nil
    }
    do {
        // The parser lives as long as the walk: anchors are held by it alone.
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        defer { withExtendedLifetime(parser) {} }
        guard let root = try parser.singleRoot() else {
            log.report(.emptyFile, at: PlanPlace(file: file))
            return nil
        }
        var walk = YAMLWalk(file: file)
        return try walk.value(root, depth: 0)
    } catch let refusal as YAMLRefusal {
        log.report(refusal.kind, at: refusal.place)
    } catch let error as YamlError {
        log.report(syntaxFault(error, file: file))
    } catch {
        log.report(.syntax(problem: "\(error)"), at: PlanPlace(file: file))
    }
    return nil
}

/// A YAML feature or size that is refused.
private struct YAMLRefusal: Error {
    var kind: PlanFault.Kind
    var place: PlanPlace
}

/// Turns the parser's nodes into values and refuses what a pipeline file has no need of.
private struct YAMLWalk {
    let file: String
    var count = 0

    mutating func value(_ node: Node, depth: Int) throws(YAMLRefusal) -> YAMLValue {
        let place = place(node.mark)
        count += 1
        guard count <= YAMLLimit.values else {
            throw YAMLRefusal(kind: .tooManyValues(limit: YAMLLimit.values), place: place)
        }
        guard depth <= YAMLLimit.depth else {
            throw YAMLRefusal(kind: .tooDeep(limit: YAMLLimit.depth), place: place)
        }
        // Aliases multiply a file's size without limit; every one of them needs an anchor.
        guard node.anchor == nil else { throw YAMLRefusal(kind: .anchor, place: place) }
        switch node {
        case .scalar(let scalar): return YAMLValue(content: content(scalar), place: place)
        case .sequence(let sequence):
            var items: [YAMLValue] = []
            for item in sequence { items.append(try value(item, depth: depth + 1)) }
            return YAMLValue(content: .list(items), place: place)
        case .mapping(let mapping):
            var entries: [YAMLEntry] = []
            for (key, item) in mapping {
                guard case .scalar(let scalar) = key, key.anchor == nil else {
                    throw YAMLRefusal(kind: .keyIsNoText, place: self.place(key.mark))
                }
                entries.append(
                    YAMLEntry(
                        key: scalar.string, place: self.place(scalar.mark),
                        value: try value(item, depth: depth + 1)))
            }
            return YAMLValue(content: .map(entries), place: place)
        case .alias: throw YAMLRefusal(kind: .anchor, place: place)
        }
    }

    private func content(_ scalar: Node.Scalar) -> YAMLValue.Content {
        switch scalar.style {
        case .singleQuoted: .text(scalar.string, style: .singleQuoted)
        case .doubleQuoted: .text(scalar.string, style: .doubleQuoted)
        case .literal: .text(scalar.string, style: .literal)
        case .folded: .text(scalar.string, style: .folded)
        case .any, .plain:
            ["", "~", "null"].contains(scalar.string)
                ? .null : .text(scalar.string, style: .plain)
        }
    }

    private func place(_ mark: Mark?) -> PlanPlace {
        PlanPlace(file: file, line: mark?.line ?? 0, column: mark?.column ?? 0)
    }
}

/// Where the first alias `*name` stands whose anchor `&name` is there too.
///
/// The parser compares keys while it composes, so that a few hundred bytes of nested aliases would
/// keep it busy for ever: they must be found before. Text within quotes is not told apart; only a
/// text that holds both signs before the same word would be refused wrongly.
private func firstAlias(in bytes: [UInt8], file: String) -> PlanPlace? {
    let anchors = Set(marked(by: UInt8(ascii: "&"), in: bytes).map(\.name))
    if anchors.isEmpty { return nil }
    let alias = marked(by: UInt8(ascii: "*"), in: bytes).first { anchors.contains($0.name) }
    guard let alias else { return nil }
    let lines = bytes[..<alias.offset].split(
        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let column = String(decoding: lines.last ?? [], as: UTF8.self).unicodeScalars.count + 1
    return PlanPlace(file: file, line: lines.count, column: column)
}

/// The names (letters, digits, `-`, `_`) that directly follow a sign.
private func marked(
    by sign: UInt8, in bytes: [UInt8]
) -> [(name: ArraySlice<UInt8>, offset: Int)] {
    bytes.indices.filter { bytes[$0] == sign }.map { offset in
        let name = bytes[(offset + 1)...].prefix { byte in
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
        return (name, offset)
    }.filter { !$0.name.isEmpty }
}

private func syntaxFault(_ error: YamlError, file: String) -> PlanFault {
    func fault(_ problem: String, line: Int, column: Int) -> PlanFault {
        let place = PlanPlace(file: file, line: line, column: column)
        return PlanFault(.syntax(problem: problem), at: place)
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        return fault(problem, line: mark.line, column: mark.column)
    case .duplicatedKeysInMapping(let keys, let context):
        let place = PlanPlace(file: file, line: context.mark.line, column: context.mark.column)
        return PlanFault(.duplicateKey(keys.first ?? ""), at: place)
    case .reader(let problem, let offset, _, let yaml):
        let lines = yaml.prefix(offset ?? 0).split(
            separator: "\n", omittingEmptySubsequences: false)
        return fault(
            problem, line: max(1, lines.count),
            column: (lines.last?.unicodeScalars.count ?? 0) + 1)
    default: return PlanFault(.syntax(problem: "\(error)"), at: PlanPlace(file: file))
    }
}

/// Line of the first byte sequence that is not UTF-8.
private func badLine(_ bytes: [UInt8]) -> Int {
    var line = 1
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        if String(validating: part, as: UTF8.self) == nil { return line }
        line += 1
    }
    return line
}
