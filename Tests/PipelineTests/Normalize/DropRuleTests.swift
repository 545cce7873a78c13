import Columnar
import Pipeline
import Testing

@Suite struct `A record that is no case` {
    private static let header = "Mã hồ sơ,Đơn vị,Trạng thái,Ngày nhận,Cập nhật"

    private static func desk(_ rules: String...) -> SmallDesk {
        var desk = SmallDesk()
        desk.rest =
            "identity: [case_id]\ndrop:\n" + rules.map { "  - {\($0)}" }.joined(separator: "\n")
        return desk
    }

    @Test func `is a total by the exact word, however it is spelt`() throws {
        let dataset = try Self.desk("rule: total-row, column: case_id, in: [Tổng số, Cộng]")
            .dataset(
                lines: Self.header, "H1,U,Xong,,", "TỔNG\u{A0} SỐ,,,,12", "cộng,,,,1",
                "Tổng số 2,U,Xong,,", "Cộng hòa,U,Xong,,")
        #expect(dataset.rows("case", "case_id") == [["H1"], ["Tổng số 2"], ["Cộng hòa"]])
        #expect(dataset.counts == [[5, 3, 0, 0, 0, 2]])
        #expect(dataset.findings.isEmpty)
    }

    @Test func `is a total in a column of codes`() throws {
        let dataset = try Self.desk("rule: total-row, column: unit, in: [Tổng]").dataset(
            lines: Self.header, "H1,U,Xong,,", "H2,TỔNG,Xong,,")
        #expect(dataset.counts == [[2, 1, 0, 0, 0, 1]])
    }

    @Test func `is a row of column numbers`() throws {
        let dataset = try Self.desk("rule: column-numbers").dataset(
            lines: Self.header, "1,2,3,4,5", "(1),(2),(3),(4),(5)", "7,U,Xong,,", "8,,,,")
        #expect(dataset.rows("case", "case_id") == [["7"], ["8"]])
        #expect(dataset.counts == [[4, 2, 0, 0, 0, 2]])
        #expect(dataset.findings.isEmpty)
    }

    @Test func `is a banner: one filled field, and a required one is missing`() throws {
        let dataset = try Self.desk("rule: banner").dataset(
            lines: Self.header, "H1,U,Xong,01/06/2025,", ",Sở Nội vụ,,,", ",,,,", "H2,,,,")
        // H2 has its code, which is all that is required: it is a case.
        #expect(dataset.rows("case", "case_id") == [["H1"], ["H2"]])
        #expect(dataset.counts == [[4, 2, 0, 0, 0, 2]])
    }

    @Test func `a broken case is never dropped as a banner`() throws {
        let dataset = try Self.desk("rule: banner", "rule: column-numbers").dataset(
            lines: Self.header, "H1,U,Xong,31/02/2025,", "H2,U,Nửa vời,01/06/2025,", ",U,Xong,,",
            "H4,U,Xong")
        #expect(dataset.counts == [[4, 0, 0, 0, 4, 0]])
        #expect(
            dataset.findingTexts == [
                "N-011 1 accepted_at", "N-012 2 status", "N-010 3 case_id", "N-003 4",
            ])
    }

    @Test func `without a rule it is set aside`() throws {
        let dataset = try SmallDesk().dataset(lines: Self.header, ",Sở Nội vụ,,,", "1,2,3,4,5")
        #expect(dataset.counts == [[2, 0, 0, 0, 2, 0]])
    }

    @Test func `stands above the header and is counted`() throws {
        var desk = SmallDesk()
        desk.rest = "identity: [case_id]\nheader: {record: 3}"
        let dataset = try desk.dataset(lines: "DANH SÁCH", "tháng 6", Self.header, "H1,U,Xong,,")
        #expect(dataset.counts == [[3, 1, 0, 0, 0, 2]])
    }
}
