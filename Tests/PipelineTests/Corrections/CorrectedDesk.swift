import Foundation
import Pipeline

/// A pipeline that derives what can be derived: catalogue, formulas, units, clocks, officers.
enum CorrectedDesk {
    private static let mapping = """
        mapping: desk
        version: 1
        source: desk
        kind: case
        format: csv
        columns:
          case_id: {header: [id], type: id, required: true}
          procedure: {header: [procedure], type: code}
          field: {header: [field], type: code}
          unit: {header: [unit], type: code}
          officer: {header: [officer], type: code}
          channel:
            header: [channel]
            type: code
            dictionary: {trực tuyến: online, trực tiếp: direct}
          status:
            header: [status]
            type: code
            required: true
            dictionary: {mở: processing, xong: resolved, rút: withdrawn}
          accepted_at: {header: [accepted_at], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
          due_at: {header: [due_at], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
          resolved_at: {header: [resolved_at], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
          updated_at: {header: [updated], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
          paused: {header: [paused], type: duration, in: hours}
          fee: {header: [fee], type: integer}
          urgent: {header: [urgent], type: flag, true: ["1"], false: ["0"]}
          note: {header: [note], type: text}
        derive:
          returned_at: "coalesce(resolved_at, due_at)"
        identity: [case_id]

        """

    private static let clocks = """
        clocks: desk
        version: 1
        pauses:
          - {table: pauses, from: asked, to: answered, kind: supplement, basis: Điều 19,
             policy: restart}

        """

    private static let procedures = """
        code,name,group,field,term,term_unit
        P1,Khai sinh,Tư pháp,Hộ tịch,5,working_day
        P2,Kết hôn,Tư pháp,Hộ tịch,8,working_hour
        P3,Sổ đỏ,Tài nguyên,Đất đai,2,working_day

        """

    private static let units = """
        code,name,parent,level,from,until
        H1,Tỉnh,,province,,
        H1.01,Phòng A,H1,department,,
        H1.02,Phòng B,H1,department,,2025-05-01
        H1.03,Phòng C,H1.01,team,,
        H1.04,Phòng D,H1,department,,

        """

    private static let succession = """
        from_code,from_valid_until,to_code,date,kind,share,basis
        H1.02,2025-05-01,H1.04,2025-05-01,split,0.25,Nghị quyết
        H1.02,2025-05-01,H1.03,2025-05-01,split,0.75,Nghị quyết

        """

    private static let tables = [
        (
            "pauses", "kind: record",
            """
              asked: {header: [asked], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
              answered: {header: [answered], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
            """
        ),
        (
            "steps", "kind: step",
            """
              officer: {header: [officer], type: code}
              started_at: {header: [asked], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
              ended_at: {header: [answered], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
            """
        ),
    ]

    private static let kpis = [
        (
            "received",
            "where: accepted_at >= period_start and accepted_at < period_end\nvalue: count(*)"
        ),
        (
            "on-time",
            "where: resolved_at >= period_start and resolved_at < period_end and status <> "
                + "'withdrawn'\nnumerator: count(*) filter (where resolved_at <= due_computed)\n"
                + "denominator: count(*)"
        ),
        (
            "paused-long",
            "where: paused >= interval '8 hours' and accepted_at < period_end\nvalue: sum(paused)"
        ),
        ("fees", "where: returned_at < period_end and urgent\nvalue: sum(fee)"),
        (
            "noted",
            "where: note is not null and supplements >= 0 and returned_at < period_end\n"
                + "value: count(distinct note)"
        ),
        ("peak", "where: channel <> 'direct'\nvalue: peak(accepted_at, resolved_at)"),
    ]

    /// Writes everything but exports and corrections, and returns the pipeline's path.
    static func write(in scratch: NightFolder, corrections: Bool) throws -> String {
        try scratch.write("mapping.yaml", mapping)
        try scratch.write("clocks.yaml", clocks)
        try scratch.write("procedures.csv", procedures)
        try scratch.write("units.csv", units)
        try scratch.write("succession.csv", succession)
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
        let hours = days.map { "  \($0): [\"07:00-11:30\", \"13:30-17:00\"]\n" }.joined()
        try scratch.write(
            "calendar.yaml",
            "calendar: desk\nversion: 1\nhours:\n\(hours)years:\n"
                + "  2025: {closed: [{day: 2025-01-01, name: Tết}]}\n"
                + "  2026: {closed: [{day: 2026-01-01, name: Tết}]}\n")
        for (name, kind, columns) in tables {
            try scratch.write(
                name + ".yaml",
                "mapping: \(name)\nversion: 1\nsource: desk\n\(kind)\nformat: csv\ncolumns:\n"
                    + "  case_id: {header: [id], type: id}\n\(columns)\n")
        }
        for (name, formula) in kpis {
            try scratch.write(
                "kpis/\(name).yaml",
                "kpi: \(name)\nversion: 1\ntitle: {vi: \(name)}\nbasis: a test\nfrom: case\n"
                    + formula + "\nlevels: [agency, unit, unit_parent, unit_restated, officer, "
                    + "officer_at_event, procedure, procedure_group, field, channel]\n"
                    + "source: {system: a, owner: b, collected: c}\n")
        }
        return try scratch.write(
            "desk.yaml",
            """
            minhbach: 1
            agency: {code: H1, name: {vi: Tỉnh}}
            as_of: 2026-03-01
            inputs:
              cases: {kind: case, files: "cases/*.csv", mapping: mapping.yaml}
              pauses: {kind: record, files: pauses.csv, mapping: pauses.yaml}
              steps: {kind: step, files: steps.csv, mapping: steps.yaml}
            calendar: calendar.yaml
            units: units.csv
            succession: succession.csv
            split: estimate
            procedures: procedures.csv
            clocks: clocks.yaml
            stock: {}
            kpis: ["kpis/*.yaml"]
            periods: {every: [month, year], from: 2025-01-01, until: 2026-01-01}
            \(corrections ? "corrections: [\"corrections/*.csv\"]" : "")

            """)
    }

    /// Writes the exports of a world, with pauses and steps of some of its cases.
    static func write(_ world: CorrectedWorld, in scratch: NightFolder) throws {
        for (number, text) in world.exports.enumerated() {
            try scratch.write("cases/\(number).csv", text)
        }
        var pauses = "id,asked,answered\n"
        var steps = "id,officer,asked,answered\n"
        for number in 0..<world.cases.count {
            let (month, day) = (1 + number % 9, 1 + number % 27)
            let start = "\(day < 10 ? "0" : "")\(day)/0\(month)/2025"
            if number % 3 == 0 {
                pauses += "HS-\(number),\(start) 09:00:00,\(start) 16:00:00\n"
            }
            if number % 2 == 0 { steps += "HS-\(number),N\(number % 7),\(start) 09:00:00,\n" }
        }
        try scratch.write("pauses.csv", pauses)
        try scratch.write("steps.csv", steps)
    }
}
