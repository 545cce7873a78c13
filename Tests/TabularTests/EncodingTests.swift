import Tabular
import Testing

@Suite struct `Text encodings` {
    static func utf16(_ text: String, highFirst: Bool, mark: Bool) -> [UInt8] {
        let units = (mark ? [0xfeff] : []) + Array(text.utf16)
        return units.flatMap { unit in
            let pair = [UInt8(unit & 0xff), UInt8(unit >> 8)]
            return highFirst ? pair.reversed() : pair
        }
    }

    func read(_ bytes: [UInt8], _ encoding: TextEncoding, batchBytes: Int = 1 << 16) -> PlainFile {
        do throws(TabularError) {
            var reader = try CSVReader(
                source: FileBytes(memory: bytes), dialect: CSVDialect(), encoding: encoding,
                batchBytes: batchBytes)
            return readAll(&reader)
        } catch {
            return PlainFile(error: error)
        }
    }

    func decoded(_ raw: [UInt8], highFirst: Bool) -> String {
        var units: [UInt16] = []
        for index in stride(from: 0, to: raw.count - 1, by: 2) {
            let (first, second) = (UInt16(raw[index]), UInt16(raw[index + 1]))
            units.append(highFirst ? first << 8 | second : second << 8 | first)
        }
        return String(decoding: units, as: UTF16.self)
    }

    static let text =
        "mã,tên\r\n1,\"Nguyễn\nVăn 😀\"\r\n\r\n2,ấ\r\n"
        + String(
            repeating: "3,Trần Thị Bích 😀 Hạnh\r\n", count: 300)

    @Test(arguments: [1, 2, 64, 70, 1 << 16])
    func `UTF-16 in either order reads as UTF-8 does`(_ batchBytes: Int) {
        let expected = read(Array(Self.text.utf8), .utf8)
        #expect(expected.records.count == 302)
        for highFirst in [false, true] {
            for mark in [false, true] {
                let bytes = Self.utf16(Self.text, highFirst: highFirst, mark: mark)
                let declared: TextEncoding = highFirst ? .utf16BE : .utf16LE
                let file = read(bytes, declared, batchBytes: batchBytes)
                #expect(file.records.map(\.fields) == expected.records.map(\.fields))
                for record in file.records {
                    let raw = Array(bytes[record.offset..<record.offset + record.length])
                    let text = decoded(raw, highFirst: highFirst)
                    #expect(text.hasSuffix("\r\n"))
                    #expect(text.utf8.first == record.fields[0]?.utf8.first)
                }
                if mark { #expect(read(bytes, .utf16, batchBytes: batchBytes) == file) }
            }
        }
    }

    @Test func `a lone surrogate is a fault with its offset`() {
        var bytes = Self.utf16("a,b\n1,x\n", highFirst: false, mark: false)
        bytes[12] = 0x00
        bytes[13] = 0xd8
        let file = read(bytes, .utf16LE)
        #expect(file.records.map(\.fields) == [["1", nil]])
        #expect(file.records.map(\.faults) == [[.invalidUTF8]])
    }

    @Test func `half a code unit at the end is a fault`() {
        let bytes = Self.utf16("a,b\n1,x", highFirst: false, mark: false) + [0x41]
        let file = read(bytes, .utf16LE)
        #expect(file.records.map(\.faults) == [[.invalidUTF8]])
        #expect(file.records.map(\.length) == [7])
    }

    @Test(arguments: [
        (TextEncoding.utf8, [0xff, 0xfe, 0x61, 0x00] as [UInt8]),
        (.utf16LE, [0xfe, 0xff, 0x00, 0x61]), (.utf16BE, [0xff, 0xfe, 0x61, 0x00]),
        (.utf16LE, [0xef, 0xbb, 0xbf, 0x61]), (.utf16, [0x61, 0x00, 0x0a, 0x00]),
    ])
    func `a byte order mark that contradicts the declaration is refused`(
        _ declared: TextEncoding, _ bytes: [UInt8]
    ) {
        #expect(
            read(bytes, declared).error
                == TabularError(.wrongEncoding(declared: declared.rawValue), offset: 0))
    }

    @Test func `the UTF-8 mark is no part of the first name, but of the offsets`() throws {
        let bytes = Array("\u{feff}a,b\n1,2\n".utf8)
        let reader = try CSVReader(source: FileBytes(memory: bytes), dialect: CSVDialect())
        #expect(reader.header == ["a", "b"])
        #expect(read(bytes, .utf8).records.map(\.offset) == [7])
    }
}
