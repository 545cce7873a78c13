/// A small export with every hazard that `SmallPipeline` has an answer to, made from a seed.
struct HazardousExport {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(state: seed) }

    /// Some files, now and then one of them twice.
    mutating func files() -> [(name: String, bytes: [UInt8])] {
        var files: [(String, [UInt8])] = []
        for number in 0..<Int.random(in: 1...4, using: &random) {
            let records = Int.random(in: 0...40, using: &random)
            files.append(("export-\(number).csv", file(records: records)))
        }
        if Int.random(in: 0..<4, using: &random) == 0 { files.append(("again.csv", files[0].1)) }
        return files
    }

    private mutating func file(records: Int) -> [UInt8] {
        let end = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
        let mixed = Int.random(in: 0..<4, using: &random) == 0
        var bytes: [UInt8] = Bool.random(using: &random) ? [0xEF, 0xBB, 0xBF] : []
        bytes += Array((SmallPipeline.header + "\n").utf8)
        for number in 0..<records {
            bytes += record()
            if number == records - 1, Bool.random(using: &random) { break }
            let ends = mixed ? ["\n", "\r\n", "\r", "\n\n"] : [end]
            bytes += Array((ends.randomElement(using: &random) ?? end).utf8)
        }
        return bytes
    }

    /// A record; the same case and version always hold the same, so that copies are exact.
    private mutating func record() -> [UInt8] {
        let number = Int.random(in: 0..<14, using: &random)
        let version = Int.random(in: 0..<3, using: &random)
        let day = 10 + (number * 7 + version) % 18
        let isClosed = version == 2 || number % 3 == 0
        var fields = [
            "A\(number)", ["Phòng A", "Phòng B", "Sở Tư pháp", ""][number % 4],
            isClosed ? "closed" : "open", "\(day)/01/2025 08:00:00",
            number % 5 == 0 ? "" : "\(day)/0\(2 + number % 3)/2025 08:00:00",
            isClosed ? "\(day)/0\(2 + (number + version) % 3)/2025 08:00:0\(number % 2)" : "",
            "\(day)/05/2025 0\(version):00:00", number % 6 == 0 ? "" : "\(number * 10 + version)",
            number % 2 == 0 ? "" : "ghi chú \(number)",
        ]
        if Int.random(in: 0..<3, using: &random) > 0 { return joined(fields) }
        switch Int.random(in: 0..<20, using: &random) {
        case 0: fields.removeLast()
        case 1: fields.append("x")
        case 2: fields[8] = "a\0b"
        case 3: return joined(fields.dropLast()) + [UInt8(ascii: ","), 0x61, 0xE1, 0xBB]
        case 4: fields[2] = "opne"
        case 5: fields[3] = "31/02/2025 08:00:00"
        case 6: fields[7] = "12a"
        case 7: fields[0] = ""
        case 8: fields[2] = ""
        // What changes a version is another version, with a moment of its own.
        case 9:
            fields[4] = "01/01/0001 00:00:00"
            fields[6] = "\(day)/05/2025 0\(version):00:09"
        case 10: return Array("CẤP XÃ".utf8)
        case 11: return Array("CẤP TỈNH,,,,,,,,".utf8)
        case 12: return Array("Tổng số,,,,,,,1234,".utf8)
        case 13: return Array("1,2,3,4,5,6,7,8,9".utf8)
        case 14: return Array("(1),(2),(3),(4),(5),(6),(7),(8),(9)".utf8)
        case 15: return Array(",,,,,,,,".utf8)
        case 16:
            fields[8] = "\"hai\ndòng, \"\"trích\"\" \(number)\""
            fields[6] = "\(day)/05/2025 0\(version):00:16"
        case 17: fields[1] = fields[1].replacing(" ", with: "\u{A0} ")
        case 18: fields[1] = decomposed(fields[1])
        default: fields[8] = "\"a\"b"
        }
        return joined(fields)
    }

    private func joined(_ fields: some Sequence<String>) -> [UInt8] {
        Array(fields.joined(separator: ",").utf8)
    }

    /// The text with the marks of `ò` and `ở` apart, as some keyboards send them.
    private func decomposed(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "ò": scalars.append(contentsOf: ["o", "\u{300}"])
            case "ở": scalars.append(contentsOf: ["o", "\u{31B}", "\u{309}"])
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
