import FoundationEssentials
import Tabular
import Testing

@Suite(.enabled(if: RealData.exists)) struct `csv-spectrum` {
    @Test(arguments: [
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates",
        "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ])
    func `reads as the JSON beside it says`(_ name: String) throws {
        let json = try RealData.bytes("csv-spectrum/json/\(name).json")
        let expected = try JSONDecoder().decode([[String: String]].self, from: Data(json))
        let source = try FileBytes(path: RealData.root + "csv-spectrum/csvs/\(name).csv")
        var reader = try CSVReader(source: source, dialect: CSVDialect())
        let header = reader.header
        let file = readAll(&reader)
        #expect(file.error == nil)
        #expect(file.records.count == expected.count)
        for (record, row) in zip(file.records, expected) {
            #expect(record.faults.isEmpty)
            for (column, value) in zip(header, record.fields) { #expect(row[column] == value) }
            #expect(header.count == row.count)
        }
    }
}
