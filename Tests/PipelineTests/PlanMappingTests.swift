import Columnar
import Pipeline
import Testing

/// What mappings can say, and what the tables then are.
struct PlanMappingTests {
    @Test func `cases of two systems fill one table`() throws {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing(
            "\ncalendar:",
            by: "\n  sync: {kind: case, files: [a.xml, b.xml], mapping: sync.yaml}\ncalendar:")
        plan.others = [("sync.yaml", Self.sync)]
        let loaded = plan.load()
        #expect(loaded.faults == [])
        let tables = try #require(loaded.plan?.tables)
        #expect(tables.map(\.name) == ["case", "step", "supplements"])
        #expect(tables[0].inputs == ["cases", "sync"])
        #expect(tables[1].inputs == ["sync"])
        let source = try #require(tables[0].schema.index(of: "source"))
        #expect(tables[0].schema.fields[source].values == ["dongbo", "igate"])
        let paid = try #require(tables[0].schema.index(of: "paid"))
        #expect(tables[0].types[paid] == .flag)
        #expect(tables[0].schema.index(of: "owner") == nil)
        let mapping = try #require(loaded.plan?.inputs[1].mapping)
        #expect(mapping.format == .xml(record: "data/HoSo"))
        #expect(mapping.column("phone")?.privacy == .keyed)
        #expect(mapping.column("owner")?.privacy == .dropped)
        #expect(mapping.identity == ["case_id", "unit"])
        #expect(mapping.derived.map(\.name) == ["updated_at", "days"])
        #expect(mapping.derived.allSatisfy { $0.compiled != nil })
        #expect(mapping.children.map(\.table) == ["step", "supplements"])
        guard case .duration(unit: 3600) = mapping.column("paused")?.type else {
            Issue.record("hours are 3600 seconds")
            return
        }
    }

    @Test func `a column has one type in all mappings`() {
        var plan = SmallPlan()
        plan.mapping += "\n  paid: {header: [X], type: integer}"
        plan.pipeline = plan.pipeline.replacing(
            "\ncalendar:",
            by: "\n  sync: {kind: case, files: a.xml, mapping: sync.yaml}\ncalendar:")
        plan.others = [("sync.yaml", Self.sync)]
        #expect(plan.faults == ["sync.yaml:9:3 P-502"])
    }

    @Test(arguments: [
        ("path: NgayTra", "path: /NgayTra", "sync.yaml:10:23 P-504"),
        ("record: data/HoSo", "record: data/@id", "sync.yaml:6:9 P-504"),
        ("path: TienDo", "path: TienDo/@x", "sync.yaml:18:15 P-504"),
        ("kind: step", "kind: survey", "sync.yaml:18:29 P-301"),
        ("kind: step", "kind: stepp", "sync.yaml:18:29 P-301 → step"),
        ("format: xml", "format: xml\nignore: [X]", "sync.yaml:6:1 P-306"),
        ("in: hours", "in: years", "sync.yaml:12:44 P-301"),
        ("personal: key", "personal: key, type: code", "sync.yaml:14:3 P-306"),
    ])
    func `what is wrong with an XML mapping`(old: String, new: String, fault: String) {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing("list.yaml", by: "sync.yaml")
        plan.others = [("sync.yaml", Self.sync.replacing(old, by: new))]
        #expect(plan.faults == [fault])
    }

    private static let sync = """
        mapping: sync
        version: 2
        source: dongbo
        kind: case
        format: xml
        record: data/HoSo
        columns:
          case_id: {path: MaHoSo, type: id}
          paid: {path: "@paid", type: flag, true: ['1'], false: ['0', ''] }
          returned_at: {path: NgayTra, type: instant, formats: [yyyyMMddHHmmss], zone: as-written}
          accepted_at: {path: "date[@key='a/b']/@value", type: instant, formats: [yyyyMMdd]}
          paused: {path: Dung, type: duration, in: hours}
          owner: {path: ChuHoSo, personal: drop}
          phone: {path: DienThoai, personal: key}
          unit: {path: DonVi, type: code, lookup: units.name}
        identity: [case_id, unit]
        children:
          log: {path: TienDo, kind: step, columns: {step: {path: Buoc, type: code}}}
          supplements: {path: a/b, kind: record, columns: {due: {path: ., type: text}}}
        derive:
          updated_at: coalesce(returned_at, accepted_at)
          days: {formula: returned_at - accepted_at, type: duration}
        """.replacing(", ''] }", by: "]}")

    @Test func `a wide survey becomes rows of questions and levels`() throws {
        let loaded = Self.survey(
            """
            questions:
              q1: {header: [q1, Q1]}
              q2: {header: [q2], scale: {name: faces, levels: {good: 3, bad: 1}}}
            """, columns: "response: {header: [id], type: id}")
        #expect(loaded.faults == [])
        let plan = try #require(loaded.plan)
        let mapping = plan.inputs[0].mapping
        #expect(mapping.questions.map(\.name) == ["q1", "q2"])
        #expect(mapping.questions[0].scale == mapping.scale)
        #expect(mapping.questions[1].scale.levels.map(\.level) == [3, 1])
        #expect(mapping.scale?.notApplicable == ["9", "NA"])
        #expect(mapping.identity == ["response", "question"])
        let scale = try #require(plan.tables[0].schema.index(of: "scale"))
        #expect(plan.tables[0].schema.fields[scale].values == ["faces", "five"])
    }

    @Test func `a long survey names the columns of question and level`() throws {
        let columns = "response: {header: [id], type: id}"
        #expect(
            Self.survey("", columns: columns).faults.map(\.code) == [
                .missingColumn, .missingColumn,
            ])
        let loaded = Self.survey(
            "", columns: columns + "\n  question: {header: [q], type: code}\n  level: {header: [l]}"
        )
        #expect(loaded.faults == [])
        guard case .level = loaded.plan?.inputs[0].mapping.column("level")?.type else {
            Issue.record("a level is read by the scale")
            return
        }
    }

    private static func survey(_ questions: String, columns: String) -> LoadedPlan {
        let mapping = """
            mapping: wide
            version: 1
            source: kiosk
            kind: survey
            format: csv
            scale: {name: five, levels: {1: 1, 2: 2}, na: [9, NA]}
            columns:
              \(columns)
            \(questions)
            """
        let pipeline = """
            minhbach: 1
            agency: {code: H29, name: Tỉnh}
            inputs: {answers: {kind: survey, files: a.csv, mapping: wide.yaml}}
            kpis: [share.yaml]
            periods: {named: [{name: all, start: 2025-01-01, end: 2026-01-01}]}
            """
        let kpi = """
            kpi: share
            version: 1
            title: Hài lòng
            basis: Nghị định 118/2025/NĐ-CP, Điều 33
            from: survey
            where: level is not null and scale = 'five'
            numerator: count(*) filter (where level >= 2)
            denominator: count(*)
            scale: 100
            levels: [agency, question]
            every: [all]
            source: {system: ki-ốt, owner: Trung tâm, collected: export}
            """
        return loadPlan([("plan.yaml", pipeline), ("wide.yaml", mapping), ("share.yaml", kpi)])
    }
}
