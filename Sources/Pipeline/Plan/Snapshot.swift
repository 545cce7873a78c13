package import Columnar

/// What the files of an input are snapshots of, and when each was taken.
package struct SnapshotRule: Sendable {
    /// How much one file tells.
    package enum Extent: String, Sendable, CaseIterable {
        /// All cases there are: one that a later file lacks has vanished.
        case full
        /// Some cases, such as those that changed: one that a file lacks is not spoken of.
        case partial
    }

    /// Where a file's name tells when it was made; nil: the journal says when it was received.
    package var named: DatedName?
    /// How much one file tells.
    package var extent: Extent
}

/// The form of file names that hold a date, such as `igate-yyyyMMdd*`.
///
/// `yyyy` or `yy`, `MM`, `dd`, perhaps `HH`, `mm`, `ss` are digits; `*` is any text and `?` any
/// character; all else, and what stands in quotes, is itself. A letter alone is itself as well.
package struct DatedName: Sendable {
    private enum Token: Equatable {
        case character(Character)
        case any
        case one
        case number(InstantPart, digits: Int)
    }

    /// The form as declared.
    package let pattern: String
    private let tokens: [Token]

    /// Compiles the form; throws why no date can be read by it.
    package init(_ pattern: String) throws(InstantPatternFault) {
        self.pattern = pattern
        tokens = try Self.tokens(of: Array(pattern))
        var seen: [InstantPart] = []
        for case .number(let part, _) in tokens {
            guard !seen.contains(part) else { throw .repeated(part) }
            seen.append(part)
        }
        for part in [InstantPart.year, .month, .day] where !seen.contains(part) {
            throw .lacks(part)
        }
        for (part, base) in [(InstantPart.minute, InstantPart.hour), (.second, .minute)]
        where seen.contains(part) && !seen.contains(base) {
            throw .lacks(base)
        }
    }

    private static let letters: [(Character, InstantPart)] = [
        ("y", .year), ("M", .month), ("d", .day), ("H", .hour), ("m", .minute), ("s", .second),
    ]

    private static func tokens(of pattern: [Character]) throws(InstantPatternFault) -> [Token] {
        var tokens: [Token] = []
        var place = 0
        while place < pattern.count {
            let character = pattern[place]
            var count = 1
            if character == "'" {
                guard let end = pattern[(place + 1)...].firstIndex(of: "'") else {
                    throw .unclosedQuote(offset: place)
                }
                tokens += pattern[(place + 1)..<end].map { .character($0) }
                count = end + 1 - place
            } else if character == "*" || character == "?" {
                tokens.append(character == "*" ? .any : .one)
            } else if let part = letters.first(where: { $0.0 == character })?.1 {
                count = pattern[place...].prefix { $0 == character }.count
                let isNumber = count == 2 || count == 4 && part == .year
                guard isNumber || count == 1 else {
                    throw .wrongRepeat(
                        String(repeating: character, count: count), offset: place)
                }
                tokens.append(
                    isNumber ? .number(part, digits: count) : .character(character))
            } else {
                tokens.append(.character(character))
            }
            place += count
        }
        return tokens
    }

    /// The instant that a file's name tells; nil where it is not of this form.
    package func instant(of name: String) -> Int64? {
        var parts: [InstantPart: Int] = [:]
        let name = Array(name)
        guard match(0, name, 0, &parts) else { return nil }
        let year = parts[.year] ?? 0
        guard let date = CivilDate(year: year, month: parts[.month] ?? 0, day: parts[.day] ?? 0)
        else { return nil }
        let (hour, minute) = (parts[.hour] ?? 0, parts[.minute] ?? 0)
        return date.instant + Int64(hour * 3600 + minute * 60 + (parts[.second] ?? 0))
    }

    /// Whether the name from a place on is what the tokens from a place on say; a day that is none
    /// lets the search go on.
    private func match(
        _ token: Int, _ name: [Character], _ place: Int, _ parts: inout [InstantPart: Int]
    ) -> Bool {
        guard token < tokens.count else { return place == name.count && isReal(parts) }
        switch tokens[token] {
        case .any:
            return (place...name.count).contains { match(token + 1, name, $0, &parts) }
        case .one:
            return place < name.count && match(token + 1, name, place + 1, &parts)
        case .character(let character):
            return place < name.count && name[place] == character
                && match(token + 1, name, place + 1, &parts)
        case .number(let part, let digits):
            guard place + digits <= name.count,
                let value = number(name[place..<place + digits])
            else { return false }
            let isShort = part == .year && digits == 2
            let century = value < InstantFormat.shortYearPivot ? 2000 : 1900
            parts[part] = isShort ? century + value : value
            return match(token + 1, name, place + digits, &parts)
        }
    }

    private func isReal(_ parts: [InstantPart: Int]) -> Bool {
        (parts[.hour] ?? 0) < 24 && (parts[.minute] ?? 0) < 60 && (parts[.second] ?? 0) < 60
            && CivilDate(
                year: parts[.year] ?? 0, month: parts[.month] ?? 0, day: parts[.day] ?? 0) != nil
    }

    private func number(_ digits: ArraySlice<Character>) -> Int? {
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(String(digits))
    }
}
