import Tabular
import Testing

@Suite struct `CSV in parts` {
    /// Reads parts as a parallel caller would: each from its proposed split, each proven by the
    /// part before and read again where the proof fails.
    func readParts(
        _ path: String, _ parts: Int, batchBytes: Int = 100
    ) throws(TabularError) -> (PlainFile, split: Int, rereads: Int) {
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
            // The part before may have ended behind all of this one.
            if position >= bounds[part] { continue }
            var reader = try CSVReader(
                path: path, range: position..<bounds[part], header: header,
                columnCount: header.count, dialect: dialect, batchBytes: batchBytes)
            let file = readAll(&reader)
            whole.records += file.records
            whole.error = file.error
            position = reader.position
        }
        return (whole, bounds.count - 1, rereads)
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
        let (file, _, _) = try readParts(path, 7)
        #expect(file == plainCSV(bytes, delimiter: 0x2c, header: true))
    }

    /// The same, compared with the twin, for a file of these bytes.
    func check(
        _ bytes: [UInt8], _ parts: [Int], _ comment: String, name: String
    ) throws -> (Int, Int) {
        // Each test that runs at the same time has a file of its own.
        let path = temporaryPath("\(name)-bytes.csv")
        defer { removeFile(path) }
        try write(bytes, to: path)
        let expected = plainCSV(bytes, delimiter: 0x2c, header: true)
        var counts = (split: 0, proven: 0)
        for count in parts {
            let (found, split, rereads) = try readParts(path, count)
            #expect(found == expected, "\(comment), \(count) parts, \(bytes)")
            counts.split += split
            counts.proven += split - rereads
        }
        return counts
    }

    @Test func `parts of a byte, files smaller than a mask block`() throws {
        let letters = Array("a,\"\r\n".utf8)
        for seed in 0..<300 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            let count = random.below(70)
            let bytes =
                Array("a,b\n".utf8) + (0..<count).map { _ in letters[random.below(letters.count)] }
            _ = try check(bytes, [2, 7, bytes.count], "seed \(seed)", name: "tiny")
        }
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `a border anywhere in a line end or a long field`(_ end: String) throws {
        let records = (0..<12).map { number in
            let long = number % 4 == 0 ? String(repeating: "x\(number)", count: 40) : "ấ\"\"\(end)"
            return "\(number),\"\(long)\"\(end)"
        }
        var proven = 0
        for shift in 0..<40 {
            let head = "a,b\(end)" + String(repeating: "y", count: shift) + ",\(end)"
            let bytes = Array((head + records.joined()).utf8)
            let counts = try check(
                bytes, [1, 2, 3, 7], "shift \(shift)", name: "\(Array(end.utf8))")
            proven += counts.1
        }
        #expect(proven > 40)
    }

    @Test func `a quote that never closes is reported where it opened, soon`() throws {
        var text = "a,b\n" + String(repeating: "1,2\n", count: 1000)
        let opening = text.utf8.count + 2
        text += "3,\"4\n" + String(repeating: "5,6\n", count: 20 << 18)
        let path = temporaryPath("unclosed.csv")
        defer { removeFile(path) }
        try write(Array(text.utf8), to: path)
        for parts in [1, 2, 7] {
            let (file, _, _) = try readParts(path, parts, batchBytes: 1 << 18)
            #expect(file.records.count == 1000)
            let limit = ReadLimits.defaultField
            #expect(file.error == TabularError(.fieldTooLong(limit: limit), offset: opening))
        }
    }
}
