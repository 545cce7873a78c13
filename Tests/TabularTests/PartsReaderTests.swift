import Tabular
import Testing

/// One file read by several threads, against one reader.
@Suite struct `Reading in parts on threads` {
    func csv(
        _ path: String, threads: Int, partBytes: Int
    ) -> (PlainFile, inParts: Bool) {
        do throws(TabularError) {
            var reader = try CSVReader(source: FileBytes(path: path), dialect: CSVDialect())
            reader.select([1, 0])
            let parts = try reader.inParts(path: path, threads: threads, partBytes: partBytes)
            if var parts { return (readAll(&parts), true) }
            return (readAll(&reader), false)
        } catch {
            return (PlainFile(error: error), false)
        }
    }

    @Test func `CSV gives the same records and errors`() throws {
        var parted = 0
        for seed in 0..<150 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var bytes = Array("a,b\n".utf8)
            for _ in 0..<1 + random.below(12) {
                bytes +=
                    random.below(3) == 0
                    ? `CSV against its twin`.mostlyRegular(&random)
                    : Array(String(repeating: "1,\"x\"\"\ny\"\r\n", count: 9).utf8)
            }
            let path = temporaryPath("threads-\(seed).csv")
            defer { removeFile(path) }
            try write(bytes, to: path)
            let expected = csv(path, threads: 1, partBytes: 1).0
            for partBytes in [seed % 8 == 0 ? 1 : 25, 40, 300] {
                let found = csv(path, threads: 3, partBytes: partBytes)
                #expect(found.0 == expected, "seed \(seed), parts of \(partBytes), \(bytes)")
                if found.inParts { parted += 1 }
            }
        }
        #expect(parted > 200)
    }

    @Test(arguments: 0..<3) func `XML gives the same records and errors`(_ index: Int) throws {
        let shape = try `XML by scan and by libxml2`().shapes()[index]
        var parted = 0
        for seed in 0..<250 as Range<UInt64> {
            var source = RandomXML(seed: seed * 5 + UInt64(index))
            let bytes = source.make()
            let path = temporaryPath("threads-\(index)-\(seed).xml")
            defer { removeFile(path) }
            try write(bytes, to: path)
            var whole = try XMLReader(source: FileBytes(path: path), shape: shape, scans: false)
            let expected = readAll(&whole)
            for partBytes in [10, 60] {
                guard
                    var parts = try XMLReader.inParts(
                        path: path, shape: shape, threads: 3, partBytes: partBytes)
                else { continue }
                parted += 1
                let found = readAll(&parts)
                #expect(
                    found.records == expected.records && found.error == expected.error,
                    "seed \(seed), \(partBytes): \(String(decoding: bytes, as: UTF8.self))")
                if !expected.records.isEmpty {
                    #expect(found.children == expected.children)
                    #expect(found.parents == expected.parents)
                }
            }
        }
        #expect(index == 2 || parted > 100)
    }

    @Test func `one who stops early leaves nothing hanging`() throws {
        let path = temporaryPath("threads-early.csv")
        defer { removeFile(path) }
        try write(Array(("a,b\n" + String(repeating: "1,2\n", count: 1 << 18)).utf8), to: path)
        for count in 0..<20 {
            let reader = try CSVReader(source: FileBytes(path: path), dialect: CSVDialect())
            var parts = try reader.inParts(path: path, threads: 4, partBytes: 1 << 12)
            var batch = RecordBatch(columns: 2)
            var children: [RecordBatch] = []
            for _ in 0..<count { _ = try parts?.next(into: &batch, children: &children) }
            #expect(count == 0 || batch.count > 0)
        }
    }
}
