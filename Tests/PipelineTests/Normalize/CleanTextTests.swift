import Pipeline
import Testing

@Suite struct `Text as a person reads it` {
    @Test(arguments: [
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("", ""),
        ("   ", ""),
        ("  two   spaces  ", "two spaces"),
        // Decomposed as macOS and some databases write it.
        ("Ho\u{0300}a Bi\u{0300}nh", "Hòa Bình"),
        ("A\u{0302}\u{0301}", "Ấ"),
        // The dot below and the circumflex in either order are one letter.
        ("o\u{0323}\u{0302}", "ộ"),
        ("no-break\u{A0}space", "no-break space"),
        ("narrow\u{202F}and\u{2009}thin\u{3000}wide", "narrow and thin wide"),
        ("zero\u{200B}width\u{FEFF} \u{2060}joined\u{200D}", "zerowidth joined"),
        ("line\r\nbreak\tand tab", "line break and tab"),
        ("\u{FEFF}mark", "mark"),
        ("o\u{200B}\u{0302}", "ô"),
        ("\u{A0}\u{200B}\u{A0}", ""),
    ])
    func `is composed, without invisible characters and doubled spaces`(
        raw: String, clean: String
    ) {
        // Scalars, since Swift's own equality is canonical.
        #expect(Array(cleanText(raw).unicodeScalars) == Array(clean.unicodeScalars))
    }

    @Test(arguments: [
        "Sở Nội vụ", "H56.14", "o\u{0323}\u{0302} \u{200B} x", "\u{A0}a\u{2028}b",
        "e\u{0301}\u{0323}",
    ])
    func `cleaning twice is cleaning once`(raw: String) {
        let once = cleanText(raw)
        #expect(Array(cleanText(once).utf8) == Array(once.utf8))
    }

    @Test(arguments: 0..<200)
    func `random text is clean after cleaning`(seed: UInt64) {
        var random = SmallRandom(seed: seed)
        let alphabet: [Unicode.Scalar] = [
            "a", "o", "đ", " ", "\u{A0}", "\u{200B}", "\u{0300}", "\u{0302}", "\u{0323}", "\n", "ư",
        ]
        var view = String.UnicodeScalarView()
        for _ in 0..<12 { view.append(alphabet[random.below(alphabet.count)]) }
        let clean = cleanText(String(view))
        #expect(!clean.hasPrefix(" ") && !clean.hasSuffix(" "), "seed \(seed)")
        #expect(!clean.utf8.elementsEqual("  ".utf8), "seed \(seed)")
        #expect(!clean.unicodeScalars.contains("\u{200B}"), "seed \(seed)")
        #expect(Array(cleanText(clean).utf8) == Array(clean.utf8), "seed \(seed)")
    }
}

/// SplitMix64: the same numbers everywhere from the same seed.
struct SmallRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
