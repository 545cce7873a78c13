import Columnar
import Foundation
import Pipeline
import Testing

/// `targets`: for whom each target is, and what the agency's rates come to on a unit's own cases.
struct TargetsPageTests {
    @Test func `expected is the sum of the unit's cases times the agency's rates`() throws {
        // Agency: p1 4 of 5, p2 2 of 5, p3 1 of 2; 7 of 12 in all.
        let found = try #require(Self.page(SmartDesk()).fairness.first)
        let members = try #require(found.members)
        #expect(members.map(\.member) == ["A", "B", "C"])
        #expect(members.map(\.rows) == [5, 5, 2])
        #expect(members.map(\.alone) == [0, 0, 2])
        // A: 4 × 4/5 + 1 × 2/5 = 18/5; B: 1 × 4/5 + 4 × 2/5 = 12/5; C: its own.
        #expect(members.map(\.expected) == [18, 12, 5].map { LargeRatio($0, over: 5) })
        #expect(members.map(\.value) == [72, 48, 50].map { LargeRatio($0, over: 1) })
        #expect(members.map { $0.ratio?.rounded(places: 4) } == ["1.1111", "0.8333", "1.0000"])
        #expect(found.agency == LargeRatio(700, over: 12))
        #expect(members.map(\.distance) == [41, 31, 25].map { LargeRatio($0, over: 3) })
        // All expectations add up to what the agency reached.
        var sum = LargeRatio.zero
        for member in members { sum.add(member.expected) }
        #expect(sum == LargeRatio(7, over: 1))
        // No rule is declared: nobody is judged.
        #expect(members.map(\.differs) == [nil, nil, nil])
        #expect(found.warnings.isEmpty)
    }

    @Test(
        arguments: [
            ("margin: 10", [true, true, nil], ["A", "B"]),
            ("margin: 10.5", [true, false, nil], ["A"]),
            // 41/3 is more than 13.6 and less than 13.7.
            ("margin: 13.6", [true, false, nil], ["A"]),
            ("margin: 13.7", [false, false, nil], []),
            ("margin: 1, minimum: 6", [nil, nil, nil], []),
            ("margin: 1, shared: 0%", [true, true, true], ["A", "B", "C"]),
        ] as [(String, [Bool?], [String])])
    func `who differs`(rule: String, differs: [Bool?], named: [String]) throws {
        var desk = SmartDesk()
        desk.declared += "\nfairness: {\(rule)}"
        let page = try Self.page(desk)
        let found = try #require(page.fairness.first)
        #expect(found.members?.map(\.differs) == differs)
        #expect(found.warnings.flatMap(\.differing) == named)
        #expect(page.isUnfair == !named.isEmpty)
    }

    @Test func `a target of one's own is not laid flat`() throws {
        var desk = SmartDesk()
        desk.declared += "\nfairness: {margin: 10.5}"
        desk.targets = """
            target: {at_least: 60, until: 2027-01-01}
            targets:
              - {level: unit, member: A, at_least: 72, until: 2027-01-01, reason: hồ sơ dễ}
              - {level: unit, period: month, at_least: 50, until: 2027-01-01, reason: theo tháng}
            """
        let page = try Self.page(desk)
        #expect(page.fairness.first?.warnings.isEmpty == true)
        let lines = page.lines.map { line in
            "\(line.level) \(line.members.joined(separator: ",")) \(line.rule.target.number.text)"
        }
        #expect(lines == ["agency H56 60", "unit B,C 60", "unit A 72", "unit  50"])
        #expect(page.text(showsAll: true).contains { $0.contains("hồ sơ dễ") })
        #expect(page.period.name == "2025")
    }

    @Test func `a period can be named, and one that is not there is told`() throws {
        let folder = try NightFolder()
        let plan = try Self.plan(SmartDesk(), in: folder)
        let month = try TargetsPage(
            plan, TargetsRequest(workspace: folder.workspace, period: "2025-01"))
        #expect(month.fairness.first?.members?.map(\.member) == ["A", "B"])
        #expect(throws: RunError.self) {
            try TargetsPage(plan, TargetsRequest(workspace: folder.workspace, period: "2024-01"))
        }
    }

    @Test func `a median cannot be standardised`() throws {
        var desk = SmartDesk()
        desk.declared += "\nfairness: {margin: 1}"
        let folder = try NightFolder()
        let pipeline = try desk.published(in: folder)
        let text = try folder.read("kpi.yaml").replacing(
            "numerator: count(*) filter (where resolved_at <= due_at)",
            by: "numerator: median(resolved_at - due_at)"
        ).replacing("denominator: count(*)", by: "denominator: interval '8 hours'")
        try folder.write("kpi.yaml", text)
        let plan = try #require(Plan.load(path: pipeline).plan)
        let page = try TargetsPage(plan, TargetsRequest(workspace: folder.workspace))
        #expect(page.fairness.first?.members == nil)
        #expect(page.text(showsAll: true).contains { $0.contains("cannot be standardised") })
    }

    @Test func `the JSON has the exact pairs`() throws {
        let json = try Self.page(SmartDesk()).json
        let a = try #require(json.split(separator: "\n").first { $0.contains("\"member\":\"A\"") })
        #expect(a.contains("\"expected_numerator\":\"18\",\"expected_denominator\":\"5\""))
        #expect(a.contains("\"expected_value\":\"72.000000000000\",\"differs\":null"))
    }

    private static func plan(_ desk: SmartDesk, in folder: NightFolder) throws -> Plan {
        let loaded = Plan.load(path: try desk.published(in: folder))
        #expect(loaded.faults.map { $0.line() } == [])
        return try #require(loaded.plan)
    }

    private static func page(_ desk: SmartDesk) throws -> TargetsPage {
        let folder = try NightFolder()
        let plan = try plan(desk, in: folder)
        return try TargetsPage(plan, TargetsRequest(workspace: folder.workspace))
    }
}

extension NightFolder {
    fileprivate func read(_ name: String) throws -> String {
        try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }
}
