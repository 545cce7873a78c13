import Columnar
import Testing

@Suite struct `Identifiers of a column` {
    @Test func `are kept as bytes without surrounding white space`() throws {
        let column = try FieldColumn([" H56-1 ", nil, "", "\t", "H 2", "\u{A0}x"]).identifiers()
        #expect((0..<6).map { column.text($0) } == ["H56-1", nil, nil, nil, "H 2", "\u{A0}x"])
        #expect(column.ends.last.map(Int.init) == column.bytes.count)
    }

    @Test(arguments: [41, 42] as [UInt64])
    func `of any length are copied whole, batch after batch`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var column = IdentifierColumn()
        var all: [String?] = []
        for _ in 0..<20 {
            let texts = (0..<100).map { _ -> String? in
                let count = Int.random(in: 0...80, using: &random)
                let bytes = (0..<count).map { _ in UInt8.random(in: 0x30...0x39, using: &random) }
                return count == 0 ? nil : String(decoding: bytes, as: UTF8.self)
            }
            let fields = FieldColumn(texts)
            try column.append(
                fields.bytes.span, starts: fields.starts.span, ends: fields.ends.span)
            all += texts
        }
        #expect(all.indices.map { column.text($0) } == all, "seed \(seed)")
        #expect(column.ends.last.map(Int.init) == column.bytes.count)

        var twice = column
        try twice.append(column)
        #expect(twice.count == 2 * all.count)
        #expect(twice.count > 0 && all.indices.allSatisfy { twice.text($0 + all.count) == all[$0] })
    }

    @Test func `beyond four gigabytes are an error and change nothing`() {
        // The same 64 MiB field 64 times is one byte too much, and needs no memory to refuse.
        let bytes = [UInt8](repeating: 0x61, count: 1 << 26)
        let starts = [UInt32](repeating: 0, count: 64)
        let ends = [UInt32](repeating: 1 << 26, count: 64)
        var column = IdentifierColumn()
        #expect(throws: IdentifierOverflow.self) {
            try column.append(bytes.span, starts: starts.span, ends: ends.span)
        }
        #expect(column.count == 0 && column.bytes.isEmpty)
    }
}
