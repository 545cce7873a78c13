import Foundation
import Pipeline
import Testing

/// A pipeline of one KPI over cases of three units, two of which share two procedures; of it tests
/// change what the KPI declares.
struct SmartDesk {
    /// What the KPI file says besides its formula.
    var declared = """
        unit: "%"
        kind: outcome
        objective: on-time
        responsible: {unit: A, position: Trưởng phòng, duty: Trả đúng hạn}
        source: {system: một cửa, owner: Văn phòng, collected: nightly, cycle: đêm, manual: false}
        quality: {verified: a, source: b, accuracy: c, limits: d, compensation: e}
        baseline: {value: 50, period: 2024, source: báo cáo}
        review: 2026-12-31
        """
    /// What the KPI file says of its targets.
    var targets = "target: {at_least: 60, from: 2025-01-01, until: 2027-01-01}"
    /// The objectives file; nil: the pipeline names none.
    var objectives: String? = """
        - objective: on-time
          title: {vi: Đúng hẹn, en: On time}
          serves: Người dân
          term: {from: 2025-01-01, until: 2028-01-01}
          basis: Nghị định 118/2025/NĐ-CP
          owner: Văn phòng
          approved: {document: KH 1, date: 2024-12-20}
        """
    /// Unit, procedure, month in which the case ends, and how many in time of how many.
    var cases: [(unit: String, procedure: String, month: Int, onTime: Int, of: Int)] = [
        ("A", "p1", 1, 4, 4), ("A", "p2", 2, 0, 1), ("B", "p1", 1, 0, 1), ("B", "p2", 2, 2, 4),
        ("C", "p3", 3, 1, 2),
    ]

    /// Writes all files, runs the pipeline, and gives its path.
    func published(in folder: NightFolder) throws -> String {
        let pipeline = try write(to: folder)
        try Night(pipeline: pipeline).run(into: folder.workspace)
        return pipeline
    }

    /// Writes all files and gives the path of the pipeline.
    func write(to folder: NightFolder) throws -> String {
        var lines = ["Mã,Đơn vị,Thủ tục,Hạn,Xong"]
        for (number, group) in cases.enumerated() {
            for index in 0..<group.of {
                let day = index < group.onTime ? "10" : "20"
                lines.append(
                    "\(number)-\(index),\(group.unit),\(group.procedure),15/0\(group.month)/2025,"
                        + "\(day)/0\(group.month)/2025")
            }
        }
        try folder.write("a.export", lines.joined(separator: "\n") + "\n")
        try folder.write(
            "mapping.yaml",
            """
            mapping: desk
            version: 1
            source: desk
            kind: case
            format: csv
            columns:
              case_id: {header: [Mã], type: id, required: true}
              unit: {header: [Đơn vị], type: code, canonical: agency}
              procedure: {header: [Thủ tục], type: code}
              due_at: {header: [Hạn], type: instant, formats: [dd/MM/yyyy]}
              resolved_at: {header: [Xong], type: instant, formats: [dd/MM/yyyy]}
            """)
        try folder.write(
            "kpi.yaml",
            """
            kpi: on-time
            version: 1
            title: {vi: Đúng hạn, en: On time}
            basis: Nghị định 118/2025/NĐ-CP, Điều 32
            from: case
            where: resolved_at >= period_start and resolved_at < period_end
            numerator: count(*) filter (where resolved_at <= due_at)
            denominator: count(*)
            scale: 100
            levels: [agency, unit]
            every: [month, year]
            \(declared)
            \(targets)
            """)
        try folder.write(
            "units.csv", "code,name,parent,level\nA,Phòng A,,x\nB,Phòng B,,x\nC,Phòng C,,x\n")
        if let objectives { try folder.write("objectives.yaml", objectives) }
        return try folder.write(
            "desk.yaml",
            """
            minhbach: 1
            agency: {code: H56, name: {vi: Tỉnh}}
            as_of: 2026-01-05
            inputs: {cases: {kind: case, files: '*.export', mapping: mapping.yaml}}
            units: units.csv
            kpis: [kpi.yaml]
            periods: {every: [month, year], from: 2025-01-01, until: 2026-01-01}
            \(objectives == nil ? "" : "objectives: objectives.yaml")
            """)
    }
}
