import Columnar

/// Reads the keys of one YAML mapping by name and type.
///
/// Whoever reads a mapping asks for every key that may stand there and then calls `finish`: keys
/// never asked for are unknown, and the names asked for are what can have been meant.
struct YAMLMapReader {
    let place: PlanPlace
    let log: FaultLog
    private let entries: [YAMLEntry]
    private var asked: [String] = []

    /// Nil, and a fault, if the value is no mapping.
    init?(_ value: YAMLValue, log: FaultLog) {
        guard case .map(let entries) = value.content else {
            log.report(.wrongShape(expected: .map, found: value.shape), at: value.place)
            return nil
        }
        self.entries = entries
        self.log = log
        place = value.place
    }

    /// True if it has no keys.
    var isEmpty: Bool { entries.isEmpty }

    /// Keys that stand here and were never asked for.
    var unasked: [String] {
        entries.map(\.key).filter { !asked.contains($0) }
    }

    /// Reports every key that was never asked for, except these.
    func finish(except known: [String] = []) {
        for entry in entries where !asked.contains(entry.key) && !known.contains(entry.key) {
            log.report(
                .unknownKey(entry.key, known: asked), at: entry.place,
                suggestion: nearest(to: entry.key, among: asked))
        }
    }

    /// Where a key stands; the mapping itself where it lacks the key.
    func place(of key: String) -> PlanPlace {
        entries.first { $0.key == key }?.place ?? place
    }

    /// Where the value of a key stands.
    func valuePlace(of key: String) -> PlanPlace {
        entries.first { $0.key == key }?.value.place ?? place
    }

    /// The value of a key, nil where it is absent or null.
    mutating func value(_ key: String) -> YAMLValue? {
        if !asked.contains(key) { asked.append(key) }
        guard let entry = entries.first(where: { $0.key == key }) else { return nil }
        if case .null = entry.value.content { return nil }
        return entry.value
    }

    /// The value of a key; a fault where it is absent or null.
    mutating func required(_ key: String) -> YAMLValue? {
        if let value = value(key) { return value }
        log.report(.missingKey(key), at: place(of: key))
        return nil
    }

    /// The text of a key.
    mutating func text(_ key: String) -> String? {
        value(key).flatMap { log.text($0) }
    }

    /// The text of a key; a fault where it is absent or empty.
    mutating func requiredText(_ key: String) -> String? {
        required(key).flatMap { log.text($0) }
    }

    /// The texts of a key: one text or a list of them.
    mutating func texts(_ key: String) -> [String] {
        items(key).compactMap { log.text($0) }
    }

    /// The values of a key: one value or a list of them.
    mutating func items(_ key: String) -> [YAMLValue] {
        guard let value = value(key) else { return [] }
        if case .list(let items) = value.content { return items }
        return [value]
    }

    /// The entries of a key whose value is a mapping with names of the user's own.
    mutating func entries(_ key: String) -> [YAMLEntry]? {
        guard let value = value(key) else { return nil }
        guard case .map(let entries) = value.content else {
            log.report(.wrongShape(expected: .map, found: value.shape), at: value.place)
            return nil
        }
        return entries
    }

    /// The mapping of a key.
    mutating func map(_ key: String) -> YAMLMapReader? {
        value(key).flatMap { YAMLMapReader($0, log: log) }
    }

    /// A text of a key in a form that `parse` knows.
    mutating func formed<Result>(
        _ key: String, as form: PlanFault.Form, _ parse: (String) -> Result?
    ) -> Result? {
        value(key).flatMap { log.formed($0, as: form, parse) }
    }

    /// A whole number of a key.
    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(key), let number = log.formed(value, as: .integer, { Int($0) })
        else { return nil }
        guard range.contains(number) else {
            log.report(
                .outOfRange(number, low: range.lowerBound, high: range.upperBound),
                at: value.place)
            return nil
        }
        return number
    }

    /// A truth value of a key.
    mutating func flag(_ key: String) -> Bool? {
        formed(key, as: .flag) { ["true": true, "false": false][$0] }
    }

    /// One word of a closed list.
    mutating func word<Word>(_ key: String) -> Word?
    where Word: RawRepresentable<String> & CaseIterable {
        value(key).flatMap { log.word($0) }
    }

    /// Words of a closed list.
    mutating func words<Word>(_ key: String) -> [Word]
    where Word: RawRepresentable<String> & CaseIterable {
        items(key).compactMap { log.word($0) }
    }
}

extension FaultLog {
    /// The text of a scalar; a fault for anything else and for an empty text.
    func text(_ value: YAMLValue) -> String? {
        guard case .text(let text, _) = value.content else {
            report(.wrongShape(expected: .text, found: value.shape), at: value.place)
            return nil
        }
        if text.isEmpty {
            report(.wrongShape(expected: .text, found: .nothing), at: value.place)
            return nil
        }
        return text
    }

    /// The text of a scalar in a form that `parse` knows.
    func formed<Result>(
        _ value: YAMLValue, as form: PlanFault.Form, _ parse: (String) -> Result?
    ) -> Result? {
        guard let text = text(value) else { return nil }
        if let result = parse(text) { return result }
        report(.malformed(text, expected: form), at: value.place)
        return nil
    }

    /// One word of a closed list.
    func word<Word>(_ value: YAMLValue) -> Word?
    where Word: RawRepresentable<String> & CaseIterable {
        guard let text = text(value) else { return nil }
        if let word = Word(rawValue: text) { return word }
        unknownWord(text, known: Word.allCases.map(\.rawValue), at: value.place)
        return nil
    }

    /// Reports a word that is not in a closed list.
    func unknownWord(_ word: String, known: [String], at place: PlanPlace) {
        report(
            .unknownWord(word, known: known), at: place,
            suggestion: nearest(to: word, among: known))
    }
}
