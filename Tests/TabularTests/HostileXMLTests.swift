import Glibc
import Tabular
import Testing

@Suite struct `Hostile XML` {
    func kind(_ text: String, limits: ReadLimits = ReadLimits()) throws -> TabularError.Kind? {
        readXML(Array(text.utf8), try shape(["c"], ["."]), limits: limits).error?.kind
    }

    @Test(arguments: [
        "<!DOCTYPE r><r/>", "<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>",
        "<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>",
        "<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE r PUBLIC 'a' 'http://a/b'><r/>",
    ])
    func `a document type is refused`(_ text: String) throws {
        #expect(try kind(text) == .forbiddenXML(what: "DOCTYPE"))
    }

    @Test(arguments: ["<r><c>&a;</c></r>", "<r><c x='&a;'/></r>"])
    func `only the five entities and character references exist`(_ text: String) throws {
        #expect(try kind(text) == .forbiddenXML(what: "entity reference"))
        #expect(try kind("<c x='&lt;&#65;'>&amp;&quot;&#x1ea5;</c>") == nil)
    }

    @Test func `depth has a limit`() throws {
        let open = String(repeating: "<a>", count: 64)
        let close = String(repeating: "</a>", count: 64)
        #expect(try kind(open + close) == nil)
        #expect(try kind("<c>" + open + close + "</c>") == .tooDeep(limit: 64))
    }

    @Test func `fields and records have limits`() throws {
        var limits = ReadLimits()
        limits.field = 100
        limits.record = 1000
        let long = String(repeating: "x", count: 101)
        #expect(try kind("<r><c>\(long)</c></r>", limits: limits) == .fieldTooLong(limit: 100))
        let junk = String(repeating: "<j>y</j>", count: 200)
        #expect(try kind("<r>\(junk)<c>1</c></r>", limits: limits) == nil)
        #expect(
            try kind("<r><c/><c><d>\(junk)</d></c></r>", limits: limits)
                == .recordTooLong(limit: 1000)
                || kind("<r><c>\(junk)</c></r>", limits: limits)
                    == .fieldTooLong(limit: 100)
        )
    }

    @Test func `a declaration that contradicts the bytes is refused`() throws {
        let shape = try shape(["c"], ["."])
        let text = "<?xml version='1.0' encoding='UTF-8'?><r><c>x</c></r>"
        let wide = `Text encodings`.utf16(text, highFirst: false, mark: true)
        #expect(readXML(wide, shape).error?.kind == .wrongEncoding(declared: "UTF-8"))
        let narrow = "<?xml version='1.0' encoding='UTF-16'?><r><c>x</c></r>"
        guard case .wrongEncoding? = try kind(narrow) else {
            Issue.record("UTF-16 declared, UTF-8 read")
            return
        }
        let latin = Array("<r><c>caf".utf8) + [0xe9] + Array("</c></r>".utf8)
        #expect(readXML(latin, shape).error?.kind == .wrongEncoding(declared: "UTF-8"))
        guard case .wrongEncoding? = try kind("<?xml version='1.0' encoding='klingon'?><c/>") else {
            Issue.record("unknown encoding read")
            return
        }
    }

    @Test func `a one-byte encoding that the parser knows is read`() throws {
        let bytes =
            Array("<?xml version='1.0' encoding='ISO-8859-1'?><r><c>caf".utf8) + [0xe9]
            + Array("</c><c>".utf8) + [0xe8] + Array("</c></r>".utf8)
        let file = readXML(bytes, try shape(["c"], ["."]))
        #expect(file.records.map(\.fields) == [["café"], ["è"]])
        for record in file.records {
            #expect(bytes[record.offset] == 0x3c)
            #expect(bytes[record.offset + record.length - 1] == 0x3e)
        }
    }

    @Test func `random bytes end in records or an error, never worse`() throws {
        let pieces = [
            "<c>", "</c>", "<r>", "</r>", "<c a='1'/>", "x", "&amp;", "&#0;", "<![CDATA[", "]]>",
            "<!--", "-->", "<?xml", "?>", "\u{1}", "'", "<", ">", "=", "<!DOCTYPE", "é",
        ]
        let shape = try shape(["c"], ["@a", "."], children: [("c", ["."])])
        for seed in 0..<4000 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            let text =
                "<r>"
                + (0..<random.below(30)).map { _ in
                    pieces[random.below(pieces.count)]
                }.joined()
            let one = readXML(Array(text.utf8), shape, batchBytes: 1)
            let whole = readXML(Array(text.utf8), shape)
            #expect(
                one.records.map(\.fields) == whole.records.map(\.fields), "seed \(seed) \(text)")
            #expect((one.error == nil) == (whole.error == nil), "seed \(seed) \(text)")
        }
    }

    static let files = [
        "cyclic", "dtd", "dtd_element", "external", "external_file", "huge_dtd", "lol_classic",
        "lol_eg", "lol_ep", "lol_ig_attr", "lol_ig_content", "lol_ip_content", "lol_ip_value",
        "lol_long_name", "lol_long_value", "lol_param", "quadratic", "xmlbomb", "xmlbomb2",
    ]

    @Test(.enabled(if: RealFiles.exists), arguments: files)
    func `every hostile file is refused`(_ name: String) throws {
        var reader = try XMLReader(
            source: FileBytes(path: RealFiles.root + "hostile-xml/\(name).xml"),
            shape: shape(["c"], ["."]))
        let file = readAll(&reader)
        #expect(file.records.isEmpty)
        #expect(file.error?.kind == .forbiddenXML(what: "DOCTYPE"))
        #expect(file.error?.offset ?? 0 > 0 && file.error?.line ?? 0 > 0)
    }

    @Test(.enabled(if: RealFiles.exists)) func `the permit log has its cases and events`() throws {
        let name = ["string[@key='concept:name']/@value"]
        var reader = try XMLReader(
            source: FileBytes(path: RealFiles.root + "cases/receipt.xes.gz"),
            shape: shape(
                ["log", "trace"], name + ["date[@key='deadline']/@value"],
                children: [("event", name + ["date[@key='time:timestamp']/@value"])]))
        let file = readAll(&reader)
        #expect(file.error == nil)
        #expect(file.records.count == 1_434)
        #expect(file.children[0].count == 8_577)
        #expect(file.children[0].allSatisfy { $0.fields[0] != nil && $0.fields[1] != nil })
        #expect(file.records.allSatisfy { $0.fields[0] != nil && $0.faults.isEmpty })
    }
}
