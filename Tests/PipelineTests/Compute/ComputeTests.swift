import Columnar
import Pipeline
import Testing

@Suite struct `Computed results` {
    private static let header = "Mã hồ sơ,Đơn vị,Trạng thái,Ngày nhận,Cập nhật"

    private static func results(_ lines: String..., threads: Int = 1) throws -> Results {
        var desk = SmallDesk()
        desk.pipeline = "periods: {every: [month], from: 2025-05-01, until: 2025-07-01}"
        desk.kpi = desk.kpi.replacing(
            "value: count(*)",
            with: """
                where: accepted_at >= period_start and accepted_at < period_end
                numerator: count(*) filter (where status = 'resolved')
                denominator: count(*)
                """
        ).replacing("levels: [agency]", with: "levels: [unit, agency]")
        let text = ([header] + lines).joined(separator: "\n") + "\n"
        let dataset = try desk.dataset([("a.export", text)])
        return try compute(desk.plan(), dataset, asOf: 1_751_328_000, threads: threads)
    }

    private static func lines(_ results: Results) -> [String] {
        results.figures.map { figure in
            ([figure.period.name, figure.level, figure.member] + figure.fields[7...8]
                + [figure.status.rawValue]).joined(separator: " ")
        }
    }

    @Test func `have a line for the agency always, and for members that have a case`() throws {
        let results = try Self.results(
            "1,B,Xong,01/06/2025,", "2,B,Đang xử lý,30/06/2025,", "3,A,Xong,15/06/2025,",
            "4,,Xong,15/06/2025,", "5,A,Xong,01/07/2025,", "6,A,Xong,,")
        #expect(
            Self.lines(results) == [
                "2025-05 agency H56 0 0 no-cases", "2025-06 agency H56 3 4 ok",
                "2025-06 unit A 1 1 ok",
                "2025-06 unit B 1 2 ok", "2025-06 unit (none) 1 1 ok",
            ])
    }

    @Test func `of members add up to the agency`() throws {
        let results = try Self.results(
            "1,B,Xong,01/06/2025,", "2,C,Đang xử lý,30/05/2025,", "3,A,Xong,15/06/2025,",
            "4,,Xong,15/06/2025,")
        for period in ["2025-05", "2025-06"] {
            let figures = results.figures.filter { $0.period.name == period }
            let agency = figures.filter { $0.level == "agency" }.compactMap { Int($0.fields[8]) }
            let units = figures.filter { $0.level == "unit" }.compactMap { Int($0.fields[8]) }
            #expect(agency == [units.reduce(0, +)])
        }
    }

    @Test func `without any row still have the agency`() throws {
        #expect(
            Self.lines(try Self.results()) == [
                "2025-05 agency H56 0 0 no-cases", "2025-06 agency H56 0 0 no-cases",
            ])
    }

    @Test func `are written with their header, quoted and neutralized`() throws {
        let results = try Self.results("1,\"=A,\"\"1\"\"\",Xong,01/06/2025,")
        let text = String(decoding: results.csv(), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.first.map(String.init) == Results.header.joined(separator: ","))
        #expect(lines.last?.hasSuffix(#",unit,"'=A,""1""",1,1,1,1.00,ok,,"#) == true)
        #expect(text.hasSuffix("\n") && !text.contains("\r"))
    }
}
