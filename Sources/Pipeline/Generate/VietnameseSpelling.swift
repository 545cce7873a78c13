/// The ways in which exports spell one Vietnamese text with different bytes.
enum VietnameseSpelling {
    /// The text in canonical decomposition (NFD), as some keyboards and macOS file names have it.
    ///
    /// The standard library has no normalization of its own to call, and the alphabet is small:
    /// twelve vowels, five tones. A dot below (class 220) sorts before a circumflex or a breve
    /// (class 230) and behind a horn (class 216).
    static func decomposed(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result += decompositions[scalar] ?? String(scalar)
        }
        return result
    }

    /// The text with tones on the other vowel of `oa` and `uy`, as older typing rules put them.
    static func toneMoved(_ text: String) -> String {
        var result = ""
        var characters = Array(text)
        for index in characters.indices.dropLast() {
            // Only open syllables differ: "hoà" but never "toàn".
            let next = index + 2 < characters.count ? characters[index + 2] : " "
            guard !next.isLetter else { continue }
            if let pair = toneMoves[String([characters[index], characters[index + 1]])] {
                characters.replaceSubrange(index...index + 1, with: pair)
            }
        }
        for character in characters { result.append(character) }
        return result
    }

    private static let vowels: [(base: String, tones: String)] = [
        ("a", "áàảãạ"), ("ă", "ắằẳẵặ"), ("â", "ấầẩẫậ"), ("e", "éèẻẽẹ"), ("ê", "ếềểễệ"),
        ("i", "íìỉĩị"), ("o", "óòỏõọ"), ("ô", "ốồổỗộ"), ("ơ", "ớờởỡợ"), ("u", "úùủũụ"),
        ("ư", "ứừửữự"), ("y", "ýỳỷỹỵ"), ("A", "ÁÀẢÃẠ"), ("Ă", "ẮẰẲẴẶ"), ("Â", "ẤẦẨẪẬ"),
        ("E", "ÉÈẺẼẸ"), ("Ê", "ẾỀỂỄỆ"), ("I", "ÍÌỈĨỊ"), ("O", "ÓÒỎÕỌ"), ("Ô", "ỐỒỔỖỘ"),
        ("Ơ", "ỚỜỞỠỢ"), ("U", "ÚÙỦŨỤ"), ("Ư", "ỨỪỬỮỰ"), ("Y", "ÝỲỶỸỴ"),
    ]

    private static let toneMarks = ["\u{301}", "\u{300}", "\u{309}", "\u{303}", "\u{323}"]

    private static let decompositions: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [:]
        for (vowel, tones) in vowels {
            let (letter, shape) = splitShape(vowel)
            for scalar in vowel.unicodeScalars where !shape.isEmpty {
                table[scalar] = letter + shape
            }
            for (scalar, mark) in zip(tones.unicodeScalars, toneMarks) {
                let dotFirst = mark == "\u{323}" && shape != "\u{31B}"
                table[scalar] = letter + (dotFirst ? mark + shape : shape + mark)
            }
        }
        return table
    }()

    private static func splitShape(_ vowel: String) -> (letter: String, shape: String) {
        switch vowel {
        case "ă": ("a", "\u{306}")
        case "Ă": ("A", "\u{306}")
        case "â": ("a", "\u{302}")
        case "Â": ("A", "\u{302}")
        case "ê": ("e", "\u{302}")
        case "Ê": ("E", "\u{302}")
        case "ô": ("o", "\u{302}")
        case "Ô": ("O", "\u{302}")
        case "ơ": ("o", "\u{31B}")
        case "Ơ": ("O", "\u{31B}")
        case "ư": ("u", "\u{31B}")
        case "Ư": ("U", "\u{31B}")
        default: (vowel, "")
        }
    }

    private static let toneMoves: [String: [Character]] = [
        "óa": ["o", "á"], "òa": ["o", "à"], "ỏa": ["o", "ả"], "õa": ["o", "ã"], "ọa": ["o", "ạ"],
        "úy": ["u", "ý"], "ùy": ["u", "ỳ"], "ủy": ["u", "ỷ"], "ũy": ["u", "ỹ"], "ụy": ["u", "ỵ"],
    ]
}
