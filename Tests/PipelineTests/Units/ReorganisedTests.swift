import Columnar
import Pipeline
import Testing

/// The shipped example: departments merged and divided in the middle of the sample's year.
@Suite struct `The reorganised province` {
    private static let published = Result {
        let scratch = try NightFolder()
        try Night(pipeline: shippedPipelines + "/reorganised.yaml").run(into: scratch.workspace)
        let verification = try verify(VerificationRequest(workspace: scratch.workspace))
        let run = Published(scratch.workspace)
        return (
            results: try run.table("results.csv"), stock: try run.table("stock.csv"),
            findings: String(decoding: try run.bytes("findings.jsonl"), as: UTF8.self),
            holds: verification.holds
        )
    }

    /// A side of a figure: `12`, `6.75` or `29/3`.
    private static func side(_ text: String?) throws -> Exact? {
        let parts = (text ?? "").split(separator: "/").map(String.init)
        guard let upper = try parts.first.flatMap({ try parseExact($0) }) else { return nil }
        return parts.count == 1
            ? upper : try upper.divided(by: try parseExact(parts[1]) ?? Exact(1))
    }

    private static func pair(_ line: [String: String]) throws -> Exact? {
        guard let upper = try side(line["numerator"]), let lower = try side(line["denominator"])
        else { return nil }
        return try upper.divided(by: lower)
    }

    @Test func `has one total as reported and as restated`() throws {
        let published = try Self.published.get()
        #expect(published.holds)
        let lines = published.results.filter { $0["kpi"] == "received-by-unit" }
        for period in Set(lines.compactMap { $0["period"] }) {
            let own = lines.filter { $0["period"] == period }
            let agency = try #require(own.first { $0["level"] == "agency" })
            for level in ["unit_level", "unit_parent", "unit_reported", "unit_restated"] {
                let sum = try own.filter { $0["level"] == level }
                    .reduce(Exact(0)) { try $0.plus(Self.pair($1) ?? Exact(0)) }
                #expect(sum == (try Self.pair(agency)), "\(period) \(level)")
            }
        }
    }

    @Test func `shows a merger in the middle of a quarter in both views`() throws {
        let lines = try Self.published.get().results.filter {
            $0["kpi"] == "received-by-unit" && $0["period"] == "2025-Q2"
        }
        func received(_ level: String, _ member: String) throws -> Exact? {
            try lines.first { $0["level"] == level && $0["member"] == member }.flatMap(Self.pair)
        }
        let before = try ["H56.02@2025-05-15", "H56.03", "H56.02"].map {
            try received("unit_reported", $0) ?? Exact(0)
        }
        #expect(before == [Exact(43), Exact(31), Exact(47)])
        // Half of what H56.06 received went there, too.
        let divided = try received("unit_reported", "H56.06")
        #expect(divided == Exact(33))
        #expect(try received("unit_restated", "H56.02") == Exact(275, over: 2))
        #expect(try received("unit_restated", "H56.05") == Exact(461, over: 4))
        #expect(try received("unit_restated", "H56.06") == Exact(33, over: 4))
        #expect(try received("unit_restated", "H56.03") == nil)
        let status = Dictionary(
            lines.filter { $0["level"] == "unit_restated" }.map {
                ($0["member"] ?? "", $0["status"] ?? "")
            }, uniquingKeysWith: { first, _ in first })
        #expect(status["H56.02"] == "estimated" && status["H56.06"] == "withheld")
        #expect(status["H56.01"] == "ok")
    }

    @Test func `names rows of departments that were no more`() throws {
        let lines = try Self.published.get().findings.split(separator: "\n")
            .filter { $0.contains("\"N-050\"") }
        #expect(lines.count > 0)
        #expect(lines.allSatisfy { $0.contains("\"H56.03\"") || $0.contains("\"H56.06\"") })
    }

    @Test func `opens each month with what closed, and explains all of it`() throws {
        let stock = try Self.published.get().stock
        let agency = stock.filter { $0["level"] == "agency" && $0["cohort"] == "(all)" }
        #expect(agency.count == 12)
        for (month, next) in zip(agency, agency.dropFirst()) {
            #expect(month["closing"] == next["opening"])
        }
        #expect(agency.last?["closing"] == "231")
        #expect(agency.compactMap { Int($0["received"] ?? "") }.reduce(0, +) == 11875)
    }
}
