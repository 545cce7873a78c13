import Tabular

extension SealedFiles {
    /// Lends each record of a CSV file of the run, by the names in its header.
    func forEachRecord(in name: String, _ body: ([String: String]) throws -> Void) throws {
        let bytes = bytes(name)
        if bytes.isEmpty { return }
        var reader = try CSVReader(
            source: FileBytes(memory: bytes), dialect: CSVDialect(delimiter: UInt8(ascii: ",")),
            encoding: .utf8)
        let header = reader.header
        reader.select(Array(header.indices))
        var batch = RecordBatch(columns: header.count)
        var children: [RecordBatch] = []
        while try reader.next(into: &batch, children: &children) {
            for record in 0..<batch.count {
                let texts = header.indices.map { batch.text(batch.fields[$0], record) }
                try body(Dictionary(zip(header, texts), uniquingKeysWith: { first, _ in first }))
            }
        }
    }
}
