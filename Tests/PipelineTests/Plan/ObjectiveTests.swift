import Pipeline
import Testing

/// The objectives file, and the objectives that KPIs name.
struct ObjectiveTests {
    @Test func `an objective says whom it serves, how long, and who approved it`() throws {
        let loaded = plan(objectives).load()
        #expect(loaded.faults == [])
        let objective = try #require(loaded.plan?.objectives.first)
        #expect(objective.name == "serve-on-time")
        #expect(objective.title.text(in: .english) == "On time")
        #expect(objective.serves.vietnamese == "Người dân")
        #expect(objective.approval.document == "Kế hoạch 1 (mẫu)")
        #expect(objective.term.contains(try #require(parseInstant("2027-12-31"))))
        #expect(loaded.sources.map(\.role).contains(.objectives))
    }

    @Test(
        arguments: [
            (
                "objective: serve-on-time", "objective: serve-in-time",
                ["kpis/finished.yaml:10:12 P-631 → serve-in-time", "objectives.yaml:1:14 P-632"]
            ),
            ("until: 2028-01-01", "until: 2028-01-02", ["objectives.yaml:4:35 P-633"]),
            ("until: 2028-01-01", "until: 2025-12-31", ["objectives.yaml:4:35 P-633"]),
            ("until: 2028-01-01", "until: 2026-01-01", []),
            ("until: 2028-01-01", "until: 2024-01-01", ["objectives.yaml:4:35 P-304"]),
            (", until: 2028-01-01", "", ["objectives.yaml:4:9 P-208"]),
            ("date: 2024-12-20", "date: 2024-12-32", ["objectives.yaml:7:48 P-302"]),
            (
                "owner: Văn phòng", "ownr: Văn phòng",
                ["objectives.yaml:1:3 P-208", "objectives.yaml:6:3 P-207 → owner"]
            ),
            (
                "serves: {vi: Người dân}", "part_of: others",
                ["objectives.yaml:1:3 P-208", "objectives.yaml:3:12 P-631"]
            ),
            ("serves:", "part_of: serve-on-time\n  serves:", ["objectives.yaml:3:12 P-634"]),
        ] as [(String, String, [String])])
    func `one change to an objective`(old: String, new: String, faults: [String]) {
        #expect(Set(plan(objectives.replacing(old, by: new)).faults) == Set(faults))
    }

    @Test func `an objective that nothing serves is told, a whole is served by its parts`() throws {
        let whole = objectives.replacing("serve-on-time", by: "serve")
        let part = objectives + "\n  part_of: serve"
        let loaded = plan(whole + "\n" + part).load()
        #expect(loaded.faults == [])
        let idle = plan(objectives + "\n" + whole).load()
        #expect(idle.faults.map(\.short) == ["objectives.yaml:8:14 P-632"])
        #expect(idle.faults.map(\.severity) == [.warning])
        #expect(idle.plan?.objectives.count == 2)
    }

    @Test func `objectives that are parts of one another`() {
        let first = objectives + "\n  part_of: second"
        let second =
            objectives.replacing("serve-on-time", by: "second")
            + "\n  part_of: serve-on-time"
        let faults = plan(first + "\n" + second).load().faults
        #expect(faults.map(\.short) == ["objectives.yaml:8:12 P-634"])
        #expect(
            faults.first?.message
                == "an objective is a part of itself: serve-on-time → second → serve-on-time")
    }

    @Test func `an objective stands once, in a list`() {
        #expect(
            plan(objectives + "\n" + objectives).faults == ["objectives.yaml:8:14 P-305"])
        #expect(plan("serve-on-time: x").faults == ["objectives.yaml:1:1 P-209"])
    }

    private let objectives = """
        - objective: serve-on-time
          title: {vi: Đúng hẹn, en: On time}
          serves: {vi: Người dân}
          term: {from: 2025-01-01, until: 2028-01-01}
          basis: Nghị định 118/2025/NĐ-CP
          owner: Văn phòng
          approved: {document: Kế hoạch 1 (mẫu), date: 2024-12-20}
        """

    private func plan(_ objectives: String) -> SmallPlan {
        var plan = SmallPlan()
        plan.pipeline += "\nobjectives: objectives.yaml"
        plan.kpi += "\nobjective: serve-on-time"
        plan.others = [("objectives.yaml", objectives)]
        return plan
    }
}
