import Tabular

/// Lends the fields of each line of a `results.csv`, in the order of `Results.header`.
package func forEachFigure(at path: String, _ body: ([String]) throws -> Void) throws {
    var reader = try CSVReader(
        source: FileBytes(path: path), dialect: CSVDialect(delimiter: UInt8(ascii: ",")),
        encoding: .utf8)
    guard reader.header == Results.header else {
        throw RunError.store("\(path) is no results.csv of this version")
    }
    reader.select(Array(reader.header.indices))
    var batch = RecordBatch(columns: reader.header.count)
    var children: [RecordBatch] = []
    while try reader.next(into: &batch, children: &children) {
        for record in 0..<batch.count {
            try body(batch.fields.map { batch.text($0, record) })
        }
    }
}

extension RecordBatch {
    /// The text of a field, empty where the record lacks it.
    func text(_ bounds: FieldBounds, _ record: Int) -> String {
        let start = bounds.starts[record]
        guard start != Self.absent else { return "" }
        return String(decoding: bytes[Int(start)..<Int(bounds.ends[record])], as: UTF8.self)
    }
}
