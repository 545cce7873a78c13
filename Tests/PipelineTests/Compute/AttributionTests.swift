import Pipeline
import Testing

/// A case counts for the unit that resolves it or for the one that received it, as its KPI says,
/// and two KPIs of one pipeline may say so differently.
struct AttributionTests {
    @Test func `one level, two columns`() throws {
        let folder = try NightFolder()
        try folder.write(
            "a.export",
            """
            Mã hồ sơ,Đơn vị,Nơi nhận,Ngày nhận
            1,A,B,01/05/2025
            2,A,B,02/05/2025
            3,B,A,03/05/2025

            """)
        for (name, attribution) in [("one", "resolving"), ("two", "receiving")] {
            try folder.write(
                "kpis/\(name).yaml",
                """
                kpi: \(name)
                version: 1
                title: {vi: Tiếp nhận}
                basis: Nghị định 118/2025/NĐ-CP, Điều 14
                from: case
                value: count(*)
                attribution: \(attribution)
                levels: [agency, unit]
                source: {system: một cửa, owner: Văn phòng, collected: nightly}
                """)
        }
        try folder.write(
            "mapping.yaml",
            """
            mapping: desk
            version: 1
            source: desk
            kind: case
            format: csv
            columns:
              case_id: {header: [Mã hồ sơ], type: id, required: true}
              unit: {header: [Đơn vị], type: code, canonical: agency}
              unit_received: {header: [Nơi nhận], type: code, canonical: agency}
              accepted_at: {header: [Ngày nhận], type: instant, formats: [dd/MM/yyyy]}
            """)
        let pipeline = try folder.write(
            "desk.yaml",
            """
            minhbach: 1
            agency: {code: H56, name: {vi: Tỉnh}}
            as_of: 2025-07-01
            inputs: {cases: {kind: case, files: '*.export', mapping: mapping.yaml}}
            kpis: [kpis/*.yaml]
            periods: {every: [year]}
            """)
        try Night(pipeline: pipeline).run(into: folder.workspace)
        let (_, lines) = try publishedResults(
            workspace: folder.workspace, run: nil, ResultsFilter(level: "unit"))
        #expect(
            lines.map { "\($0[0]) \($0[6]) \($0[7])" } == [
                "one A 2", "one B 1", "two A 1", "two B 2",
            ])
    }
}
