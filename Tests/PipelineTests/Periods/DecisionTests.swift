import Foundation
import Ledger
import Pipeline
import Testing

/// What is decided about a period holds, and what cannot be decided is refused with a sentence.
@Suite struct `Decisions about periods` {
    @Test func `need an order, an actor and a document`() throws {
        let desk = try PeriodDesk()
        try desk.run(10)
        let journal = try desk.journal()
        #expect(
            desk.refusal { try desk.decide(.lock) } == [
                "error: revision 1 of 2025-Q2 is not approved; `minhbach periods approve 2025-Q2` "
                    + "first"
            ])
        #expect(
            desk.refusal { try desk.decide(.reopen, reason: "x") } == [
                "error: 2025-Q2 is neither approved nor locked: it is open"
            ])
        #expect(
            desk.refusal { try desk.decide(.approve, "2025-Q3") } == [
                "error: 2025-Q3 is not over before 2025-10-01 00:00:00 and has no revision that "
                    + "could be approved"
            ])
        #expect(
            desk.refusal { try desk.decide(.approve, "2025-Q5") } == [
                "error: the run has no period '2025-Q5'; did you mean '2025-Q1'?"
            ])
        #expect(
            desk.refusal { try desk.decide(.approve, actor: " ") } == [
                "error: --actor is empty: say who decides"
            ])
        #expect(
            desk.refusal { try desk.decide(.approve, document: "") } == [
                "error: --document is empty: say by which document, such as 123/QĐ-UBND"
            ])
        #expect(try desk.journal() == journal)
        try desk.lock()
        #expect(desk.refusal { try desk.decide(.reopen) } == ["error: --reason is empty: say why"])
        #expect(
            desk.refusal { try desk.decide(.approve) } == [
                "error: 2025-Q2 is locked by 12/QĐ-UBND; `minhbach periods reopen 2025-Q2` first"
            ])
        #expect(
            desk.refusal { try desk.decide(.lock) } == [
                "error: 2025-Q2 is locked already, by 12/QĐ-UBND"
            ])
        try desk.decide(.reopen, document: "15/QĐ-UBND", reason: "a late file")
        #expect(try desk.state("2025-Q2") == .provisional)
        #expect(try desk.verification().holds)
    }

    @Test func `are about a revision: the next one is provisional again`() throws {
        let desk = try PeriodDesk()
        try desk.run(10)
        try desk.decide(.approve)
        #expect(
            desk.refusal { try desk.decide(.approve) } == [
                "error: revision 1 of 2025-Q2 is approved already, by 12/QĐ-UBND"
            ])
        #expect(try desk.state("2025-Q2") == .approved)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        try desk.run(11)
        #expect(try desk.state("2025-Q2") == .provisional)
        #expect(
            desk.refusal { try desk.decide(.lock) } == [
                "error: revision 2 of 2025-Q2 came after revision 1 was approved; "
                    + "`minhbach periods approve 2025-Q2` first"
            ])
        try desk.lock()
        #expect(try desk.state("2025-Q2") == .locked)
        #expect(try desk.state("2025-05") == .provisional)
        #expect(try desk.verification().holds)
    }

    @Test(arguments: [1, 2])
    func `keep the bytes of a locked period whatever changes`(_ threads: Int) throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        try desk.lock()
        let slice = try desk.slice("2025-Q2")
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        try desk.onTime("resolved_at < due_at")
        try desk.rule("closed", "where: resolved_at < period_end\nvalue: count(*)")
        let second = try desk.night(11, threads: threads).run(into: desk.workspace)
        #expect(try desk.slice("2025-Q2") == slice)
        #expect(try desk.slice("2025-Q2").contains("closed") == false)
        #expect(try desk.slice("2025-04").contains("closed"))
        #expect(second.summary.taken.map(\.run) == [first.name])
        // Two figures of U1 and of the agency each, and the three of a KPI that was not there.
        #expect(second.summary.taken.map(\.differing) == [7])
        let report = RunReport(second, workspace: "w", form: .table, showsAllLevels: false)
        #expect(
            report.lines.contains(
                "2025-Q2 is locked; 7 figures would differ: "
                    + "`minhbach run desk.yaml --period 2025-Q2 --plan` shows them"))
        let line = RunReport(second, workspace: "w", form: .line, showsAllLevels: false)
        #expect(line.lines[0].contains(" locked-differing=7 "))
        #expect(try desk.revision("2025-Q2").revision == 1)
        #expect(try desk.verification().holds)
        let told =
            "2025-Q2: taken from \(first.name) and equal to what is sealed there; "
            + "`minhbach verify \(first.name)` computes it again"
        #expect(try desk.verification().lines.contains { $0.contains(told) })
        // A night on which nothing changed reseals it, and says the same.
        let (steps, third) = try desk.night(12).steps(into: desk.workspace)
        #expect(steps.contains("unchanged") && steps.contains("locked"))
        #expect(third.summary.taken == second.summary.taken)
        #expect(third.resultsDigest == second.resultsDigest)
        #expect(try desk.verification().holds)
        try desk.decide(.reopen, reason: "a late file")
        try desk.run(21)
        #expect(try desk.slice("2025-Q2") != slice)
        #expect(try desk.revision("2025-Q2").cause == "input, pipeline-file")
        #expect(try desk.verification().holds)
    }

    @Test func `stop the night where the locked file was tampered with`() throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        try desk.lock()
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        let path = desk.workspace + "/runs/\(first.name)/results.csv"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try Data(text.replacing("50.00%", with: "90.00%").utf8)
            .write(to: URL(fileURLWithPath: path))
        do {
            try desk.run(11)
            Issue.record("it was published")
        } catch {
            #expect(RunError(error).status == .verificationFailed)
            #expect(
                RunError(error).report.first
                    == "error: the figures of 2025-Q2 are taken from runs/\(first.name)/results.csv"
                    + ", and that is not the file that was sealed; put it back from a copy, or "
                    + "reopen the period")
        }
        #expect(try Workspace(existing: desk.workspace).currentRun() == first.name)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        try desk.run(12)
        #expect(try desk.verification().holds)
    }

    @Test func `stand in the list and in the store, which comes back when it is lost`() throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        try desk.lock()
        let sql = "SELECT period, revision, state FROM revision ORDER BY 1, 2"
        let decisions = "SELECT period, state, actor, document FROM period_decision"
        let before = try storedRows(desk.workspace, sql)
        #expect(before.contains(["2025-Q2", "1", "locked"]))
        #expect(before.contains(["2025-04", "1", "provisional"]))
        #expect(
            try storedRows(desk.workspace, decisions) == [
                ["2025-Q2", "approved", "Bà Hai", "12/QĐ-UBND"],
                ["2025-Q2", "locked", "Bà Hai", "12/QĐ-UBND"],
            ])
        let list = try listedPeriods(workspace: desk.workspace, pipeline: nil)
        let quarter = try #require(list.first { $0.span.name == "2025-Q2" })
        #expect(
            quarter.fields == [
                "desk", "2025-Q2", "2025-04-01 00:00:00", "2025-07-01 00:00:00", "1", "locked",
                "2025-07-10T09:00:00+07:00", "Bà Hai", "12/QĐ-UBND", "", first.name, first.name,
                "first",
            ])
        #expect(list.first { $0.span.name == "2025" }?.state == .running)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        try desk.run(21)
        let whole = try storedRows(desk.workspace, sql)
        let figures = """
            SELECT revision, numerator, first_numerator, first_run FROM figure_revision
            WHERE kpi = 'received' AND period = '2025-04' AND level = 'agency' ORDER BY 1
            """
        #expect(
            try storedRows(desk.workspace, figures)
                == [["1", "2", "2", first.name], ["2", "3", "2", first.name]])
        try FileManager.default.removeItem(atPath: desk.workspace + "/results.sqlite")
        try desk.run(22)
        #expect(try storedRows(desk.workspace, sql) == whole)
        #expect(try storedRows(desk.workspace, decisions).count == 2)
    }
}
