import Tabular
import Testing

@Suite(.enabled(if: RealFiles.exists)) struct `Real exports` {
    func read(_ name: String) throws -> PlainFile {
        var reader = try CSVReader(
            source: FileBytes(path: RealFiles.root + name), dialect: CSVDialect())
        return readAll(&reader)
    }

    @Test(arguments: [
        ("cases/boston311-2011.csv.gz", 58_251), ("survey/kcmo-residents-2022-03.csv", 984),
        ("dedupe/boston311-100-20dupes-random.csv", 100), ("dedupe/boston311-100-deduped.csv", 80),
        ("vietnam/procedures.csv", 2_642),
    ])
    func `all records are there and none has a fault`(_ name: String, _ count: Int) throws {
        let file = try read(name)
        #expect(file.error == nil)
        #expect(file.records.count == count)
        #expect(file.records.allSatisfy { $0.faults.isEmpty })
    }

    @Test func `the twin reads the same`() throws {
        let name = "cases/boston311-2011.csv.gz"
        let expected = plainCSV(try RealFiles.bytes(name), delimiter: 0x2c, header: true)
        #expect(try read(name) == expected)
    }

    @Test func `procedures come back after a round trip`() throws {
        let file = try read("vietnam/procedures.csv")
        var buffer: [UInt8] = []
        let rows = file.records.map { $0.fields.map { $0 ?? "" } }
        for row in rows { CSVWriter(formulas: .kept).append(row, to: &buffer) }
        var reader = try CSVReader(
            source: FileBytes(memory: buffer), dialect: CSVDialect(headerRecords: 0))
        #expect(readAll(&reader).records.map(\.fields) == rows)
    }
}
