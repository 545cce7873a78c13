import Columnar
import Pipeline
import Testing

@Suite struct `A code` {
    private static let header = "Mã hồ sơ,Đơn vị,Trạng thái,Ngày nhận,Cập nhật"

    @Test func `is found in its dictionary by match key`() throws {
        let dataset = try SmallDesk().dataset(
            lines: Self.header, "1,H56.14,ĐANG\u{A0}XỬ LÝ,,", "2,000.00.14.H56,xong,,")
        #expect(
            dataset.rows("case", "case_id", "unit", "status") == [
                ["1", "H56.14", "processing"], ["2", "H56.14", "resolved"],
            ])
        #expect(dataset.findings.isEmpty)
    }

    @Test func `that is in no dictionary sets its record aside, with the nearest entry`() throws {
        let dataset = try SmallDesk().dataset(
            lines: Self.header, "1,,Đang xử lí,,", "2,,Khác hẳn,,", "3,,Xong,,")
        #expect(dataset.rows("case", "case_id") == [["3"]])
        #expect(dataset.findings.map(\.code) == [.valueUnknown, .valueUnknown])
        #expect(dataset.findings.map(\.value) == ["Đang xử lí", "Khác hẳn"])
        #expect(dataset.findings.map(\.hint) == ["Đang xử lý", nil])
        #expect(dataset.quarantine.map(\.record) == [1, 2])
    }

    @Test func `may be declared to mean nothing`() throws {
        var desk = SmallDesk()
        desk.columns = """
              case_id: {header: [a], type: id}
              unit: {header: [b], type: code, nulls: ["-", Không]}
              channel: {header: [c], type: code, dictionary: {Web: online, Máy: ~}}
            """
        let dataset = try desk.dataset(lines: "a,b,c", "1,-,Web", "2,KHÔNG,máy", "3,U,")
        #expect(
            dataset.rows("case", "unit", "channel") == [["∅", "online"], ["∅", "∅"], ["U", "∅"]])
        #expect(dataset.findings.isEmpty)
    }

    @Test func `is looked up in a catalogue; one that is not there counts as null`() throws {
        var desk = SmallDesk()
        desk.pipeline += "\nprocedures: procedures.csv"
        desk.columns = """
              case_id: {header: [a], type: id}
              procedure: {header: [b], type: code, lookup: procedures.name}
            """
        desk.more = [
            (
                "procedures.csv",
                """
                code,name,group,field,term,term_unit
                1.000001,Cấp lại thẻ,G1,F1,5,working_day
                1.000002,Đổi thẻ,G2,F2,,
                """
            )
        ]
        let dataset = try desk.dataset(lines: "a,b", "1,cấp  lại THẺ", "2,Hủy thẻ", "3,")
        #expect(
            dataset.rows("case", "case_id", "procedure") == [
                ["1", "1.000001"], ["2", "∅"], ["3", "∅"],
            ])
        #expect(dataset.findingTexts == ["N-014 2 procedure"])
        #expect(dataset.total.quarantined == 0)
    }

    @Test func `of a procedure lends its group and field where the export has none`() throws {
        var desk = SmallDesk()
        desk.pipeline += "\nprocedures: procedures.csv"
        desk.kpi = desk.kpi.replacing("levels: [agency]", with: "levels: [procedure_group, field]")
        desk.columns = """
              case_id: {header: [a], type: id}
              procedure: {header: [b], type: code, canonical: procedure}
              field: {header: [c], type: code}
            """
        desk.more = [
            (
                "procedures.csv",
                "code,name,group,field,term,term_unit\n1.000001,Cấp thẻ,G1,F1,5,working_day\n"
            )
        ]
        let dataset = try desk.dataset(
            lines: "a,b,c", "1,1.000001.000.00.00.H56,", "2,1.000001,own", "3,9.999999,", "4,,own")
        #expect(
            dataset.rows("case", "procedure_group", "field") == [
                ["G1", "F1"], ["G1", "own"], ["∅", "∅"], ["∅", "own"],
            ])
    }
}
