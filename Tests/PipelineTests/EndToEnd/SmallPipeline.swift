/// A pipeline of a few lines, for tests that need one that they can see through.
enum SmallPipeline {
    /// The header that `mapping` reads.
    static let header = "id,unit,status,accepted,due,resolved,updated,fee,note"

    static let mapping = """
        mapping: small
        version: 1
        source: small
        kind: case
        format: csv
        zone: as-written
        columns:
          case_id: {header: [id], type: id, required: true}
          unit: {header: [unit], type: code}
          status:
            header: [status]
            type: code
            required: true
            dictionary: {open: processing, closed: resolved}
          accepted_at: {header: [accepted], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
          due_at:
            header: [due]
            type: instant
            formats: ["dd/MM/yyyy HH:mm:ss"]
            nulls: ["01/01/0001 00:00:00"]
          resolved_at: {header: [resolved], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
          updated_at: {header: [updated], type: instant, formats: ["dd/MM/yyyy HH:mm:ss"]}
          fee: {header: [fee], type: integer}
          note: {header: [note], type: text}
        identity: [case_id]
        drop:
          - {rule: total-row, column: case_id, in: [Tổng số]}
          - {rule: column-numbers}
          - {rule: banner}

        """

    /// What a KPI file holds besides its name and its formula.
    private static func kpi(_ name: String, _ formula: String) -> String {
        """
        kpi: \(name)
        version: 1
        title: {vi: \(name), en: \(name)}
        basis: a test
        from: case
        \(formula)
        decimals: 2
        levels: [agency, unit]
        every: [all]
        source: {system: a test, owner: a test, collected: a test}

        """
    }

    private static let kpis = [
        ("cases", "value: count(*)"),
        (
            "on-time",
            """
            where: resolved_at is not null and due_at is not null
            numerator: count(*) filter (where resolved_at <= due_at)
            denominator: count(*)
            """
        ),
        ("fees", "value: sum(fee)"), ("middle-fee", "value: median(fee)"),
        ("overdue-peak", "value: peak(due_at, resolved_at)"),
    ]

    /// Writes the pipeline and all that it names, and returns the pipeline's path.
    @discardableResult
    static func write(
        in scratch: NightFolder, mapping: String = mapping, files: String = "cases/*",
        options: String = ""
    ) throws -> String {
        try scratch.write("mapping.yaml", mapping)
        for (name, formula) in kpis { try scratch.write("kpis/\(name).yaml", kpi(name, formula)) }
        return try scratch.write(
            "small.yaml",
            """
            minhbach: 1
            agency: {code: H01, name: {vi: Cơ quan, en: Agency}}
            as_of: 2026-01-01 00:00:00
            inputs:
              cases:
                kind: case
                files: "\(files)"
                mapping: mapping.yaml
            \(options)
            kpis: [kpis/*.yaml]
            periods:
              named: [{name: all, start: 2025-01-01, end: 2026-01-01}]

            """)
    }

    /// Three cases of which the second has two versions and the third is open.
    static let cases = """
        \(header)
        A1,Phòng A,closed,02/01/2025 08:00:00,06/01/2025 08:00:00,05/01/2025 08:00:00,\
        05/01/2025 08:00:00,100,
        A2,Phòng A,open,03/01/2025 08:00:00,08/01/2025 08:00:00,,03/01/2025 09:00:00,40,
        A2,Phòng A,closed,03/01/2025 08:00:00,08/01/2025 08:00:00,09/01/2025 08:00:00,\
        09/01/2025 08:00:00,50,
        B1,Phòng B,open,04/01/2025 08:00:00,,,04/01/2025 08:00:00,20,

        """
}
