import Foundation
import Pipeline
import Testing

/// A mistyped year is a fact about one record: it stops nobody's figures.
@Suite struct `A mistyped year` {
    private static let header = """
        Số hồ sơ,Mã thủ tục,Hình thức nộp,Ngày nộp hồ sơ,Ngày tiếp nhận,Ngày hẹn trả,\
        Ngày kết thúc xử lý,Ngày cập nhật,Cơ quan/đơn vị,Trạng thái hồ sơ
        """

    private static func record(_ number: Int, accepted: String, resolved: String) -> String {
        let code = "H56.01-250102-000\(number)"
        let times = "\(accepted) 08:00:00,10/01/2025 08:00:00,\(resolved) 08:00:00"
        return "\(code),1.003700,Trực tuyến,\(accepted) 07:30:00,\(times),"
            + "\(resolved) 08:00:00,H56.01,Đã trả kết quả"
    }

    private static func pipeline(over file: String) -> String {
        let shipped = shippedPipelines
        return """
            minhbach: 1
            agency: {code: H56, name: {vi: Bàn, en: Desk}}
            inputs:
              cases: {kind: case, files: \(file), mapping: \(shipped)/mappings/igate-csv.yaml}
            calendar: \(shipped)/calendars/vn.yaml
            units: \(shipped)/../sample-data/units.csv
            procedures: \(shipped)/../sample-data/procedures.csv
            kpis: [\(shipped)/kpis/mean-working-days.yaml, \(shipped)/kpis/finished.yaml]
            periods: {calendar: civil, every: [month, quarter, half, year], from: 2025-01-01}
            """
    }

    @Test func `leaves its record out of working times and is told`() throws {
        let scratch = try NightFolder()
        let records = [
            Self.record(1, accepted: "02/01/2025", resolved: "03/01/2025"),
            Self.record(2, accepted: "02/01/0225", resolved: "03/01/2025"),
            Self.record(3, accepted: "02/01/2025", resolved: "03/01/2035"),
        ]
        let text = ([Self.header] + records).joined(separator: "\n") + "\n"
        let file = try scratch.write("mistyped.csv", text)
        try Night(pipeline: try scratch.write("desk.yaml", Self.pipeline(over: file)))
            .run(into: scratch.workspace)
        let run = scratch.workspace + "/current/"
        let findings = try String(contentsOfFile: run + "findings.jsonl", encoding: .utf8)
            .split(separator: "\n").filter { $0.contains("N-044") }
        #expect(findings.count == 2)
        #expect(findings.contains { $0.contains("accepted_at") && $0.contains("\"225\"") })
        #expect(findings.contains { $0.contains("\"record\":2") })
        #expect(findings.contains { $0.contains("resolved_at") && $0.contains("\"2035\"") })
        let figures = try Published(scratch.workspace).figures()
        let mean = try #require(figures["mean-working-days/2025-01/H56"])
        // One working day of one case: of the other one nothing is known.
        #expect(mean["numerator"] == "28800" && mean["denominator"] == "28800")
        #expect(figures["finished/2025-01/H56"]?["numerator"] == "2")
    }
}
