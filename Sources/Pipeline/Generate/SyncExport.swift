/// Writes cases as the national synchronization `DongBoHoSoMC` holds them, dates `yyyyMMddHHmmss`.
struct SyncExport: CaseExport {
    /// Status code that the national list lacks.
    static let unknownStatus = 11

    var text = ByteText()
    private let world: World

    /// A document that is open and holds no case.
    init(_ world: World) {
        self.world = world
        text.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        text.add("<DongBoHoSoMC>\n<service>DongBoHoSoMC</service>\n")
        text.add("<isUpdating>False</isUpdating>\n<data>\n")
    }

    mutating func close() -> Int {
        text.add("</data>\n</DongBoHoSoMC>\n")
        return 0
    }

    mutating func add(_ record: ExportRecord) {
        let shown = world.shown(record)
        // The number that the other system gave the case before.
        let borrowed = shown.hazard == .codeOfOtherSource ? 1 : 0
        let other = world.cases[Int(record.index) - borrowed]
        let procedure = world.province.procedures[Int(shown.procedure)]
        let owner = GeneratedOwner(number: Int(shown.owner))
        text.add("<HoSo><MaHoSo>")
        text.addCode(of: other, in: world)
        text.add("</MaHoSo><MaTTHC>")
        text.addProcedureCode(of: shown, in: world)
        text.add("</MaTTHC><TenTTHC>")
        text.add(procedure.nameBytes)
        text.add("</TenTTHC><TenLinhVuc>")
        text.add(procedure.field)
        text.add("</TenLinhVuc><KenhThucHien>")
        text.add(Int(shown.channel.rawValue), digits: 1)
        text.add("</KenhThucHien><ChuHoSo>")
        text.addName(of: owner, ampersand: "&amp;")
        text.add("</ChuHoSo><LoaiDoiTuong>")
        text.add(owner.isCompany ? "2" : "1")
        text.add("</LoaiDoiTuong><SoDienThoai>")
        text.addPhone(of: shown)
        text.add("</SoDienThoai>")
        addInstants(shown)
        text.add("<TrangThaiHoSo>")
        let isUnknown = shown.hazard == .unknownStatus
        text.add(isUnknown ? Self.unknownStatus : Int(shown.status.rawValue), digits: 1)
        text.add("</TrangThaiHoSo><DonViXuLy>")
        text.addUnit(of: shown, in: world)
        text.add("</DonViXuLy>")
        addSupplements(shown)
        text.add("</HoSo>\n")
    }

    private mutating func addInstants(_ shown: GeneratedCase) {
        addElement("NgayNopHoSo", shown.submitted)
        addElement("NgayTiepNhan", shown.accepted)
        switch shown.hazard {
        case .sentinelDate: text.add("<NgayHenTra>00010101000000</NgayHenTra>")
        case .impossibleDate: text.add("<NgayHenTra>\(World.year)0231100000</NgayHenTra>")
        default: addElement("NgayHenTra", shown.due)
        }
        addElement("NgayKetThucXuLy", shown.ended)
        if shown.status == .returned { addElement("NgayTra", shown.updated) }
    }

    /// Adds the requests for supplements, the only place that carries old and new due date.
    private mutating func addSupplements(_ shown: GeneratedCase) {
        guard shown.supplements > 0 else { return }
        text.add("<DanhSachHoSoBoSung>")
        let pause = Int(shown.pauseDays)
        var due = Int(shown.dueFirst)
        var requested = Int(shown.requested)
        for number in 1...Int(shown.supplements) {
            text.add("<HoSoBoSung><HoSoBoSungId>")
            text.add(number, digits: 1)
            text.add("</HoSoBoSungId>")
            addElement("NgayBoSung", Int32(requested))
            if shown.status != .waitingSupplement {
                let answered = world.hours.adding(workingDays: pause, to: requested)
                addElement("NgayTiepNhanBoSung", Int32(answered))
                addElement("NgayHenTraTruoc", Int32(due))
                due = world.hours.adding(workingDays: pause, to: due)
                addElement("NgayHenTraMoi", Int32(due))
                requested = world.hours.adding(workingDays: 1, to: answered)
            }
            text.add("</HoSoBoSung>")
        }
        text.add("</DanhSachHoSoBoSung>")
    }

    private mutating func addElement(_ name: String, _ instant: Int32) {
        guard instant != GeneratedCase.never else { return }
        text.add(UInt8(ascii: "<"))
        text.add(name)
        text.add(UInt8(ascii: ">"))
        text.addCompact(instant)
        text.add("</")
        text.add(name)
        text.add(UInt8(ascii: ">"))
    }
}
