import Columnar
import Ledger

/// What a distinct text of a code column means.
enum ResolvedCode: Sendable, Equatable {
    /// A canonical code.
    case code(String)
    /// A declared null.
    case null
    /// Not in the dictionary; the nearest entry, if one is near.
    case unknown(hint: String?)
    /// Not in the catalogue: the row counts without it.
    case notInCatalogue(hint: String?)
}

/// Decides once for each distinct text of a column what it means.
struct CodeResolution: Sendable {
    private let reading: CodeReading
    private let key: KeyedHash?
    private let nulls: Set<String>
    private let dictionary: [String: String?]
    private let catalogue: [String: String]?

    init(_ column: MappedColumn, reading: CodeReading, plan: Plan, key: KeyedHash?) {
        self.reading = reading
        self.key = column.privacy == .keyed ? key : nil
        nulls = Set(column.nulls.map(matchKey))
        var dictionary: [String: String?] = [:]
        for entry in reading.dictionary ?? [] {
            dictionary.updateValue(entry.code, forKey: matchKey(entry.text))
        }
        self.dictionary = dictionary
        catalogue = reading.lookup.map { Self.catalogue($0, of: plan) }
    }

    private static func catalogue(_ lookup: CodeReading.Lookup, of plan: Plan) -> [String: String] {
        let pairs: [(String, String)] =
            switch lookup {
            case .procedureName: plan.procedures.map { (matchKey($0.name), $0.code) }
            case .unitName: plan.units.map { (matchKey($0.name), $0.code) }
            }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The meaning of a text as it stands in a file.
    func resolve(_ raw: String) -> ResolvedCode {
        let text = cleanText(raw)
        if text.isEmpty { return .null }
        if let key { return .code(key.digest(Array(text.utf8)).description) }
        let matching = matchKey(text)
        if nulls.contains(matching) { return .null }
        if reading.dictionary != nil {
            guard let entry = dictionary[matching] else {
                return .unknown(hint: nearest(text, among: reading.dictionary ?? []))
            }
            return entry.map { .code($0) } ?? .null
        }
        if let catalogue {
            guard let code = catalogue[matching] else { return .notInCatalogue(hint: nil) }
            return .code(code)
        }
        return .code(reading.form.canonical(text))
    }

    private func nearest(_ text: String, among entries: [CodeReading.Entry]) -> String? {
        closest(to: text, among: entries.map(\.text))
    }
}
