import Columnar
import Ledger
import Synchronization

/// What a distinct text of a code column means.
enum ResolvedCode: Sendable, Equatable {
    /// A canonical code, or the keyed hash of a personal text.
    case code(String)
    /// The level of an answer; `missing` for a declared answer that has none (no opinion).
    case level(Int64)
    /// A declared null.
    case null
    /// Not in the dictionary; the nearest entry, if one is near.
    case unknown(hint: String?)
    /// Not in the catalogue: the row counts without it.
    case notInCatalogue(hint: String?)
}

/// Decides once for each distinct text of a column what it means.
struct CodeResolution: Sendable {
    /// What the words of a column are looked up in.
    private enum Lexicon: Sendable {
        case dictionary([String: String?], entries: [String])
        case catalogue([String: String])
        case levels([String: Int64?], texts: [String])
        case form(CodeReading.Form)
        case key(KeyedHash)
    }

    private let nulls: Set<String>
    private let lexicon: Lexicon
    private let known = KnownMeanings()

    init(_ column: MappedColumn, scale: AnswerScale?, plan: Plan, key: KeyedHash?) {
        nulls = Set(column.nulls.map(matchKey))
        if column.privacy == .keyed, let key {
            lexicon = .key(key)
        } else if case .code(let reading) = column.type {
            lexicon = Self.lexicon(reading, plan)
        } else if let scale {
            lexicon = Self.lexicon(scale)
        } else {
            lexicon = .form(.none)
        }
    }

    private static func lexicon(_ reading: CodeReading, _ plan: Plan) -> Lexicon {
        if let entries = reading.dictionary {
            var codes: [String: String?] = [:]
            for entry in entries { codes.updateValue(entry.code, forKey: matchKey(entry.text)) }
            return .dictionary(codes, entries: entries.map(\.text))
        }
        guard let lookup = reading.lookup else { return .form(reading.form) }
        let pairs: [(String, String)] =
            switch lookup {
            case .procedureName: plan.procedures.map { (matchKey($0.name), $0.code) }
            case .unitName: plan.units.map { (matchKey($0.name), $0.code) }
            }
        return .catalogue(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    }

    private static func lexicon(_ scale: AnswerScale) -> Lexicon {
        var levels: [String: Int64?] = [:]
        for level in scale.levels { levels.updateValue(level.level, forKey: matchKey(level.text)) }
        for text in scale.notApplicable { levels.updateValue(nil, forKey: matchKey(text)) }
        return .levels(levels, texts: scale.levels.map(\.text) + scale.notApplicable)
    }

    /// The texts that files had until now, and what they mean; nil where they are too many.
    var vocabulary: (texts: Interner, meanings: [ResolvedCode])? { known.vocabulary }

    /// The meanings of all texts of a part, by their codes; those of its first ones may be there.
    func resolve(_ meanings: inout [ResolvedCode], all texts: Interner) {
        if meanings.count == texts.count { return }
        if known.complete(&meanings, of: texts, by: resolve) { return }
        for code in meanings.count..<texts.count {
            meanings.append(resolve(texts.text(UInt32(code))))
        }
    }

    /// The meaning of a text as it stands in a file.
    func resolve(_ raw: String) -> ResolvedCode {
        let text = cleanText(raw)
        if text.isEmpty { return .null }
        // A match key costs ten times a look: it is made where something is looked up by it.
        if nulls.isEmpty {
            if case .key(let key) = lexicon { return .code(key.digest(Array(text.utf8)).hex) }
            if case .form(let form) = lexicon { return .code(form.canonical(text)) }
        }
        let matching = matchKey(text)
        if nulls.contains(matching) { return .null }
        switch lexicon {
        case .key(let key): return .code(key.digest(Array(text.utf8)).hex)
        case .form(let form): return .code(form.canonical(text))
        case .dictionary(let codes, let entries):
            guard let code = codes[matching] else {
                return .unknown(hint: nearest(to: text, among: entries))
            }
            return code.map { .code($0) } ?? .null
        case .levels(let levels, let texts):
            guard let level = levels[matching] else {
                return .unknown(hint: nearest(to: text, among: texts))
            }
            return .level(level ?? missing)
        case .catalogue(let codes):
            return codes[matching].map { .code($0) } ?? .notInCatalogue(hint: nil)
        }
    }
}

/// What texts of a column were found to mean, for the next part that has them.
///
/// Three thousand small exports have the same few hundred units and procedures each: to decide
/// anew for each file what they mean took longer than to type its fields.
private final class KnownMeanings: Sendable {
    private struct Known {
        var texts = Interner()
        var meanings: [ResolvedCode] = []
    }

    /// So many texts at most are remembered.
    private static let most = 1 << 15
    /// So many texts at most are handed to a part: what it does not use, it must look through.
    private static let few = 1 << 12

    private let known = Mutex(Known())

    /// What is known, for a column to begin with; nil where that is too much to look through.
    var vocabulary: (texts: Interner, meanings: [ResolvedCode])? {
        known.withLock { $0.texts.count <= Self.few ? ($0.texts, $0.meanings) : nil }
    }

    /// Completes the meanings of texts by their codes; false where texts are too many, or where
    /// another thread is at it: to wait would take as long as to decide.
    func complete(
        _ meanings: inout [ResolvedCode], of texts: Interner, by resolve: (String) -> ResolvedCode
    ) -> Bool {
        let completed = known.withLockIfAvailable { known -> [ResolvedCode]? in
            guard known.texts.count + texts.count - meanings.count <= Self.most else { return nil }
            var meanings = meanings
            for code in UInt32(meanings.count)..<UInt32(texts.count) {
                let place = Int(texts.withBytes(code) { known.texts.intern($0) })
                if place == known.meanings.count {
                    known.meanings.append(resolve(texts.text(code)))
                }
                meanings.append(known.meanings[place])
            }
            return meanings
        }
        guard let completed = completed ?? nil else { return false }
        meanings = completed
        return true
    }
}
