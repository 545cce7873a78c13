import Foundation
import GRDB
import Ledger
import Pipeline
import Testing

/// A desk whose pipeline counts months, quarters and years, for tests about periods.
struct PeriodDesk {
    let folder: NightFolder

    private static let mapping = """
        mapping: desk
        version: 1
        source: desk
        kind: case
        format: csv
        zone: as-written
        columns:
          case_id: {header: [id], type: id, required: true}
          unit: {header: [unit], type: code}
          accepted_at: {header: [accepted], type: instant, formats: ["yyyy-MM-dd"]}
          due_at: {header: [due], type: instant, formats: ["yyyy-MM-dd"]}
          resolved_at: {header: [resolved], type: instant, formats: ["yyyy-MM-dd"]}
          updated_at: {header: [updated], type: instant, formats: ["yyyy-MM-dd"]}
        identity: [case_id]

        """

    /// The header of a file of cases.
    static let header = "id,unit,accepted,due,resolved,updated\n"

    /// Cases of the second quarter and of July.
    static let cases =
        header + """
            A1,U1,2025-04-03,2025-04-10,2025-04-09,2025-04-09
            A2,U1,2025-04-04,2025-04-11,2025-04-20,2025-04-20
            A3,U2,2025-05-04,2025-05-11,2025-05-10,2025-05-10
            A4,U2,2025-06-04,2025-06-11,2025-06-12,2025-06-12
            A5,U2,2025-07-04,2025-07-11,,2025-07-05

            """

    /// A case of April that arrives late.
    static let late = header + "B1,U1,2025-04-03,2025-04-10,2025-04-09,2025-04-09\n"

    /// Its unit corrected.
    static let corrected = header + "B1,U2,2025-04-03,2025-04-10,2025-04-09,2025-04-10\n"

    init(options: String = "") throws {
        folder = try NightFolder()
        try folder.write(
            "desk.yaml",
            """
            minhbach: 1
            agency: {code: H01, name: {vi: Cơ quan, en: Agency}}
            inputs:
              cases: {kind: case, files: "cases/*.csv", mapping: mapping.yaml}
            kpis: [kpis/*.yaml]
            periods: {calendar: civil, every: [month, quarter, year], from: 2025-01-01}
            \(options)
            """)
        try folder.write("mapping.yaml", Self.mapping)
        try rule("received", "where: \(Self.within("accepted_at"))\nvalue: count(*)")
        try onTime("resolved_at <= due_at")
        try folder.write("cases/a.csv", Self.cases)
    }

    private static func within(_ column: String) -> String {
        "\(column) >= period_start and \(column) < period_end"
    }

    /// Writes the KPI of on-time cases with a condition of what is on time.
    func onTime(_ condition: String) throws {
        try rule(
            "on-time",
            """
            where: \(Self.within("resolved_at"))
            numerator: count(*) filter (where \(condition))
            denominator: count(*)
            scale: 100
            unit: "%"
            """)
    }

    /// Writes a KPI.
    func rule(_ name: String, _ formula: String) throws {
        try folder.write(
            "kpis/\(name).yaml",
            """
            kpi: \(name)
            version: 1
            title: {vi: \(name), en: \(name)}
            basis: a test
            from: case
            \(formula)
            levels: [agency, unit]
            every: [month, quarter, year]
            source: {system: a test, owner: a test, collected: a test}

            """)
    }

    var workspace: String { folder.workspace }

    /// The night of a day of July 2025 on which all quarters but the third are over.
    func night(_ day: Int, threads: Int = 2) -> Night {
        Night(
            pipeline: folder.path + "/desk.yaml",
            now: "2025-07-\(day < 10 ? "0" : "")\(day)T02:00:00",
            threads: threads)
    }

    @discardableResult
    func run(_ day: Int) throws -> SealedRun { try night(day).run(into: workspace) }

    /// Runs once more what was named, others being kept.
    @discardableResult
    func reprocess(
        _ periods: [String], _ day: Int, rules: Reprocess.Rules = .first, reason: String = ""
    ) throws -> SealedRun {
        var night = night(day)
        night.reprocess = Reprocess(periods: periods, rules: rules, reason: reason)
        return try night.run(into: workspace)
    }

    func manifest(_ run: String? = nil) throws -> Manifest {
        let path = workspace + (run.map { "/runs/\($0)" } ?? "/current") + "/manifest.json"
        return try #require(
            Manifest(bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))))
    }

    /// The current revision of a period as the published run has it.
    func revision(_ period: String) throws -> PeriodRevision {
        try #require(try manifest().revisions.first { $0.span.name == period })
    }

    /// The lines of a period in a file of a run, as anybody cuts them out.
    func slice(_ period: String, _ run: String? = nil, file: String = "results.csv") throws
        -> String
    {
        let path = workspace + (run.map { "/runs/\($0)" } ?? "/current") + "/" + file
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return text.split(separator: "\n").filter { line in
            line.split(separator: ",", omittingEmptySubsequences: false).contains { $0 == period }
        }.map { $0 + "\n" }.joined()
    }

    @discardableResult
    func decide(
        _ step: PeriodDecision.Step, _ period: String = "2025-Q2", actor: String = "Bà Hai",
        document: String = "12/QĐ-UBND", reason: String = ""
    ) throws -> String {
        // On the morning of what happened last.
        let last = try Workspace(existing: workspace).journal().entries.last?.at.prefix(10)
        let moment = try #require(Moment(text: "\(last ?? "2025-07-20")T09:00:00"))
        return try decided(
            PeriodDecision(
                workspace: workspace, period: period, step: step, actor: actor,
                document: document, reason: reason,
                now: moment))
    }

    /// Approves and locks.
    func lock(_ period: String = "2025-Q2") throws {
        try decide(.approve, period)
        try decide(.lock, period)
    }

    /// The sentences for which something is refused.
    func refusal(_ body: () throws -> Void) -> [String] {
        do {
            try body()
            return []
        } catch {
            #expect(RunError(error).status == .usage)
            return RunError(error).report
        }
    }

    func verification(_ run: String? = nil) throws -> Verification {
        try verify(VerificationRequest(workspace: workspace, run: run))
    }
}

extension PeriodDesk {
    /// The bytes of the journal.
    func journal() throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: workspace + "/journal.jsonl"))
    }

    /// What holds of a period now.
    func state(_ period: String) throws -> PeriodState? {
        try listedPeriods(workspace: workspace, pipeline: nil).first { $0.span.name == period }?
            .state
    }
}

/// What the store of results answers, every cell as text.
func storedRows(_ workspace: String, _ sql: String) throws -> [[String]] {
    let queue = try DatabaseQueue(path: workspace + "/results.sqlite")
    return try queue.read { database in
        try Row.fetchAll(database, sql: sql).map { row in
            row.databaseValues.map { $0.isNull ? "" : "\($0.storage.value ?? "")" }
        }
    }
}
