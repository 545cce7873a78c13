import Columnar
import Synchronization

/// Which field of a delimited file holds which column of the mapping.
package struct HeaderMatch: Sendable, Equatable {
    /// Fields of the file that are read, ascending.
    package var fields: [Int] = []
    /// For each column, then each question, of the mapping: index into `fields`.
    ///
    /// Nil where the file lacks it.
    package var sources: [Int?] = []
    /// What is wrong with the header or worth a note.
    package var findings: [HeaderFinding] = []

    /// One fact about a header.
    package struct HeaderFinding: Sendable, Equatable {
        /// Which fact.
        package var code: FindingCode
        /// Canonical name of the column.
        package var column: String?
        /// The header that the file has.
        package var value: String?
        /// The header that was meant or expected.
        package var hint: String?
    }

    /// Matches a header against a mapping, by match key: spaces, case and tone place do not count.
    package init(_ header: [String], _ mapping: Mapping) {
        let keys = header.map(matchKey)
        var claimed: [Int: String] = [:]
        var places: [Int?] = []
        for column in mapping.columns {
            places.append(
                column.privacy == .dropped
                    ? nil : find(column, column.required, in: header, keys, claiming: &claimed))
            if column.privacy == .dropped { claim(column, in: keys, &claimed) }
        }
        // A file without a question is not the survey that was declared.
        for question in mapping.questions.map(\.column) {
            places.append(find(question, true, in: header, keys, claiming: &claimed))
        }
        fields = Set(places.compactMap { $0 }).sorted()
        sources = places.map { place in place.flatMap { fields.firstIndex(of: $0) } }
        noteUnknown(header, keys, claimed, mapping)
    }

    private mutating func find(
        _ column: MappedColumn, _ required: Bool, in header: [String], _ keys: [String],
        claiming claimed: inout [Int: String]
    ) -> Int? {
        let found = places(of: column, in: keys)
        for place in found { claimed[place] = column.name }
        if found.count > 1 {
            findings.append(
                HeaderFinding(code: .headerRepeated, column: column.name, value: nil, hint: nil))
        }
        if found.isEmpty, required {
            let names = synonyms(of: column)
            findings.append(
                HeaderFinding(
                    code: .columnMissing, column: column.name,
                    value: lookAlike(of: names, in: header, keys),
                    hint: names.joined(separator: "' or '")))
        }
        return found.first
    }

    /// The header that was probably meant: the nearest one, or the only one there is.
    private func lookAlike(
        of names: [String], in header: [String], _ keys: [String]
    ) -> String? {
        let near = names.lazy.compactMap { nearest(to: matchKey($0), among: keys) }.first
        let place = near.flatMap { keys.firstIndex(of: $0) } ?? (header.count == 1 ? 0 : nil)
        return place.map { shortened(cleanText(header[$0])) }
    }

    private func claim(
        _ column: MappedColumn, in keys: [String], _ claimed: inout [Int: String]
    ) {
        for place in places(of: column, in: keys) { claimed[place] = column.name }
    }

    /// All fields whose header is the column's first synonym that the file has.
    private func places(of column: MappedColumn, in keys: [String]) -> [Int] {
        for synonym in synonyms(of: column).map(matchKey) {
            let found = keys.indices.filter { keys[$0] == synonym }
            if !found.isEmpty { return found }
        }
        return []
    }

    private func synonyms(of column: MappedColumn) -> [String] {
        if case .headers(let names) = column.place { return names }
        return []
    }

    private mutating func noteUnknown(
        _ header: [String], _ keys: [String], _ claimed: [Int: String], _ mapping: Mapping
    ) {
        let ignored = Set(mapping.ignored.map(matchKey))
        let known = mapping.columns.flatMap(synonyms) + mapping.questions.flatMap(\.headers)
        let code: FindingCode = mapping.unknownHeaders == .stop ? .headerRefused : .headerUnknown
        for place in keys.indices where claimed[place] == nil {
            guard !keys[place].isEmpty, !ignored.contains(keys[place]) else { continue }
            findings.append(
                HeaderFinding(
                    code: code, column: nil, value: shortened(cleanText(header[place])),
                    hint: nearest(to: cleanText(header[place]), among: known)))
        }
    }

    /// The finding that makes the file unusable, if there is one.
    package var failure: HeaderFinding? {
        findings.first { $0.code.severity == .error }
    }
}

/// The matches of headers seen so far: three thousand files of one system have one header.
final class HeaderMatches: Sendable {
    private let known = Mutex<[[String]: HeaderMatch]>([:])

    /// The match of a header with the mapping that these matches are for.
    func match(_ header: [String], _ mapping: Mapping) -> HeaderMatch {
        if let match = known.withLock({ $0[header] }) { return match }
        let match = HeaderMatch(header, mapping)
        known.withLock { $0[header] = match }
        return match
    }
}
