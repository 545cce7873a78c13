import FoundationEssentials
import Tabular
import Testing

@Suite(.enabled(if: RealFiles.exists)) struct `csv-spectrum` {
    @Test(arguments: [
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
        "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ])
    func `reads as the JSON beside it says`(_ name: String) throws {
        let json = try RealFiles.bytes("csv-spectrum/json/\(name).json")
        let expected = try JSONDecoder().decode([[String: String]].self, from: Data(json))
        try check(name, expected, ignoring: [])
    }

    @Test func `quotes for minutes and seconds are text`() throws {
        let json = try RealFiles.bytes("csv-spectrum/json/location_coordinates.json")
        let expected = try JSONDecoder().decode([String: String].self, from: Data(json))
        // The suite's two files disagree on the telephone number.
        try check("location_coordinates", [expected], ignoring: ["Contact Phone Number"])
    }

    func check(_ name: String, _ expected: [[String: String]], ignoring: [String]) throws {
        var bytes = try RealFiles.bytes("csv-spectrum/csvs/\(name).csv")
        if name.hasSuffix("_crlf"), !bytes.contains(0x0d) {
            // A checkout that normalized line ends took from these files what they are about.
            bytes = bytes.flatMap { $0 == 0x0a ? [0x0d, 0x0a] : [$0] }
        }
        var reader = try CSVReader(source: FileBytes(memory: bytes), dialect: CSVDialect())
        let header = reader.header
        let file = readAll(&reader)
        #expect(file.error == nil)
        #expect(file.records.count == expected.count)
        for (record, row) in zip(file.records, expected) {
            #expect(record.faults.isEmpty)
            #expect(header.count == row.count)
            for (column, value) in zip(header, record.fields) where !ignoring.contains(column) {
                #expect(row[column] == value)
            }
        }
    }
}
