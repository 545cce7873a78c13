import Foundation

/// Rules about words: names that say nothing, calls that have no place here, marks left behind.
enum WordRules {
    private static let empty = [
        "Manager", "Helper", "Util", "Utility", "Utilitie", "Handler", "Service", "Engine",
        "Processor", "Controller", "Factory", "Provider", "Wrapper", "Base", "Abstract", "Common",
        "Core", "Misc", "Shared", "Data", "Info", "Item", "Object", "Impl", "Context", "DTO",
    ]

    static func emptyNames(_ files: [SourceFile]) -> [String] {
        files.filter { $0.isSwift && $0.name != "Package.swift" }.flatMap { file in
            let ofFile = [(String(file.name.dropLast(6)), 1)]
            let ofTypes = zip(file.tokens, file.tokens.dropFirst())
                .filter { typeKeywords.contains($0.0.text) && !$0.1.text.hasPrefix("`") }
                .map { ($0.1.text, $0.1.line) }
            return (ofFile + ofTypes).compactMap { name, line in
                isEmpty(name, in: file.path)
                    ? file.fault(line, "a name that says nothing: \(name)") : nil
            }
        }
    }

    static let typeKeywords: Set = [
        "struct", "class", "enum", "protocol", "actor", "typealias", "associatedtype",
    ]

    private static func isEmpty(_ name: String, in path: String) -> Bool {
        // What the ledger stores is called an object by all who keep such stores.
        let isLedger = path.hasPrefix("Sources/Ledger/") || path.hasPrefix("Tests/LedgerTests/")
        let words = words(of: name)
        return words.last == "Protocol" || name == "Extensions" || name.hasSuffix("+Extensions")
            || words.contains { word in
                let single = word.hasSuffix("s") ? String(word.dropLast()) : word
                return !(isLedger && single == "Object")
                    && (empty.contains(word) || empty.contains(single))
            }
    }

    /// `XMLDataReader` is `XML`, `Data`, `Reader`.
    private static func words(of name: String) -> [String] {
        let letters = Array(name)
        var words: [String] = []
        for (index, letter) in letters.enumerated() {
            let follows = index > 0 && letters[index - 1].isLetter
            let endsCapitals = index + 1 < letters.count && letters[index + 1].isLowercase
            let begins =
                !follows || letter.isUppercase && (letters[index - 1].isLowercase || endsCapitals)
            if begins { words.append("") }
            words[words.count - 1].append(letter)
        }
        return words
    }

    /// Places where one of these phrases stands in code.
    static func phrases(
        _ phrases: [String], in files: [SourceFile],
        unless isAllowed: (_ wordBefore: String) -> Bool = { _ in false }
    ) -> [String] {
        let wanted = phrases.map { phrase in (phrase, words: swiftTokens(of: phrase).map(\.text)) }
        var faults: [String] = []
        for file in files {
            let texts = file.tokens.map(\.text)
            for start in texts.indices where !isAllowed(start > 0 ? texts[start - 1] : "") {
                for (phrase, words) in wanted where texts[start...].starts(with: words) {
                    faults.append(file.fault(file.tokens[start].line, phrase))
                }
            }
        }
        return faults
    }

    static func printing(_ files: [SourceFile]) -> [String] {
        let inner = files.filter { $0.isSource && $0.target != "minhbach" }
        let bare = phrases(["print(", "debugPrint(", "dump(", "exit("], in: inner) {
            $0 == "." || $0 == "func"
        }
        return bare + phrases(["Swift.print(", "Glibc.exit("], in: inner)
    }

    static func outerWorld(_ files: [SourceFile]) -> [String] {
        phrases(
            [
                "Date()", "Date.now", "Locale.current", "TimeZone.current", "Calendar.current",
                ".random(", ".randomElement(", ".shuffled(", "SystemRandomNumberGenerator",
                "hashValue", "Hasher()",
            ],
            in: files.filter {
                // A key must be of chance.
                let mayBeOfChance = $0.path == "Sources/Ledger/KeyFile.swift"
                return $0.isSource && $0.target != "minhbach" && !mayBeOfChance
            })
    }

    /// Numbers that round where nobody sees it; `Double` is left for estimates.
    static func inexactNumbers(_ files: [SourceFile]) -> [String] {
        phrases(["Decimal", "Float", "Float16", "Float80"], in: files.filter(\.isSource))
    }

    static func traps(_ files: [SourceFile]) -> [String] {
        phrases(["fatalError(", "try!", "as!"], in: files.filter(\.isSwift))
    }

    static func openAccess(_ files: [SourceFile]) -> [String] {
        phrases(["public", "open class", "@testable", "@unchecked"], in: files.filter(\.isSwift))
    }

    static func unfinished(_ files: [SourceFile]) -> [String] {
        let marks: Set<Substring> = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
        return files.flatMap { file in
            file.faults("left to do") {
                !marks.isDisjoint(with: $0.split { $0.isWhitespace || ":/(#".contains($0) })
            }
        }
    }

    static func machinePaths(_ files: [SourceFile]) -> [String] {
        let folders = ["work", "home", "root", "farm"].map { "/" + $0 + "/" }
        return files.flatMap { file in
            file.faults("a path of one machine") { line in
                folders.flatMap { line.ranges(of: $0) }.contains { range in
                    guard let before = line[..<range.lowerBound].last else { return true }
                    return !before.isLetter && !before.isNumber && !"_.}~".contains(before)
                }
            }
        }
    }

    /// Hosts of package registries: which one a machine uses is its owner's choice.
    static func registries(_ files: [SourceFile]) -> [String] {
        let hosts = [
            "deb.debian", "security.debian", "archive.ubuntu", "security.ubuntu", "pypi",
            "pythonhosted", "registry.npmjs", "crates", "rubygems", "repo.maven", "proxy.golang",
        ]
        return files.flatMap { file in
            file.faults("a package registry") { line in
                hosts.contains { host in
                    [".org", ".com", ".io", ".apache"].contains { line.contains(host + $0) }
                }
            }
        }
    }
}
