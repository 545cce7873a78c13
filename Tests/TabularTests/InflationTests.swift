import Tabular
import Testing

/// Inflating with ISA-L, with zlib, and on another thread; where ISA-L is not installed the first
/// two are the same.
@Suite struct `Inflating in each way` {
    struct Inflated: Equatable {
        var bytes: [UInt8] = []
        var error: TabularError?
    }

    func inflate(
        _ bytes: [UInt8], _ inflation: FileBytes.Inflation, step: Int,
        limits: ReadLimits = ReadLimits()
    ) -> Inflated {
        var result = Inflated()
        do throws(TabularError) {
            var file = try FileBytes(memory: bytes, limits: limits, inflation: inflation)
            while try file.read(into: &result.bytes, upTo: step) > 0 {}
        } catch {
            result.error = error
        }
        return result
    }

    /// Text that deflate finds both literals and repetitions in.
    static func text(_ random: inout SplitMix64, _ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            if random.below(3) == 0, bytes.count > 50 {
                let from = random.below(bytes.count - 40)
                bytes += bytes[from..<from + random.below(40)]
            } else {
                bytes += (0..<random.below(20)).map { _ in UInt8(0x20 + random.below(90)) }
            }
        }
        return bytes
    }

    /// What is damaged is refused by both, but may look like data a little longer to one of them.
    func compare(_ bytes: [UInt8], _ comment: String, isDamaged: Bool = false) {
        for step in [1, 100, 1 << 16] where step > 1 || bytes.count < 3000 {
            let expected = inflate(bytes, .zlib, step: step)
            let found = inflate(bytes, .fastest, step: step)
            let common = isDamaged ? min(found.bytes.count, expected.bytes.count) : .max
            let isSame =
                found.error == expected.error
                && found.bytes.prefix(common) == expected.bytes.prefix(common)
            #expect(
                isSame,
                """
                \(comment), step \(step): \(found.bytes.count) bytes and \(found.error as Any), \
                with zlib \(expected.bytes.count) and \(expected.error as Any)
                """)
        }
    }

    @Test func `whole, cut, damaged, followed by something`() throws {
        for seed in 0..<50 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var file: [UInt8] = []
            for member in 0...random.below(3) {
                let text = Self.text(&random, random.below(seed % 5 == 0 ? 200_000 : 2000))
                file += try `Bytes of files`().gzip(text, "inflation-\(member)")
            }
            compare(file, "seed \(seed)")
            for _ in 0..<6 {
                compare(Array(file[..<(2 + random.below(file.count - 2))]), "seed \(seed), cut")
                var damaged = file
                damaged[2 + random.below(file.count - 2)] ^= 1 << UInt8(random.below(8))
                compare(damaged, "seed \(seed), damaged", isDamaged: true)
                damaged = file
                damaged[damaged.count - 1 - random.below(8)] &+= 1
                compare(damaged, "seed \(seed), checksum")
            }
            compare(file + [0], "seed \(seed), followed")
            compare(file + [0x1f, 0x8c, 8, 0], "seed \(seed), followed by no member")
            compare(file + file.prefix(random.below(20)), "seed \(seed), followed by a piece")
        }
    }

    @Test func `the header of a member in every form`() throws {
        let plain = try `Bytes of files`().gzip(Array("a,b\n1,2\n".utf8), "header")
        for flags in 0..<256 {
            var file = plain
            file[3] = UInt8(flags)
            compare(file, "flags \(flags)")
            let extras: [UInt8] =
                (flags & 4 != 0 ? [3, 0, 1, 2, 3] : []) + (flags & 8 != 0 ? [0x61, 0] : [])
                + (flags & 16 != 0 ? [0x62, 0] : []) + (flags & 2 != 0 ? [1, 2] : [])
            compare(file[..<10] + extras + file[10...], "flags \(flags) with what they ask for")
        }
        for method in 0..<16 as Range<UInt8> {
            var file = plain
            file[2] = method
            compare(file, "method \(method)")
        }
    }

    @Test func `the limit of inflation`() throws {
        let bomb = try `Bytes of files`().gzip(
            Array(repeating: 0, count: 8 << 20), "inflation-bomb")
        compare(bomb, "bomb")
        var limits = ReadLimits()
        limits.inflation = 500
        limits.inflationAllowance = 1000
        var wide = limits
        wide.inflation = 700
        wide.inflationAllowance = 400_000
        for limits in [limits, wide] {
            let expected = inflate(bomb, .zlib, step: 1 << 16, limits: limits).error
            #expect(expected?.kind == .inflationLimit(ratio: limits.inflation))
            for step in [100, 5000, 1 << 18, 1 << 20] {
                for inflation in [FileBytes.Inflation.zlib, .fastest] {
                    let error = inflate(bomb, inflation, step: step, limits: limits).error
                    #expect(error == expected)
                }
            }
        }
    }

    @Test func `read ahead the bytes and errors are the same`() throws {
        for seed in 0..<40 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            let text = Self.text(&random, random.below(seed % 4 == 0 ? 3_000_000 : 1000))
            var file = try `Bytes of files`().gzip(text, "ahead-text")
            switch seed % 3 {
            case 1: file.removeLast(random.below(file.count - 2))
            case 2: file[2 + random.below(file.count - 2)] ^= 0x10
            default: break
            }
            let path = temporaryPath("ahead-\(seed).gz")
            defer { removeFile(path) }
            try write(file, to: path)
            let expected = inflate(file, .zlib, step: 256 << 10)
            var found = Inflated()
            do throws(TabularError) {
                var bytes = try FileBytes(path: path, ahead: true)
                while try bytes.read(into: &found.bytes, upTo: 1 + random.below(500_000)) > 0 {
                    if seed == 20 && found.bytes.count > 600_000 { return }
                }
            } catch {
                found.error = error
            }
            #expect(found == expected, "seed \(seed)")
        }
    }

    @Test func `a file that is read ahead can be begun again`() throws {
        let shape = try shape(["c"], ["."])
        let text = "<r>" + String(repeating: "<c>1</c>\n", count: 100_000) + "<c>&a;</c></r>"
        let path = temporaryPath("ahead.xml.gz")
        defer { removeFile(path) }
        try write(Array(text.utf8), to: path, compressed: true)
        var reader = try XMLReader(source: FileBytes(path: path, ahead: true), shape: shape)
        let file = readAll(&reader)
        #expect(file.records.count == 100_000)
        #expect(file.error?.kind == .forbiddenXML(what: "entity reference"))
        #expect(file.error?.line == 100_001)
    }
}
