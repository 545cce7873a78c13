import Columnar
import Pipeline
import Testing

/// Each kind of fault, with its place: one change to a plan that is right.
struct PlanFaultTests {
    /// One change and the faults that it must bring.
    struct Change: Sendable, CustomTestStringConvertible {
        var part: any WritableKeyPath<SmallPlan, String> & Sendable
        var old: String
        var new: String
        var faults: [String]

        var testDescription: String { "\(old) → \(new)" }

        init(
            _ part: any WritableKeyPath<SmallPlan, String> & Sendable, _ old: String, _ new: String,
            _ faults: String...
        ) {
            (self.part, self.old, self.new, self.faults) = (part, old, new, faults)
        }

        var result: [String] {
            var plan = SmallPlan()
            plan[keyPath: part] = plan[keyPath: part].replacing(old, by: new)
            return plan.faults
        }
    }

    @Test func `the plan without a change has no faults`() throws {
        let loaded = SmallPlan().load()
        #expect(loaded.faults == [])
        let plan = try #require(loaded.plan)
        #expect(plan.kpis.map(\.name) == ["finished"])
        #expect(plan.kpis[0].measure != nil)
        #expect(plan.inputs[0].table == "case")
        #expect(plan.units.map(\.name) == ["Thành phố", "Sở Nội vụ, Lao động"])
        #expect(plan.procedures[0].termUnit == .workingDay)
        #expect(plan.asOf == .instant(1_767_225_600))
        #expect(plan.calendar?.days.count == 1)
        #expect(
            plan.sources.map(\.name) == [
                "kpis/finished.yaml", "list.yaml", "plan.yaml", "procedures.csv", "units.csv",
                "vn.yaml",
            ])
    }

    @Test(arguments: [
        Change(\.pipeline, "mapping: list.yaml", "mapping: lost.yaml", "plan.yaml:5:52 P-101"),
        Change(\.pipeline, "kpis/*", "kpi/*", "plan.yaml:9:8 P-105"),
        Change(\.mapping, "mapping: list\n", "mapping: [list\n", "list.yaml:2:8 P-201"),
        Change(
            \.kpi, "levels: [agency, unit]", "levels: &a [agency, unit]",
            "kpis/finished.yaml:8:9 P-204"),
        Change(\.kpi, "levels: [agency, unit]", "levels: *a", "kpis/finished.yaml:8:9 P-201"),
        Change(\.kpi, "title: {vi", "title: {[a]: b, vi", "kpis/finished.yaml:3:9 P-205"),
        Change(\.kpi, "version: 1", "version: 1\nversion: 2", "kpis/finished.yaml:2:1 P-206"),
    ])
    func `a file that cannot be read or parsed`(change: Change) {
        #expect(change.result == change.faults)
    }

    @Test(arguments: [
        Change(
            \.kpi, "value:", "valu:", "kpis/finished.yaml:1:1 P-602",
            "kpis/finished.yaml:7:1 P-207 → value"),
        Change(\.kpi, "basis: Nghị định 118/2025/NĐ-CP\n", "", "kpis/finished.yaml:1:1 P-208"),
        Change(\.kpi, "title: {vi: Đã giải quyết}", "title: [Đã]", "kpis/finished.yaml:3:8 P-209"),
        Change(\.kpi, "version: 1", "version: one", "kpis/finished.yaml:2:10 P-302"),
        Change(\.kpi, "version: 1", "version: 0", "kpis/finished.yaml:2:10 P-303"),
        Change(\.kpi, "version: 1", "version: 1\ndecimals: 13", "kpis/finished.yaml:3:11 P-303"),
        Change(
            \.kpi, "version: 1", "version: 1\nvalid: {from: 2025-02-30}",
            "kpis/finished.yaml:3:15 P-302"),
        Change(
            \.kpi, "version: 1", "version: 1\nvalid: {from: 2025-02-01, until: 2025-02-01}",
            "kpis/finished.yaml:3:34 P-304"),
        Change(
            \.kpi, "version: 1", "version: 1\ntarget: {at_least: 9x}",
            "kpis/finished.yaml:3:20 P-302"),
        Change(
            \.kpi, "version: 1", "version: 1\ntarget: {at_leest: 95}",
            "kpis/finished.yaml:3:10 P-207 → at_least"),
        Change(
            \.kpi, "levels: [agency, unit]", "levels: [unit, unit]",
            "kpis/finished.yaml:8:16 P-305"),
        Change(\.pipeline, "minhbach: 1", "minhbach: 2", "plan.yaml:1:11 P-301"),
        Change(
            \.pipeline, "every: [month, year]", "every: [month, yeer]",
            "plan.yaml:10:43 P-301 → year"),
        Change(\.pipeline, "as_of: 2026-01-01", "as_of: today", "plan.yaml:3:8 P-302"),
        Change(
            \.pipeline, "kind: case", "kind: cases", "plan.yaml:5:17 P-301 → case",
            "kpis/finished.yaml:5:7 P-405"),
        Change(\.pipeline, "inputs:\n", "expect: {}\ninputs:\n", "plan.yaml:4:1 P-207"),
        Change(
            \.pipeline, "mapping: list.yaml", "mapping: list.yaml, expect: {shrink: 20}",
            "plan.yaml:5:80 P-302"),
        Change(
            \.pipeline, "mapping: list.yaml", "mapping: list.yaml, on_bad_file: stopp",
            "plan.yaml:5:76 P-301 → stop"),
    ])
    func `a key or value that is wrong`(change: Change) {
        #expect(Set(change.result) == Set(change.faults))
    }

    @Test(arguments: [
        Change(\.kpi, "from: case", "from: cases", "kpis/finished.yaml:5:7 P-405 → case"),
        Change(
            \.kpi, "levels: [agency, unit]", "levels: [agency, unt]",
            "kpis/finished.yaml:8:18 P-406 → unit"),
        Change(
            \.kpi, "levels: [agency, unit]", "levels: [accepted_at]",
            "kpis/finished.yaml:8:10 P-406"),
        Change(
            \.kpi, "levels: [agency, unit]", "levels: [unit]\nlevel_of: {unit: unit_recieved}",
            "kpis/finished.yaml:9:18 P-406 → unit_received"),
        Change(
            \.kpi, "version: 1", "version: 1\nevery: [mont]",
            "kpis/finished.yaml:3:9 P-407 → month"),
        Change(\.pipeline, "procedures: procedures.csv\n", ""),
        Change(\.kpi, "levels: [agency, unit]", "levels: [procedure_group]"),
    ])
    func `a reference that dangles`(change: Change) {
        #expect(change.result == change.faults)
    }

    @Test func `files that the pipeline does not name are missed where they are needed`() {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing("procedures: procedures.csv\n", by: "")
            .replacing("units: units.csv\n", by: "").replacing("calendar: vn.yaml\n", by: "")
        plan.mapping += "\n  procedure: {header: [Tên], type: code, lookup: procedures.name}"
        plan.kpi = plan.kpi.replacing(
            "count(*)", by: "sum(working_time(accepted_at, resolved_at))"
        ).replacing("[agency, unit]", by: "[field]")
        #expect(
            plan.faults == [
                "kpis/finished.yaml:7:8 P-408", "kpis/finished.yaml:8:10 P-408",
                "list.yaml:13:3 P-408",
            ])
    }

    @Test func `a mapping of another kind`() {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing("kind: case", by: "kind: step")
        plan.kpi = plan.kpi.replacing("from: case", by: "from: step")
            .replacing("where: resolved_at >= period_start and resolved_at < period_end\n", by: "")
        #expect(plan.faults == ["plan.yaml:5:52 P-402"])
    }

    @Test(arguments: [
        Change(
            \.mapping, "case_id:", "case_idd:", "list.yaml:1:1 P-404",
            "list.yaml:7:3 P-501 → case_id"),
        Change(\.mapping, "type: id", "type: code", "list.yaml:7:39 P-502"),
        Change(
            \.mapping, "[dd/MM/yyyy]}\n  due_at", "[dd/MM/yyyy hh:mm]}\n  due_at",
            "list.yaml:8:63 P-503"),
        Change(\.mapping, "header: [Ngày hẹn]", "header: [Ngày nhận]", "list.yaml:9:3 P-505"),
        Change(\.mapping, "Mở: processing", "Mở: procesing", "list.yaml:12:79 P-301 → processing"),
        Change(
            \.mapping, ", dictionary: {Xong: resolved, Mở: processing}", "",
            "list.yaml:12:11 P-208"),
        Change(
            \.mapping, "canonical: agency", "canonical: agency, formats: [d]",
            "list.yaml:11:59 P-306"),
        Change(
            \.mapping, "canonical: agency", "canonicl: agency",
            "list.yaml:11:40 P-207 → canonical"),
        Change(
            \.mapping, "canonical: agency", "lookup: units.nam",
            "list.yaml:11:48 P-301 → units.name"),
        Change(
            \.mapping, "columns:\n", "identity: [case_id, unt]\ncolumns:\n",
            "list.yaml:6:21 P-403 → unit"),
        Change(\.mapping, "columns:\n", "record: a/b\ncolumns:\n", "list.yaml:6:1 P-306"),
        Change(\.mapping, "columns:\n", "delimiter: ;;\ncolumns:\n", "list.yaml:6:12 P-302"),
        Change(\.mapping, "columns:\n", "zone: 7\ncolumns:\n", "list.yaml:6:7 P-302"),
        Change(
            \.mapping, "columns:\n", "columns:\n  extra: {header: [X]}\n", "list.yaml:7:3 P-208"),
        Change(
            \.mapping, "columns:\n", "columns:\n  source: {header: [X], type: code}\n",
            "list.yaml:7:3 P-306"),
        Change(
            \.mapping, "columns:\n",
            "drop: [{rule: total-row, column: case, in: [Cộng]}]\ncolumns:\n",
            "list.yaml:6:34 P-403"),
        Change(
            \.mapping, "columns:\n",
            "columns:\n  paid: {header: [X], type: flag, true: [có], false: [có]}\n",
            "list.yaml:7:54 P-505"),
        Change(
            \.mapping, "columns:\n", "derive: {updated_at: resolved_a}\ncolumns:\n",
            "list.yaml:6:22 P-605 → resolved_at"),
        Change(\.mapping, "columns:\n", "ignore: [Đơn vị]\ncolumns:\n", "list.yaml:12:3 P-505"),
    ])
    func `a mapping that cannot be followed`(change: Change) {
        #expect(Set(change.result) == Set(change.faults))
    }

    @Test(arguments: [
        Change(\.calendar, "2025-01-01", "2024-01-01", "vn.yaml:5:25 P-702"),
        Change(
            \.calendar, "  2025: {", "  2023: {closed: [{day: 2023-01-02, name: Tết}]}\n  2025: {",
            "vn.yaml:6:3 P-703"),
        Change(
            \.calendar, "name: Tết}]", "name: Tết}, {day: 2025-01-01, name: Tết}]",
            "vn.yaml:5:49 P-305"),
        Change(
            \.calendar, "name: Tết}]",
            "name: Tết}], made_up: [{day: 2025-01-04, for: 2025-01-02, name: Bù}]",
            "vn.yaml:5:60 P-701"),
        Change(\.calendar, "13:30-17:30", "11:00-17:30", "vn.yaml:1:1 P-701"),
        Change(\.calendar, "13:30-17:30", "17:30-13:30", "vn.yaml:3:33 P-302"),
        Change(\.units, "H29.01,", "H29,", "units.csv:3:1 P-305"),
        Change(\.units, ",H29,department", ",H28,department", "units.csv:3:1 P-803 → H29"),
        Change(\.units, "Thành phố,,city", "Thành phố,H29.01,city", "units.csv:2:1 P-804"),
        Change(\.units, "Thành phố,,city", "Thành phố,city", "units.csv:2:1 P-801"),
        Change(\.units, "Lao động\"", "Lao động", "units.csv:3:0 P-802"),
        Change(\.units, ",level", ",lvl", "units.csv:1:1 P-207", "units.csv:1:1 P-403"),
        Change(\.procedures, ",3,", ",three,", "procedures.csv:2:1 P-302"),
        Change(\.procedures, "working_day", "workday", "procedures.csv:2:1 P-301"),
    ])
    func `a calendar or catalogue that contradicts itself`(change: Change) {
        #expect(Set(change.result) == Set(change.faults))
    }
}
