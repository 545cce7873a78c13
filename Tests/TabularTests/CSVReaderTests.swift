import Tabular
import Testing

@Suite struct `Reading CSV` {
    func read(
        _ bytes: [UInt8], _ dialect: CSVDialect = CSVDialect(), encoding: TextEncoding = .utf8,
        limits: ReadLimits = ReadLimits(), select: [Int]? = nil, batchBytes: Int = 1 << 16
    ) -> PlainFile {
        do throws(TabularError) {
            var reader = try CSVReader(
                source: FileBytes(memory: bytes), dialect: dialect, encoding: encoding,
                limits: limits, batchBytes: batchBytes)
            if let select { reader.select(select) }
            return readAll(&reader)
        } catch {
            return PlainFile(error: error)
        }
    }

    func fields(_ text: String, _ dialect: CSVDialect = CSVDialect(headerRecords: 0)) -> [[String?]]
    {
        read(Array(text.utf8), dialect).records.map(\.fields)
    }

    @Test(arguments: [",", ";", "\t", "|"])
    func `each delimiter separates`(_ delimiter: String) {
        let dialect = CSVDialect(delimiter: delimiter.utf8.first ?? 0, headerRecords: 0)
        let text = ["a", "\"b\(delimiter)c\"", "d" + ",;|\t".filter { String($0) != delimiter }]
        #expect(
            fields(text.joined(separator: delimiter), dialect)
                == [["a", "b\(delimiter)c", text[2]]])
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func `each line end ends a record, and quoted it is text`(_ end: String) {
        #expect(
            fields("a,b\(end)\"c\(end)d\",e\(end)\(end)f,g")
                == [["a", "b"], ["c\(end)d", "e"], ["f", "g"]])
    }

    @Test func `a quote within an unquoted field is text`() {
        #expect(fields("5\" pipe,x\n6\"\"7,\"y\"\n") == [["5\" pipe", "x"], ["6\"\"7", "y"]])
    }

    @Test func `without a quote character quotes are text`() {
        let dialect = CSVDialect(quote: nil, headerRecords: 0)
        #expect(fields("\"a,b\"\n", dialect) == [["\"a", "b\""]])
    }

    @Test func `only selected columns, in the order asked for, twice if asked twice`() {
        let file = read(Array("a,b,c\n1,\"2\"\"2\",3\n".utf8), select: [2, 1, 1, 9])
        #expect(file.records.map(\.fields) == [["3", "2\"2", "2\"2", nil]])
    }

    @Test func `a fault outside the selected columns leaves the fields alone`() {
        let bytes = Array("a,b\nx".utf8) + [0xff] + Array(",1\n".utf8)
        let file = read(bytes, select: [1])
        #expect(file.records.map(\.fields) == [["1"]])
        #expect(file.records.map(\.faults) == [[.invalidUTF8]])
    }

    @Test func `ragged records keep what they have`() {
        let file = read(Array("a,b\n1\n1,2,3\n".utf8))
        #expect(file.records.map(\.fields) == [["1", nil], ["1", "2"]])
        #expect(
            file.records.map(\.faults) == [
                [.tooFewFields(found: 1, expected: 2)], [.tooManyFields(found: 3, expected: 2)],
            ])
    }

    @Test func `a title is skipped and header levels are joined`() throws {
        let text = "Báo cáo\n\nHồ sơ,,Kết quả\nMã,Ngày,\n1,2,3\n"
        var reader = try CSVReader(
            source: FileBytes(memory: Array(text.utf8)),
            dialect: CSVDialect(skipRecords: 1, headerRecords: 2))
        #expect(reader.header == ["Hồ sơ Mã", "Ngày", "Kết quả"])
        #expect(readAll(&reader).records.map(\.fields) == [["1", "2", "3"]])
    }

    @Test(arguments: ["", "\n\r\n", "\u{feff}"])
    func `a file without a record has no header`(_ text: String) {
        let error = read(Array(text.utf8)).error
        #expect(error?.kind == .noHeader)
    }

    @Test(arguments: ["a,b", "a,b\n", "\u{feff}a,b\r\n"])
    func `a header alone is a file without records`(_ text: String) {
        #expect(read(Array(text.utf8)) == PlainFile())
    }

    @Test(arguments: [1, 64, 1 << 16])
    func `a quote that never closes is reported where it opened`(_ batchBytes: Int) {
        let file = read(Array("a,b\n1,2\n3,\"4\n5,6\n".utf8), batchBytes: batchBytes)
        #expect(file.records.count == 1)
        #expect(file.error == TabularError(.unclosedQuote, offset: 10))
    }

    @Test(arguments: [1, 64, 1000, 1 << 16])
    func `limits stop at the same place in every batch size`(_ batchBytes: Int) {
        var limits = ReadLimits()
        limits.field = 100
        limits.record = 250
        limits.columns = 5
        let long = String(repeating: "x", count: 101)
        let hundred = String(repeating: "y", count: 100)
        func error(_ record: String) -> TabularError? {
            read(
                Array("a,b\n1,2\n\(record)\n3,4\n".utf8), limits: limits, batchBytes: batchBytes
            ).error
        }
        #expect(error("\(hundred),\(hundred)") == nil)
        #expect(error("1,\(long)") == TabularError(.fieldTooLong(limit: 100), offset: 10))
        #expect(error("1,\"\(long)") == TabularError(.fieldTooLong(limit: 100), offset: 10))
        #expect(
            error("\(hundred),\(hundred),\(hundred)")
                == TabularError(.recordTooLong(limit: 250), offset: 8))
        #expect(error("1,2,3,4,5") == nil)
        #expect(error("1,2,3,4,5,6") == TabularError(.tooManyFields(limit: 5), offset: 8))
    }

    @Test(arguments: [false, true])
    func `a field of 100 MB is refused before it is read`(_ quoted: Bool) {
        let bytes =
            Array("a,b\n1,2\n3,".utf8) + (quoted ? [0x22] : [])
            + Array(repeating: 0x78, count: 100_000_000)
        let file = read(bytes)
        #expect(file.records.count == 1)
        #expect(
            file.error == TabularError(.fieldTooLong(limit: ReadLimits.defaultField), offset: 10))
    }

    @Test func `a header that is no text is refused`() {
        let file = read(Array("a,b".utf8) + [0xe1, 0xbb] + Array("\n1,2\n".utf8))
        #expect(file.error == TabularError(.wrongEncoding(declared: "utf-8"), offset: 3))
        #expect(read(Array("a,\"b\"c\n".utf8)).error == TabularError(.textAfterQuote, offset: 5))
    }

    @Test func `the next record follows after a fault in quoting`() {
        let file = read(Array("a,b\n\"1\"x,\"2\"\n3,4\n".utf8))
        #expect(file.records.map(\.fields) == [[nil, "2"], ["3", "4"]])
        #expect(file.records.map(\.faults) == [[.textAfterQuote], []])
    }
}
