import Tabular

/// The header and the lines of a small CSV file of a run; a file that is not there has neither.
func sealedLines(_ bytes: [UInt8]) throws -> (header: [String], lines: [[String]]) {
    guard !bytes.isEmpty else { return ([], []) }
    var reader = try CSVReader(
        source: FileBytes(memory: bytes), dialect: CSVDialect(delimiter: UInt8(ascii: ",")),
        encoding: .utf8)
    reader.select(Array(reader.header.indices))
    var batch = RecordBatch(columns: reader.header.count)
    var children: [RecordBatch] = []
    var lines: [[String]] = []
    while try reader.next(into: &batch, children: &children) {
        for record in 0..<batch.count {
            lines.append(batch.fields.map { batch.text($0, record) })
        }
    }
    return (reader.header, lines)
}

/// The text of a sealed field without the mark that keeps it from being taken for a formula.
func unmarked(_ field: String) -> String {
    guard field.hasPrefix("'"), let first = field.utf8.dropFirst().first else { return field }
    return "=@+-\t\r".utf8.contains(first) ? String(field.dropFirst()) : field
}
