import Tabular
import Testing

/// Random XML that has all that a scan must know: mostly right, sometimes wrong in one place.
struct RandomXML {
    private var random: SplitMix64
    private var text = ""

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    private static let names = ["c", "a", "b", "e", "n:a", "ấm", "c", "e", "data"]
    private static let pieces = [
        "x", " ", "\n", "\r\n", "\r", "\t", "é", "ấậ", "😀", "&amp;", "&lt;", "&#65;", "&#x1ea5;",
        "&quot;", "&#13;", "]", "]]", ">", "'", "\"", "<!-- <c>-->", "<?p <c>?>", "<?p?>",
        "<![CDATA[<c>]]>", "<![CDATA[]]>", "<![CDATA[ ]] ]]]>", "-", "--", "\u{7f}", "\u{fffd}",
    ]
    private static let wrong = [
        "&", "&a;", "&#0;", "&#xfffe;", "]]>", "<", "<!-- -- -->", "<?xml?>", "<c", "</c>", "</x>",
        "<1/>", "\u{1}", "\u{ffff}", "<!DOCTYPE c>", "<![CDATA[\r\n]]>", "<a:b:c/>", "<:a/>",
        "<a x='1' x='2'/>", "<a x=1/>", "<a x='<'/>", "<a x='1'y='2'/>", "<a x/>", "< a/>", "<a/ >",
        "<a xml:id='1' id='2'/>", "<a xmlns:q='' q:x='1'/>", "<u:v w:id='3'/>", "</ c>",
        "<![cdata[]]>", "<a x='&b;'/>", "<!-->", "<!--->", "<?p:q x?>", "<a id='1' n:id='2'/>",
        "<a xmlns='u' xmlns='v'/>", "<!---->", "<a xml:space='x'/>",
    ]

    mutating func make() -> [UInt8] {
        text = ["", "", "\u{feff}"][random.below(3)]
        let declarations = [
            "", "<?xml version='1.0'?>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>", "\n", "<!--a--><?b c?>",
        ]
        text += declarations[random.below(declarations.count)]
        text += "<r xmlns:n='u'>"
        for _ in 0..<random.below(8) { element(depth: 0) }
        text += ["</r>", "</r >\n", "</r>\n<!-- end -->", "</r><?p?>", "</r>\r\n"][random.below(5)]
        var bytes = Array(text.utf8)
        switch random.below(20) {
        case 0: bytes.removeLast(random.below(bytes.count))
        case 1: bytes[random.below(bytes.count)] = UInt8(random.below(256))
        case 2: bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count))
        case 3:
            let wrong = Self.wrong[random.below(Self.wrong.count)]
            bytes.insert(contentsOf: wrong.utf8, at: random.below(bytes.count))
        default: break
        }
        return bytes
    }

    private mutating func element(depth: Int) {
        let name = Self.names[random.below(Self.names.count)]
        text += "<" + name
        if random.below(2) == 0 { attribute("id") }
        if random.below(3) == 0 { attribute(["k", "xml:lang", "n:id", "é"][random.below(4)]) }
        text += ["", "", " ", "\n"][random.below(4)]
        if random.below(6) == 0 {
            text += "/>"
            return
        }
        text += ">"
        for _ in 0..<random.below(5) {
            if depth < 5 && random.below(2) == 0 { element(depth: depth + 1) } else { piece() }
        }
        text += "</" + name + ["", "", " "][random.below(3)] + ">"
    }

    private mutating func attribute(_ name: String) {
        let quote = random.below(2) == 0 ? "'" : "\""
        text += [" ", "\n ", "\t"][random.below(3)] + name
        text += ["=", " = ", "\r\n="][random.below(3)] + quote
        for _ in 0..<random.below(4) {
            let piece = Self.pieces[random.below(Self.pieces.count)]
            if piece != quote && !piece.hasPrefix("<") { text += piece }
        }
        if name == "k" && random.below(2) == 0 { text += "1" }
        text += quote
    }

    private mutating func piece() {
        text += Self.pieces[random.below(Self.pieces.count)]
        if random.below(300) == 0 { text += Self.wrong[random.below(Self.wrong.count)] }
    }
}

@Suite struct `XML by scan and by libxml2` {
    func shapes() throws(XMLPathError) -> [XMLShape] {
        [
            try shape(
                ["r", "c"], ["@id", "a", "b", ".", "a/b", "a[@k='1']/@id", "ấm"],
                children: [("e", ["@k", "."]), ("a/e", ["@id"])]),
            try shape(["c"], ["@id", ".", "a"]),
            try shape(["r"], ["c", "data/@n"], children: [("c", ["@id", "a", "."])]),
        ]
    }

    func read(
        _ bytes: [UInt8], _ shape: XMLShape, batchBytes: Int, limits: ReadLimits = ReadLimits(),
        scans: Bool
    ) -> PlainFile {
        do throws(TabularError) {
            var reader = try XMLReader(
                source: FileBytes(memory: bytes), shape: shape, limits: limits,
                batchBytes: batchBytes, scans: scans)
            return readAll(&reader)
        } catch {
            return PlainFile(error: error)
        }
    }

    @Test(arguments: 0..<3) func `the same records and errors`(_ index: Int) throws {
        let shape = try shapes()[index]
        var failed = 0
        for seed in 0..<2000 as Range<UInt64> {
            var source = RandomXML(seed: seed * 3 + UInt64(index))
            let bytes = source.make()
            for batchBytes in [1, 13, 1 << 16] {
                let expected = read(bytes, shape, batchBytes: batchBytes, scans: false)
                let found = read(bytes, shape, batchBytes: batchBytes, scans: true)
                #expect(
                    found == expected,
                    "seed \(seed), batch \(batchBytes): \(String(decoding: bytes, as: UTF8.self))")
                if found != expected { return }
                if expected.error != nil { failed += 1 }
            }
        }
        #expect((300..<3000).contains(failed), "right and wrong files were compared: \(failed)")
    }

    @Test func `the same at every limit`() throws {
        let shape = try shapes()[0]
        for seed in 0..<1500 as Range<UInt64> {
            var source = RandomXML(seed: seed)
            let bytes = source.make()
            var random = SplitMix64(seed: seed)
            var limits = ReadLimits()
            limits.field = random.below(30)
            limits.record = random.below(300)
            limits.depth = 1 + random.below(7)
            for batchBytes in [1, 1 << 16] {
                let expected = read(
                    bytes, shape, batchBytes: batchBytes, limits: limits, scans: false)
                let found = read(
                    bytes, shape, batchBytes: batchBytes, limits: limits, scans: true)
                #expect(found == expected, "seed \(seed)")
            }
        }
    }

    /// Reads parts as a parallel caller would: each from its proposed place, each proven by the
    /// part before and read again where the proof fails.
    func readParts(
        _ path: String, _ shape: XMLShape, _ parts: Int
    ) throws(TabularError) -> (PlainFile, split: Int, rereads: Int) {
        let places = try xmlSplitPlaces(path: path, shape: shape, parts: parts)
        var reader = try XMLReader(source: FileBytes(path: path), shape: shape, batchBytes: 50)
        var whole = PlainFile()
        var rereads = 0
        for part in 0...places.count {
            if part > 0 {
                guard let place = reader.place, whole.error == nil else { break }
                if place != places[part - 1] { rereads += 1 }
                reader = try XMLReader(path: path, from: place, shape: shape, batchBytes: 50)
            }
            if part < places.count { reader.stop(before: places[part].offset) }
            let file = readAll(&reader)
            if whole.children.isEmpty {
                whole.children = file.children.map { _ in [] }
                whole.parents = file.parents.map { _ in [] }
            }
            for child in file.children.indices {
                whole.children[child] += file.children[child]
                whole.parents[child] += file.parents[child].map { $0 + whole.records.count }
            }
            whole.records += file.records
            whole.error = file.error
        }
        return (whole, places.count, rereads)
    }

    @Test(arguments: 0..<3) func `parts together are the whole`(_ index: Int) throws {
        let shape = try shapes()[index]
        var proposed = 0
        var proven = 0
        for seed in 0..<500 as Range<UInt64> {
            var source = RandomXML(seed: seed * 7 + UInt64(index))
            let bytes = source.make()
            let path = temporaryPath("parts-\(index)-\(seed).xml")
            defer { removeFile(path) }
            try write(bytes, to: path)
            let expected = read(bytes, shape, batchBytes: 50, scans: false)
            for parts in [1, 2, 3, 7] {
                let (found, split, rereads) = try readParts(path, shape, parts)
                #expect(
                    found.records == expected.records && found.error == expected.error,
                    "seed \(seed), \(parts) parts: \(String(decoding: bytes, as: UTF8.self))")
                if !expected.records.isEmpty {
                    #expect(found.children == expected.children)
                    #expect(found.parents == expected.parents)
                }
                proposed += split
                proven += split - rereads
            }
        }
        #expect(index == 2 || proposed > 300 && proven > proposed / 4, "\(proven) of \(proposed)")
    }
}
