import Foundation
import Pipeline
import Testing

/// A pipeline whose rules change in mid-year, with a scorecard: a case a line.
struct DatedDesk {
    let scratch: NightFolder
    let pipeline: String

    /// Cases of two months: accepted, due, resolved.
    static let cases = """
        \(SmallPipeline.header)
        A1,A,closed,02/06/2025 08:00:00,06/06/2025 08:00:00,06/06/2025 08:00:00,,1,
        A2,A,closed,02/06/2025 08:00:00,06/06/2025 08:00:00,07/06/2025 08:00:00,,1,
        B1,B,closed,02/06/2025 08:00:00,,05/06/2025 08:00:00,,1,
        A3,A,closed,01/07/2025 08:00:00,06/07/2025 08:00:00,05/07/2025 08:00:00,,1,
        A4,A,closed,01/07/2025 08:00:00,06/07/2025 08:00:00,06/07/2025 08:00:00,,1,
        B2,B,open,01/07/2025 08:00:00,06/07/2025 08:00:00,,,1,

        """

    /// On time: until July to the second, then earlier; a target that rises with it.
    private static func kpi(_ version: Int, _ valid: String, _ sign: String, _ target: Int)
        -> String
    {
        """
        kpi: on-time
        version: \(version)
        valid: \(valid)
        title: {vi: Đúng hạn, en: On time}
        basis: quyết định \(version)
        from: case
        where: |-
          resolved_at >= period_start and resolved_at < period_end
          and status in ('resolved', 'returned') and due_at is not null
        numerator: count(*) filter (where resolved_at \(sign) due_at)
        denominator: count(*)
        scale: 100
        unit: "%"
        levels: [agency, unit]
        every: [month]
        target: {at_least: \(target)}
        source: {system: a test, owner: a test, collected: a test}

        """
    }

    private static func card(_ version: Int, _ valid: String, _ points: String) -> String {
        """
        scorecard: desk
        version: \(version)
        valid: \(valid)
        title: {vi: Thẻ điểm, en: Scorecard}
        basis: quyết định \(version)
        levels: [agency, unit]
        every: [month]
        items:
          - {kpi: on-time, weight: 100, points: \(points)}
        total:
          classes:
            - {at_least: 50, title: {vi: Đạt, en: Met}}
            - {at_least: 0, title: {vi: Không đạt}}

        """
    }

    init() throws {
        scratch = try NightFolder()
        try scratch.write("mapping.yaml", SmallPipeline.mapping)
        try scratch.write("cases/a.csv", Self.cases)
        try scratch.write("kpis/1.yaml", Self.kpi(1, "{until: 2025-07-01}", "<=", 50))
        try scratch.write("kpis/2.yaml", Self.kpi(2, "{from: 2025-07-01}", "<", 90))
        try scratch.write("cards/1.yaml", Self.card(1, "{until: 2025-07-01}", "proportional"))
        try scratch.write(
            "cards/2.yaml",
            Self.card(
                2, "{from: 2025-07-01}",
                "{steps: [{at_least: 90, points: 2}, {above: 0, points: 1}]}"))
        pipeline = try scratch.write(
            "dated.yaml",
            """
            minhbach: 1
            agency: {code: H01, name: {vi: Cơ quan, en: Agency}}
            as_of: 2026-01-01 00:00:00
            inputs:
              cases: {kind: case, files: "cases/*", mapping: mapping.yaml}
            kpis: [kpis/*.yaml]
            scorecards: [cards/*.yaml]
            periods: {every: [month], from: 2025-06-01, until: 2025-08-01}

            """)
    }

    /// Runs it.
    @discardableResult
    func run(now: String = "2026-01-05T02:00:00") throws -> SealedRun {
        try Night(pipeline: pipeline, now: now).run(into: scratch.workspace)
    }

    /// What the commands need that compute again.
    var verification: VerificationRequest { VerificationRequest(workspace: scratch.workspace) }
}
