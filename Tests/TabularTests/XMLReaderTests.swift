import Tabular
import Testing

/// A shape from path texts.
func shape(
    _ record: [String], _ fields: [String], children: [(String, [String])] = []
) throws(XMLPathError) -> XMLShape {
    var paths: [XMLPath] = []
    for field in fields { paths.append(try XMLPath(field)) }
    var kinds: [XMLChild] = []
    for (path, fields) in children {
        var childPaths: [XMLPath] = []
        for field in fields { childPaths.append(try XMLPath(field)) }
        kinds.append(XMLChild(path: try XMLPath(path), fields: childPaths))
    }
    return XMLShape(record: record, fields: paths, children: kinds)
}

func readXML(
    _ bytes: [UInt8], _ shape: XMLShape, limits: ReadLimits = ReadLimits(),
    batchBytes: Int = 1 << 16
) -> PlainFile {
    do throws(TabularError) {
        var reader = try XMLReader(
            source: FileBytes(memory: bytes), shape: shape, limits: limits, batchBytes: batchBytes)
        return readAll(&reader)
    } catch {
        return PlainFile(error: error)
    }
}

@Suite struct `Reading XML` {
    func fields(
        _ text: String, _ record: [String], _ paths: [String]
    ) throws -> [[String?]] {
        readXML(Array(text.utf8), try shape(record, paths)).records.map(\.fields)
    }

    @Test func `elements, attributes, nested paths and key values`() throws {
        let text = """
            <r><c id="7"><MaHoSo> A&amp;1 </MaHoSo><a><b>x<![CDATA[<y>]]>&#7845;</b></a>
            <date key="start" value="s"/><date key='deadline' value='d &lt; e&amp;&#38;f'/></c></r>
            """
        let paths = [
            "MaHoSo", "a/b", "@id", "date[@key='deadline']/@value", "date[@key=\"none\"]/@value",
            "missing", "a",
        ]
        #expect(
            try fields(text, ["r", "c"], paths)
                == [["A&1", "x<y>ấ", "7", "d < e&&f", nil, nil, "x<y>ấ"]])
    }

    @Test func `names match whatever their namespace`() throws {
        let text = "<n:r xmlns:n='u' xmlns='v'><n:c n:id='1'><t>2</t></n:c><c id='3'/></n:r>"
        #expect(try fields(text, ["r", "c"], ["@id", "t"]) == [["1", "2"], ["3", nil]])
    }

    @Test func `one name matches at any depth, a path only its own`() throws {
        let text = "<r><g><c>1</c></g><c>2</c><g><g><c>3</c></g></g></r>"
        #expect(try fields(text, ["c"], ["."]) == [["1"], ["2"], ["3"]])
        #expect(try fields(text, ["r", "g", "c"], ["."]) == [["1"]])
        #expect(try fields(text, ["r", "c"], ["."]) == [["2"]])
    }

    @Test func `an empty element is empty, a missing one absent`() throws {
        #expect(
            try fields("<r><c><a/><b> </b></c></r>", ["c"], ["a", "b", "d"]) == [["", "", nil]])
    }

    @Test func `a field that occurs twice keeps its first and is a fault`() throws {
        let text = "<r><c><a>1</a><a>2</a><a>3</a></c></r>"
        let file = readXML(Array(text.utf8), try shape(["c"], ["a"]))
        #expect(file.records.map(\.fields) == [["1"]])
        #expect(file.records.map(\.faults) == [[.repeatedField]])
    }

    @Test func `children know their record, and nesting does not confuse them`() throws {
        let text = """
            <log><trace><s key="k" v="t1"><s key="k" v="inner"/></s>
            <event><s key="k" v="e1"/><trace><s key="k" v="no"/></trace></event>
            <event><s key="x"><s key="k" v="no"/></s></event></trace>
            <trace><s key="k" v="t2"/></trace><trace><event><s key="k" v="e3"/></event></trace>
            </log>
            """
        let key = ["s[@key='k']/@v"]
        let shape = try shape(["log", "trace"], key, children: [("event", key)])
        for batchBytes in [1, 10, 1 << 16] {
            let file = readXML(Array(text.utf8), shape, batchBytes: batchBytes)
            #expect(file.records.map(\.fields) == [["t1"], ["t2"], [nil]])
            #expect(file.children.map { $0.map(\.fields) } == [[["e1"], [nil], ["e3"]]])
            #expect(file.parents == [[0, 0, 2]])
        }
    }

    @Test(arguments: [1, 3, 64, 1 << 16])
    func `offset and length cut out the element`(_ batchBytes: Int) throws {
        let records = (0..<200).map {
            "<c a='>' id=\"\($0)\"><e>ấ\($0)</e>\($0 % 3 == 0 ? "<e/>" : "")</c>"
        }
        let text =
            "\u{feff}<?xml version='1.0'?><r>\n" + records.joined(separator: "\n ") + "<c/></r>"
        let bytes = Array(text.utf8)
        let shape = try shape(["r", "c"], ["@id"], children: [("e", ["."])])
        let file = readXML(bytes, shape, batchBytes: batchBytes)
        let cut = file.records.map {
            String(decoding: bytes[$0.offset..<$0.offset + $0.length], as: UTF8.self)
        }
        #expect(cut == records + ["<c/>"])
        let children = file.children[0].map {
            String(decoding: bytes[$0.offset..<$0.offset + $0.length], as: UTF8.self)
        }
        #expect(children.prefix(2) == ["<e>ấ0</e>", "<e/>"])
    }

    @Test(arguments: [1, 64, 1 << 16])
    func `UTF-16 is read, with offsets of the original bytes`(_ batchBytes: Int) throws {
        let text =
            "<?xml version='1.0' encoding='UTF-16'?><r>"
            + (0..<50).map { "<c>ấ 😀\($0)</c> " }.joined() + "</r>"
        for highFirst in [false, true] {
            let bytes = `Text encodings`.utf16(text, highFirst: highFirst, mark: true)
            let file = readXML(bytes, try shape(["c"], ["."]), batchBytes: batchBytes)
            #expect(file.error == nil)
            #expect(file.records.map(\.fields) == (0..<50).map { ["ấ 😀\($0)"] })
            for record in file.records {
                let raw = Array(bytes[record.offset..<record.offset + record.length])
                let cut = `Text encodings`().decoded(raw, highFirst: highFirst)
                #expect(cut.hasPrefix("<c>") && cut.hasSuffix("</c>"))
            }
        }
    }

    @Test(arguments: [1, 7, 64])
    func `a file cut anywhere yields its whole records and an error`(_ batchBytes: Int) throws {
        let text = "<r><c><a>1</a><e/></c><c><a>2</a><e/></c></r>"
        let shape = try shape(["c"], ["a"], children: [("e", ["."])])
        let bytes = Array(text.utf8)
        for end in 0..<bytes.count {
            let file = readXML(Array(bytes[..<end]), shape, batchBytes: batchBytes)
            let whole = end >= 41 ? 2 : end >= 22 ? 1 : 0
            #expect(file.records.count == whole, "cut at \(end)")
            #expect(file.children.first?.count ?? 0 == whole)
            guard case .malformedXML? = file.error?.kind else {
                Issue.record("cut at \(end): \(String(describing: file.error))")
                continue
            }
            #expect(file.error?.line == 1)
        }
    }

    @Test func `a mismatched tag is reported with line and offset`() throws {
        let text = "<r>\n<c>1</c>\n<c>2</d>\n</r>"
        let file = readXML(Array(text.utf8), try shape(["c"], ["."]))
        #expect(file.records.map(\.fields) == [["1"]])
        #expect(file.error?.line == 3)
        #expect(file.error.map { (18...21).contains($0.offset) } == true)
    }

    @Test(arguments: [
        "", ".a", "a/", "/a", "a//b", "@", "a[b]", "a[@b]", "a[@b='c'", "a:b", "@a/b", "a b",
    ])
    func `a path that cannot be understood is refused`(_ text: String) {
        #expect(throws: XMLPathError.self) { try XMLPath(text) }
    }
}
