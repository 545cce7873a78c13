import Columnar
import Pipeline
import Testing

@Suite struct `The verdict on a record` {
    private static let header = "Mã hồ sơ,Đơn vị,Trạng thái,Ngày nhận,Cập nhật"

    @Test(
        arguments: [
            ("H1,U,Xong,01/06/2025,", nil),
            ("H1,U,Xong,,", nil),
            ("H1,U,Xong,2025-06-01,", FindingCode.instantUnreadable),
            ("H1,U,Xong,31/06/2025,", .instantUnreadable),
            ("H1,U,Xong,29/02/2025,", .instantUnreadable),
            ("H1,U,Chờ,01/06/2025,", .valueUnknown),
            ("  ,U,Xong,01/06/2025,", .requiredEmpty),
            (",U,Xong,01/06/2025,", .requiredEmpty),
            ("H1,U,Xong", .tooFewFields),
            ("H1,U,Xong,01/06/2025,,more", .tooManyFields),
            ("\"H1\"x,U,Xong,01/06/2025,", .textAfterQuote),
            ("H1,U\u{0},Xong,01/06/2025,", .nulByte),
        ] as [(String, FindingCode?)])
    func `names the first thing that is wrong`(line: String, reason: FindingCode?) throws {
        let dataset = try SmallDesk().dataset(lines: Self.header, line, "ok,U,Xong,,")
        #expect(dataset.quarantine.map(\.reason) == [reason].compactMap { $0 })
        #expect(dataset.total.read == 2)
        #expect(dataset.total.balances)
        #expect(dataset.total.accepted == (reason == nil ? 2 : 1))
    }

    @Test func `of several faults sets the record aside once and tells all`() throws {
        let dataset = try SmallDesk().dataset(lines: Self.header, "H1,U,Chờ,x,y")
        #expect(dataset.quarantine.count == 1)
        #expect(
            dataset.findingTexts == ["N-011 1 accepted_at", "N-011 1 updated_at", "N-012 1 status"])
    }

    @Test func `points to the bytes of the record`() throws {
        let bad = "\"H\n1\",U,Chờ,,"
        let dataset = try SmallDesk().dataset(
            lines: Self.header, "ok,U,Xong,,", bad, "ok2,U,Xong,,")
        let record = try #require(dataset.quarantine.first)
        #expect(record.record == 2)
        #expect(record.offset == Self.header.utf8.count + 1 + "ok,U,Xong,,\n".utf8.count)
        #expect(record.length == bad.utf8.count + 1)
    }

    @Test func `whole numbers and truth values that are none`() throws {
        var desk = SmallDesk()
        desk.columns = """
              case_id: {header: [a], type: id}
              supplements: {header: [b], type: integer}
              paid: {header: [c], type: flag, true: [Có], false: [Không]}
            """
        let dataset = try desk.dataset(
            lines: "a,b,c", "1,2,Có", "2,x,Có", "3,,Không", "4,1.5,", "5,3,Vâng")
        #expect(dataset.rows("case", "case_id", "supplements", "paid").map { $0[0] } == ["1", "3"])
        #expect(
            dataset.findingTexts == ["N-013 2 supplements", "N-013 4 supplements", "N-012 5 paid"])
    }

    @Test func `instants out of order are told, and count`() throws {
        var desk = SmallDesk()
        desk.columns = """
              case_id: {header: [a], type: id}
              accepted_at: {header: [b], type: instant, formats: [dd/MM/yyyy]}
              due_at: {header: [c], type: instant, formats: [dd/MM/yyyy]}
              resolved_at: {header: [d], type: instant, formats: [dd/MM/yyyy]}
            """
        let dataset = try desk.dataset(
            lines: "a,b,c,d", "1,05/06/2025,04/06/2025,03/06/2025", "2,,04/06/2025,03/06/2025",
            "3,05/06/2025,05/06/2025,05/06/2025")
        #expect(dataset.findingTexts == ["N-020 1 resolved_at", "N-021 1 due_at"])
        #expect(dataset.findings[0].hint == "accepted_at 2025-06-05 00:00:00")
        #expect(dataset.total.accepted == 3)
    }
}
