import Columnar
import Foundation
import Pipeline
import Testing

private let published =
    repository + "/../shared/data/vietnam/phutho_2026_progress_one_procedure.csv"

private let isThere = FileManager.default.fileExists(atPath: published)

/// A province's published on-time table, computed again as we compute everything.
@Suite(.enabled(if: isThere, "the folder of real exports is not beside the checkout"))
struct `The published points of a province` {
    private static let mapping = """
        mapping: table
        version: 1
        source: portal
        kind: record
        format: csv
        columns:
          unit: {header: [departmentCode], type: code}
          received: {header: [totalReceived], type: integer}
          on_time: {header: [totalOnTime], type: integer}
        ignore: [departmentName, level, totalOverdue, avgProcessingDays, ratio, score]
        """

    private static let kpi = """
        kpi: on-time
        version: 1
        title: {vi: Tỷ lệ đúng hạn}
        basis: Quyết định 766/QĐ-TTg, chỉ số 2.1
        from: progress
        numerator: sum(on_time)
        denominator: sum(received)
        scale: 100
        unit: "%"
        decimals: 2
        levels: [agency, unit]
        every: [all]
        source: {system: portal, owner: province, collected: published table}
        """

    private static let card = """
        scorecard: progress
        version: 1
        title: {vi: Tiến độ giải quyết}
        basis: Quyết định 766/QĐ-TTg, chỉ số 2.1
        levels: [unit]
        every: [all]
        items:
          - {item: on-time, kpi: on-time, max: 20, points: proportional, round: 2}
        total: {max: 20, round: 2}
        """

    @Test func `come out to the last digit, and a unit without cases is not 0`() throws {
        let scratch = try NightFolder()
        try scratch.write("mapping.yaml", Self.mapping)
        try scratch.write("kpi.yaml", Self.kpi)
        try scratch.write("card.yaml", Self.card)
        let pipeline = try scratch.write(
            "table.yaml",
            """
            minhbach: 1
            agency: {code: H44, name: {vi: Phú Thọ}}
            as_of: 2026-10-15
            inputs:
              progress: {kind: record, files: "\(published)", mapping: mapping.yaml}
            kpis: [kpi.yaml]
            scorecards: [card.yaml]
            periods:
              named: [{name: all, start: 2026-09-01, end: 2026-10-01}]
            """)
        try Night(pipeline: pipeline).run(into: scratch.workspace)
        let ours = Published(scratch.workspace)
        let figures = try ours.figures(level: "unit")
        var scores: [String: [String: String]] = [:]
        for line in try ours.table("scores.csv") where line["item"] == "total" {
            scores[line["member"] ?? ""] = line
        }
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: published)))
        let records = plainRecords(bytes).map(\.texts)
        var withoutCases = 0
        for row in records.dropFirst() {
            let figure = try #require(figures["on-time/all/\(row[0])"])
            let score = try #require(scores[row[0]])
            #expect([figure["numerator"], figure["denominator"]] == [row[4], row[3]])
            if row[3] == "0" {
                withoutCases += 1
                // Published as 0 points of 0 %: here it is neither.
                #expect([row[7], row[8]] == ["0", "0"])
                #expect(figure["status"] == "no-cases" && figure["shown"] == "")
                #expect(score["status"] == "no-cases" && score["points"] == "")
                #expect(score["reachable"] == "0")
                continue
            }
            #expect(figure["shown"] == padded(row[7]) + "%", "\(row)")
            #expect(score["points"] == row[8], "\(row)")
            #expect(score["shown"] == padded(row[8]))
        }
        #expect(records.count > 50 && withoutCases > 0)
    }

    /// The published table leaves zeros at the end out.
    private func padded(_ number: String) -> String {
        let parts = number.split(separator: ".")
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        return "\(parts[0])." + fraction + String(repeating: "0", count: 2 - fraction.count)
    }
}
