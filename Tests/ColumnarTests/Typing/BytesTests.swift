import Columnar
import Testing

@Suite struct `Numbers as bytes` {
    @Test(arguments: [0, 1, 2, 200, 254, 255, 256, 257, 65_534, 65_535, 65_536, 70_000])
    func `codes come back from as few bytes as their number allows`(_ texts: Int) {
        let greatest = UInt32(max(texts, 1) - 1)
        var random = SplitMix64(seed: UInt64(texts))
        var codes = [0, greatest, missingCode, greatest, missingCode]
        for _ in 0..<500 { codes.append(UInt32.random(in: 0...greatest, using: &random)) }
        if texts == 0 { codes = codes.map { _ in missingCode } }
        var bytes: [UInt8] = [9]
        appendBytes(of: codes, texts: texts, to: &bytes)
        let width = texts < 255 ? 1 : texts < 65_535 ? 2 : 4
        #expect(bytes.count == 1 + width * codes.count && bytes[0] == 9)
        bytes.removeFirst()
        #expect(codes32(bytes.span, texts: texts) == codes)
    }

    @Test func `steps between numbers are narrow only where each of them fits`() throws {
        let largest = Int(Int32.max)
        for numbers in [[], [7], [7, 7, 9], [0, largest], [largest, 2 * largest, 2 * largest]] {
            let steps = try #require(NarrowCells(stepsOf: numbers))
            let expected = zip(numbers, numbers.dropFirst()).map { Int32($1 - $0) }
            #expect(steps.cells == (numbers.isEmpty ? [] : [0] + expected))
        }
        for numbers in [[1, 0], [0, largest + 1], [0, 1 << 40], [5, 6, 5]] {
            #expect(NarrowCells(stepsOf: numbers) == nil)
        }
    }
}
