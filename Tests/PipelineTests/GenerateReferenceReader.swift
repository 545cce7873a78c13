import Columnar

/// One record of a case as the reference reader sees it.
struct ReferenceCase: Equatable {
    var source: String
    var code: String
    var procedure: String
    var unit: String
    var channel: String
    var status: String
    var officer: String
    var submitted: Int64?
    var accepted: Int64?
    var due: Int64?
    var ended: Int64?
    var updated: Int64?

    var isFinished: Bool { ["resolved", "returned"].contains(status) }
}

/// What the reference reader found in one file.
struct ReferenceReading {
    var read = 0
    var dropped = 0
    var quarantined = 0
    var hazards: [String: Int] = [:]
    var cases: [ReferenceCase] = []
}

/// A reader of generated exports that is as slow and plain as can be: it shares nothing with the
/// generator but the calendar arithmetic of dates.
enum ReferenceReader {
    /// Splits by RFC 4180: `,` or another delimiter, quotes doubled, CR LF or LF.
    static func split(_ bytes: [UInt8], delimiter: UInt8) -> [[[UInt8]]] {
        var records: [[[UInt8]]] = []
        var record: [[UInt8]] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                if byte != 34 {
                    field.append(byte)
                } else if index < bytes.count, bytes[index] == 34 {
                    field.append(34)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == 34, field.isEmpty {
                isQuoted = true
            } else if byte == delimiter || byte == 10 {
                record.append(field)
                field = []
                if byte == 10 {
                    records.append(record)
                    record = []
                }
            } else if byte != 13 {
                field.append(byte)
            }
        }
        if !record.isEmpty || !field.isEmpty { records.append(record + [field]) }
        return records
    }

    /// Reads a list export.
    static func readList(_ bytes: [UInt8]) -> ReferenceReading {
        var reading = ReferenceReading()
        for record in split(bytes, delimiter: 44).dropFirst() {
            reading.read += 1
            let filled = record.count { !$0.isEmpty }
            let first = String(decoding: record[0], as: UTF8.self)
            if filled == 1 || first == "Tổng số" || first == "(1)" {
                reading.dropped += 1
            } else if let fault = fault(of: record) {
                reading.quarantined += 1
                reading.hazards[fault, default: 0] += 1
            } else {
                listCase(record.map { String(decoding: $0, as: UTF8.self) }, &reading)
            }
        }
        return reading
    }

    private static func fault(of record: [[UInt8]]) -> String? {
        if record.count < 14 { return "raggedShort" }
        if record.count > 14 { return "raggedLong" }
        if record.contains(where: { $0.contains(0) }) { return "nulByte" }
        if record.contains(where: { String(validating: $0, as: UTF8.self) == nil }) {
            return "invalidUTF8"
        }
        return nil
    }

    private static func listCase(_ fields: [String], _ reading: inout ReferenceReading) {
        guard let status = statuses[fields[13]] else { return reading.quarantine("unknownStatus") }
        let instants = fields[4...8].map(slashed)
        guard !instants.contains(.impossible) else { return reading.quarantine("impossibleDate") }
        let unit = canonicalUnit(fields[9])
        let read = ReferenceCase(
            source: "csv", code: fields[0], procedure: String(fields[2].prefix(8)), unit: unit,
            channel: fields[3], status: status, officer: matchKey(fields[12]),
            submitted: instants[0].value, accepted: instants[1].value, due: instants[2].value,
            ended: instants[3].value, updated: instants[4].value)
        reading.cases.append(read)
        let officer = fields[12].unicodeScalars
        let twoSpelled = ["Hoà", "Thuý", "Thuỳ", "Hoá"]
        reading.note("noBreakSpace", officer.contains("\u{A0}"))
        reading.note("zeroWidth", officer.contains("\u{200B}"))
        reading.note("decomposed", officer.contains { 0x300...0x36F ~= $0.value })
        reading.note("doubledSpace", officer.contains(" ") && fields[12].contains("  "))
        // The spelling as bytes: composed and decomposed text compare equal as strings.
        let isMoved = twoSpelled.contains { Array(fields[12].utf8).ends(with: Array($0.utf8)) }
        reading.note("toneMoved", isMoved)
        reading.note("quoteInField", fields[10].contains("\""))
        reading.note("delimiterInField", fields[10].contains(","))
        reading.note("lineBreakInField", fields[1].unicodeScalars.contains("\n"))
        reading.note("sentinelDate", fields[6] == "01/01/0001 00:00:00")
        reading.note(
            "oldOrderUnit", fields[9].hasPrefix("000.") && !fields[0].hasPrefix("000."))
        reading.noteOrder(of: read, suffixed: fields[2].count > 8)
    }

    /// Reads a national synchronization file whose cases lie one on a line.
    static func readSync(_ bytes: [UInt8]) -> ReferenceReading {
        var reading = ReferenceReading()
        for line in bytes.split(separator: 10) where line.starts(with: "<HoSo>".utf8) {
            reading.read += 1
            let elements = elements(of: line)
            func field(_ name: String) -> String { elements[name] ?? "" }
            let number = Int(field("TrangThaiHoSo")) ?? 0
            guard nationalStatuses.indices.contains(number - 1) else {
                reading.quarantine("unknownStatus")
                continue
            }
            let instants = ["NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy"]
                .map { compact(field($0)) }
            guard !instants.contains(.impossible) else {
                reading.quarantine("impossibleDate")
                continue
            }
            let returned = compact(field("NgayTra")).value
            let read = ReferenceCase(
                source: "xml", code: field("MaHoSo"), procedure: String(field("MaTTHC").prefix(8)),
                unit: canonicalUnit(field("DonViXuLy")),
                channel: ["", "Trực tiếp", "Trực tuyến", "Bưu chính công ích"][
                    Int(field("KenhThucHien")) ?? 0],
                status: nationalStatuses[number - 1], officer: "", submitted: instants[0].value,
                accepted: instants[1].value, due: instants[2].value, ended: instants[3].value,
                updated: returned ?? instants[3].value ?? instants[1].value)
            reading.cases.append(read)
            reading.note("sentinelDate", field("NgayHenTra") == "00010101000000")
            let isOld = field("DonViXuLy").hasPrefix("000.") && !read.code.hasPrefix("000.")
            reading.note("oldOrderUnit", isOld)
            reading.noteOrder(of: read, suffixed: field("MaTTHC").count > 8)
        }
        return reading
    }

    /// The text behind the first start tag of each name.
    private static func elements(of line: ArraySlice<UInt8>) -> [String: String] {
        var elements: [String: String] = [:]
        for part in line.split(separator: UInt8(ascii: "<")) {
            let sides = part.split(
                separator: UInt8(ascii: ">"), maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: sides[0], as: UTF8.self)
            if elements[name] == nil { elements[name] = String(decoding: sides[1], as: UTF8.self) }
        }
        return elements
    }

    /// An instant that was written, left out, or that no calendar has.
    enum Instant: Equatable {
        case written(Int64)
        case absent
        case impossible

        var value: Int64? {
            if case .written(let instant) = self { instant } else { nil }
        }
    }

    static func slashed(_ text: String) -> Instant {
        let numbers = text.split { "/ :".contains($0) }.compactMap { Int($0) }
        guard numbers.count == 6 else { return text.isEmpty ? .absent : .impossible }
        return instant(numbers[2], numbers[1], numbers[0], Array(numbers[3...]))
    }

    static func compact(_ text: String) -> Instant {
        let digits = text.compactMap(\.wholeNumberValue)
        guard digits.count == 14 else { return text.isEmpty ? .absent : .impossible }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        let clock = [number(8..<10), number(10..<12), number(12..<14)]
        return instant(number(0..<4), number(4..<6), number(6..<8), clock)
    }

    private static func instant(_ year: Int, _ month: Int, _ day: Int, _ clock: [Int]) -> Instant {
        guard let date = CivilDate(year: year, month: month, day: day) else { return .impossible }
        if year == 1 { return .absent }
        return .written(date.instant + Int64(clock[0] * 3600 + clock[1] * 60 + clock[2]))
    }

    private static func canonicalUnit(_ text: String) -> String {
        guard text.hasSuffix(".H56") else { return text }
        return text.split(separator: ".").reversed().filter { $0 != "00" && $0 != "000" }
            .joined(separator: ".")
    }

    /// One spelling for the ways to write a name; `String` itself equates NFC and NFD.
    private static func matchKey(_ name: String) -> String {
        var words = String(
            String.UnicodeScalarView(name.unicodeScalars.filter { $0 != "\u{200B}" })
        )
        .split { $0 == " " || $0 == "\u{A0}" }.map(String.init)
        let moved = ["Hoà": "Hòa", "Thuý": "Thúy", "Thuỳ": "Thùy", "Hoá": "Hóa"]
        if let last = words.popLast() { words.append(moved[last] ?? last) }
        return words.joined(separator: " ")
    }

    private static let statuses = [
        "Mới đăng ký": "registered", "Được tiếp nhận": "accepted",
        "Không được tiếp nhận": "refused", "Đang xử lý": "processing",
        "Yêu cầu bổ sung giấy tờ": "waiting_supplement",
        "Yêu cầu thực hiện nghĩa vụ tài chính": "waiting_payment",
        "Công dân yêu cầu rút hồ sơ": "withdrawn", "Dừng xử lý": "stopped",
        "Đã xử lý xong": "resolved", "Đã trả kết quả": "returned",
    ]
    private static let nationalStatuses = [
        "registered", "accepted", "refused", "processing", "waiting_supplement",
        "waiting_payment", "withdrawn", "stopped", "resolved", "returned",
    ]
}

extension ReferenceReading {
    fileprivate mutating func quarantine(_ hazard: String) {
        quarantined += 1
        hazards[hazard, default: 0] += 1
    }

    fileprivate mutating func note(_ hazard: String, _ isThere: Bool) {
        if isThere { hazards[hazard, default: 0] += 1 }
    }

    fileprivate mutating func noteOrder(of read: ReferenceCase, suffixed: Bool) {
        note("localProcedureCode", suffixed)
        guard let accepted = read.accepted else { return }
        if let ended = read.ended { note("endedBeforeAccepted", ended < accepted) }
        if let due = read.due { note("dueBeforeAccepted", due < accepted) }
        note("endedWhenDue", read.ended != nil && read.ended == read.due)
    }
}

extension Array where Element == UInt8 {
    fileprivate func ends(with other: [UInt8]) -> Bool {
        count >= other.count && suffix(other.count).elementsEqual(other)
    }
}
