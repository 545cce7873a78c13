/// Writes cases as the list export of a provincial system does: 14 columns, comma, CR LF.
struct ListExport: CaseExport {
    static let header = [
        "Số hồ sơ", "Tên thủ tục hành chính", "Mã thủ tục", "Hình thức nộp", "Ngày nộp hồ sơ",
        "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày cập nhật",
        "Cơ quan/đơn vị", "Chủ hồ sơ", "Số điện thoại", "Cán bộ xử lý hiện tại",
        "Trạng thái hồ sơ",
    ]
    /// Status text that no dictionary holds.
    static let unknownStatus = "Chờ đồng bộ lại"

    var text = ByteText()
    private let world: World
    private let quirks: ExportQuirks
    /// Number of cases that arrived before the export's days.
    private let carriedOver: Int
    private var cases = 0

    /// An export that holds nothing but its header.
    init(_ world: World, _ quirks: ExportQuirks, carriedOver: Int) {
        self.world = world
        self.quirks = quirks
        self.carriedOver = carriedOver
        if quirks.hasByteOrderMark { text.add("\u{FEFF}") }
        text.add(Self.header.joined(separator: ","))
        if quirks.hasColumnNumbers {
            let numbers = (1...Self.header.count).map { "(\($0))" }
            text.add("\r\n" + numbers.joined(separator: ","))
        }
        addHeading("HỒ SƠ KỲ TRƯỚC CHUYỂN SANG")
    }

    mutating func close() -> Int {
        if cases <= carriedOver { addHeading("HỒ SƠ TIẾP NHẬN TRONG KỲ") }
        if quirks.hasTotal {
            text.add("\r\nTổng số,\(cases) hồ sơ")
            text.add(ByteText.comma, times: Self.header.count - 2)
        }
        if !quirks.lacksLastLineEnd { text.add("\r\n") }
        return (quirks.hasColumnNumbers ? 1 : 0) + (quirks.hasHeadings ? 2 : 0)
            + (quirks.hasTotal ? 1 : 0)
    }

    mutating func add(_ record: ExportRecord) {
        if cases == carriedOver { addHeading("HỒ SƠ TIẾP NHẬN TRONG KỲ") }
        cases += 1
        let shown = world.shown(record)
        let procedure = world.province.procedures[Int(shown.procedure)]
        text.add("\r\n")
        text.addCode(of: shown, in: world)
        text.add(ByteText.comma)
        text.add(
            shown.hazard == .lineBreakInField ? procedure.brokenName : procedure.quotedName)
        text.add(ByteText.comma)
        text.addProcedureCode(of: shown, in: world)
        text.add(ByteText.comma)
        text.add(shown.channel.text)
        addInstants(shown)
        text.add(ByteText.comma)
        text.addUnit(of: shown, in: world)
        text.add(ByteText.comma)
        addOwner(shown)
        text.add(ByteText.comma)
        text.addPhone(of: shown)
        text.add(ByteText.comma)
        addOfficer(shown)
        addStatus(shown)
    }

    /// Adds a record that fills one field only, as printed lists have them between their parts.
    private mutating func addHeading(_ heading: String) {
        guard quirks.hasHeadings else { return }
        text.add("\r\n" + heading)
        text.add(ByteText.comma, times: Self.header.count - 1)
    }

    private mutating func addInstants(_ shown: GeneratedCase) {
        text.add(ByteText.comma)
        text.addSlashed(shown.submitted)
        text.add(ByteText.comma)
        text.addSlashed(shown.accepted)
        text.add(ByteText.comma)
        switch shown.hazard {
        case .sentinelDate: text.add("01/01/0001 00:00:00")
        case .impossibleDate: text.add("31/02/\(World.year) 10:00:00")
        default: text.addSlashed(shown.due)
        }
        text.add(ByteText.comma)
        text.addSlashed(shown.ended)
        text.add(ByteText.comma)
        text.addSlashed(shown.updated)
    }

    private mutating func addOwner(_ shown: GeneratedCase) {
        let owner = GeneratedOwner(number: Int(shown.owner))
        switch shown.hazard {
        case .quoteInField: text.add("\"\(owner.text) (tức \"\"\(owner.given)\"\")\"")
        case .delimiterInField: text.add("\"\(owner.text), \(owner.family) Thị \(owner.given)\"")
        default: text.addName(of: owner, ampersand: "&")
        }
    }

    private mutating func addOfficer(_ shown: GeneratedCase) {
        let officer = world.province.officers[Int(shown.officer)]
        if let spelling = shown.hazard.spelling {
            return text.add(officer.spellings[spelling.rawValue])
        }
        text.add(officer.plain)
        if shown.hazard == .nulByte { text.add(0) }
        // A letter of windows-1258 that somebody pasted.
        if shown.hazard == .invalidUTF8 { text.add([0x20, 0xF0, 0x61]) }
    }

    private mutating func addStatus(_ shown: GeneratedCase) {
        if shown.hazard == .raggedShort { return }
        text.add(ByteText.comma)
        text.add(shown.hazard == .unknownStatus ? Self.unknownStatus : shown.status.text)
        if shown.hazard == .raggedLong { text.add(",Đã đồng bộ") }
    }
}

/// What is peculiar about one export as a file.
struct ExportQuirks {
    let hasByteOrderMark: Bool
    /// A record `(1),(2),…` under the header.
    let hasColumnNumbers: Bool
    /// A record `Tổng số` behind the last case.
    let hasTotal: Bool
    /// A record that is a heading before the cases carried over, and one before the new ones.
    let hasHeadings: Bool
    let lacksLastLineEnd: Bool

    /// The quirks of the n-th export, counted from 0; small worlds have none but the mark, clean
    /// ones none at all.
    init(export number: Int, of world: World) {
        let isPlain = world.isClean || world.cases.count < World.smallest
        hasByteOrderMark = !world.isClean && number % 3 == 0
        hasColumnNumbers = !isPlain && number % 5 == 1
        hasTotal = !isPlain && number % 5 == 2
        hasHeadings = !isPlain && number % 5 == 3
        lacksLastLineEnd = !isPlain && number % 4 == 1
    }
}
