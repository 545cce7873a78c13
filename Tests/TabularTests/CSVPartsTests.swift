import Tabular
import Testing

@Suite struct `CSV in parts` {
    /// Reads parts as a parallel caller would: each from its proposed split, each proven by the
    /// part before and read again where the proof fails.
    func readParts(_ path: String, _ parts: Int) throws(TabularError) -> (PlainFile, rereads: Int) {
        let dialect = CSVDialect()
        var first = try CSVReader(source: FileBytes(path: path), dialect: dialect)
        let header = first.header
        let points = try csvSplitPoints(
            path: path, dialect: dialect, columnCount: header.count, parts: parts)
        let bounds = points.filter { $0 >= first.position } + [Int.max]
        first.stop(before: bounds[0])
        var whole = readAll(&first)
        var position = first.position
        var rereads = 0
        for part in 1..<max(bounds.count, 1) where whole.error == nil {
            if position != bounds[part - 1] { rereads += 1 }
            var reader = try CSVReader(
                path: path, range: min(position, bounds[part])..<bounds[part], header: header,
                columnCount: header.count, dialect: dialect, batchBytes: 100)
            let file = readAll(&reader)
            whole.records += file.records
            whole.error = file.error
            position = reader.position
        }
        return (whole, rereads)
    }

    @Test func `parts together are the whole`() throws {
        for seed in 0..<400 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var bytes = Array("a,b\n".utf8)
            for _ in 0..<3 { bytes += `CSV against its twin`.mostlyRegular(&random) }
            let path = temporaryPath("parts-\(seed).csv")
            defer { removeFile(path) }
            try write(bytes, to: path)
            let expected = plainCSV(bytes, delimiter: 0x2c, header: true)
            for parts in [1, 2, 3, 7] {
                let found = try readParts(path, parts).0
                #expect(found == expected, "seed \(seed), \(parts) parts, \(bytes)")
            }
        }
    }

    @Test func `a quoted line break at the split is not taken for a record`() throws {
        let record = "1,\"" + String(repeating: "x\n", count: 500) + "\"\n"
        let bytes = Array(("a,b\n" + String(repeating: record, count: 50)).utf8)
        let path = temporaryPath("breaks.csv")
        defer { removeFile(path) }
        try write(bytes, to: path)
        let (file, _) = try readParts(path, 7)
        #expect(file == plainCSV(bytes, delimiter: 0x2c, header: true))
    }
}
