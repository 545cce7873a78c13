import Tabular
import Testing

@Suite struct `Bytes of files` {
    func readAllBytes(_ path: String, step: Int = 1000) throws(TabularError) -> [UInt8] {
        var file = try FileBytes(path: path)
        var bytes: [UInt8] = []
        while try file.read(into: &bytes, upTo: step) > 0 {}
        return bytes
    }

    func readMemory(_ bytes: [UInt8], _ limits: ReadLimits = ReadLimits()) -> (Int, TabularError?) {
        var inflated: [UInt8] = []
        do throws(TabularError) {
            var file = try FileBytes(memory: bytes, limits: limits)
            while try file.read(into: &inflated, upTo: 4096) > 0 {}
            return (inflated.count, nil)
        } catch {
            return (inflated.count, error)
        }
    }

    func gzip(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
        let path = temporaryPath(name)
        defer { removeFile(path) }
        try write(bytes, to: path, compressed: true)
        var raw: [UInt8] = []
        var file = try FileBytes(path: path, range: 0..<Int.max)
        while try file.read(into: &raw, upTo: 1 << 16) > 0 {}
        return raw
    }

    static let sample = Array(
        String(repeating: "mã hồ sơ,ngày tiếp nhận\n1,2\n", count: 3000).utf8)

    @Test(arguments: [false, true], ["x.csv", "x.csv.gz"])
    func `what is written is read, whatever the name says`(_ compressed: Bool, _ name: String)
        throws
    {
        let path = temporaryPath("\(compressed)-\(name)")
        defer { removeFile(path) }
        try write(Self.sample, to: path, compressed: compressed)
        for step in [1, 7, 4096, 1 << 20] where step > 1 || !compressed {
            #expect(try readAllBytes(path, step: step) == Self.sample)
        }
    }

    @Test func `the same bytes make the same gzip file`() throws {
        let once = try gzip(Self.sample, "once")
        #expect(try gzip(Self.sample, "again") == once)
        #expect(once.prefix(8).suffix(5) == [0, 0, 0, 0, 0], "neither name nor time")
    }

    @Test func `members follow each other`() throws {
        let one = try gzip(Self.sample, "member")
        let empty = try gzip([], "empty-member")
        let (count, error) = readMemory(one + empty + one + one)
        #expect(count == 3 * Self.sample.count)
        #expect(error == nil)
    }

    @Test func `a file cut at any byte is truncated there`() throws {
        let whole = try gzip(Array("a,b\n1,2\nấ\n".utf8), "cut")
        let two = whole + whole
        for end in 2..<two.count where end != whole.count {
            #expect(
                readMemory(Array(two[..<end])).1 == TabularError(.truncatedGzip, offset: end))
        }
    }

    @Test func `a damaged byte never passes in silence`() throws {
        let whole = try gzip(Array(Self.sample[..<2000]), "damage")
        for index in 10..<whole.count {
            var damaged = whole
            damaged[index] ^= 0x10
            let kind = readMemory(damaged).1?.kind
            #expect(kind == .corruptGzip || kind == .truncatedGzip, "byte \(index)")
        }
    }

    @Test func `what follows the last member is damage`() throws {
        let whole = try gzip(Self.sample, "garbage")
        #expect(
            readMemory(whole + [0x00]).1 == TabularError(.corruptGzip, offset: whole.count))
    }

    @Test func `inflation has a limit`() throws {
        let bomb = try gzip(Array(repeating: 0, count: 64 << 20), "bomb")
        let (count, error) = readMemory(bomb)
        #expect(error?.kind == .inflationLimit(ratio: 1000))
        #expect(count < 48 << 20)
        var wide = ReadLimits()
        wide.inflation = 1100
        #expect(readMemory(bomb, wide).1 == nil)
    }

    @Test func `records before the place of truncation are yielded`() throws {
        let whole = try gzip(Self.sample, "records")
        var reader = try CSVReader(
            source: FileBytes(memory: Array(whole[..<(whole.count - 9)])), dialect: CSVDialect())
        let file = readAll(&reader)
        #expect(file.error == TabularError(.truncatedGzip, offset: whole.count - 9))
        #expect(file.records.count > 1000)
    }

    @Test(arguments: [("/tmp/no-such-file-here", "open"), ("/tmp", "read")])
    func `what cannot be read says why`(_ path: String, _ call: String) {
        #expect {
            _ = try FileBytes(path: path)
        } throws: { error in
            guard case .system(let found, let errno)? = (error as? TabularError)?.kind else {
                return false
            }
            return found == call && errno != 0
        }
    }

    @Test(.enabled(if: RealFiles.exists))
    func `the multi-member file has all its bytes`() throws {
        #expect(try RealFiles.bytes("gzip/boston311-100.csv.multimember.gz").count == 47_702)
    }
}
