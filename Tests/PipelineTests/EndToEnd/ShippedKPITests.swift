import Foundation
import Pipeline
import Testing

/// Each KPI that is shipped is held against a count that does not come from its formula.
@Suite struct `Shipped KPIs` {
    private func names(in folder: String) throws -> Set<String> {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: repository + "/pipelines/kpis/" + folder)
        return Set(
            files.filter { $0.hasSuffix(".yaml") }
                .map { $0.replacing(/(-v[0-9]+)?\.yaml$/, with: "") })
    }

    /// The truth of a generated world is counted case by case by code that knows no formula.
    @Test func `of the nightly pipeline stand in the sample's truth, all of them`() throws {
        let text = try String(
            contentsOfFile: repository + "/sample-data/truth.csv", encoding: .utf8)
        let known = Set(
            text.split(separator: "\n").filter { $0.hasPrefix("figures,") }
                .map { String($0.dropFirst("figures,".count).prefix { $0 != " " }) })
        let shipped = try names(in: "")
        #expect(shipped.subtracting(known).sorted() == [])
        #expect(shipped.count >= 40)
    }

    private static let header =
        "MaHoSo,DonViXuLy,KenhThucHien,NgayTiepNhan,NgayHenTra,NgayKetThucXuLy,TrangThaiHoSo,Gia,"
        + "DuocThanhToanTrucTuyen,CoKetQuaDienTu,HoSoCoThanhPhanSoHoa,DuocLayTuKhoDMQG,"
        + "TaiKhoanDuocXacThucVoiVNeID,KhongHaiLong,MaTTHC"

    /// Seven cases whose figures can be counted on the fingers.
    private static let portal = [
        header,
        // On time, paid by the national gateway, all flags.
        "P1,H56.01,2,20250301080000,20250310170000,20250305100000,10,50000,1,1,1,1,1,0,1.000001",
        // On time to the second, paid by a local gateway.
        "P2,H56.01,2,20250302080000,20250310170000,20250310170000,9,20000,2,1,1,0,1,0,1.000001",
        // Late by a second, paid at the counter, disliked: taken off twice.
        "P3,H56.01,1,20250303080000,20250310170000,20250310170001,10,20000,3,0,1,0,0,1,1.000001",
        // No fee; without a due date never late.
        "P4,H56.02,,20250304080000,,20250420100000,10,0,3,0,0,0,0,0,1.000001",
        // Open and overdue when March ends.
        "P5,H56.02,3,20250305080000,20250315170000,,4,30000,,,0,0,,0,1.000001",
        // Received in February, resolved in March, disliked.
        "P6,H56.02,2,20250220080000,20250310170000,20250306100000,10,,,1,1,1,1,1,1.000001",
        // Ended before March.
        "P7,H56.02,2,20250201080000,20250210170000,20250206100000,10,,,1,1,1,1,0,1.000001",
    ]

    @Test func `of decision 766 that need flags count the flags`() throws {
        let scratch = try NightFolder()
        try scratch.write("portal.csv", Self.portal.joined(separator: "\n") + "\n")
        var night = Night(
            pipeline: repository + "/pipelines/portal766.yaml",
            inputs: [("cases", scratch.path + "/portal.csv")])
        night.asOf = "2025-06-01"
        try night.run(into: scratch.workspace)
        let pairs = try Published(scratch.workspace).pairs(period: "2025-03")
        let expected = [
            // Of P1, P2, P3 and P5, which have a fee.
            "online-payment-share": "2/4",
            // Of those finished in March: P1, P2, P3, P6.
            "electronic-result-share": "3/4",
            // Of those received in March: P1 to P5.
            "digitised-share": "3/5", "reuse-share": "1/5", "verified-account-share": "2/5",
            // Of P1 to P6; P3 and P5 are overdue, P3 and P6 disliked.
            "satisfaction-766": "2/6",
        ]
        #expect(pairs == expected)
        #expect(try Set(expected.keys) == names(in: "portal766"))
    }

    private static let closed = [
        // Closed without an end: withdrawn, and returned without any date.
        "C1,U1,withdrawn,online,05/02/2025,10/02/2025,,,20/02/2025",
        "C2,U1,returned,direct,06/02/2025,,,,",
        // Refused before acceptance, open, and ended as it should be.
        "C3,U1,refused,direct,,,,,", "C4,U2,processing,direct,07/02/2025,,,,",
        "C5,U2,returned,direct,07/02/2025,10/02/2025,10/02/2025,,",
    ]

    @Test func `count what is closed without an end`() throws {
        let scratch = try NightFolder()
        let pipeline = try FormFolder.write(in: scratch, cases: Self.closed)
        let kpi = repository + "/pipelines/kpis/closed-without-end.yaml"
        try scratch.write("kpis/closed.yaml", try String(contentsOfFile: kpi, encoding: .utf8))
        try Night(pipeline: pipeline).run(into: scratch.workspace)
        #expect(
            try Published(scratch.workspace).pairs(period: "2025-02")["closed-without-end"] == "2/1"
        )
    }
}
