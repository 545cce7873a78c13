import Foundation
import Ledger
import Pipeline
import Testing

/// A reprocess computes what was named by the rules of the first run, and keeps all else.
@Suite struct `A reprocess` {
    @Test func `uses the first rules and today's files, and keeps all other periods`() throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        // By other rules everything comes out otherwise.
        try desk.onTime("resolved_at < due_at")
        let second = try desk.run(11)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        let third = try desk.reprocess(["2025-Q2"], 12, reason: "nộp muộn")
        let manifest = try desk.manifest()
        #expect(manifest.reprocess?.rules == first.name)
        #expect(manifest.reprocess?.periods.map(\.name) == ["2025-Q2"])
        #expect(manifest.reprocess?.reason == "nộp muộn")
        // 3 of 5 by the first rules; 2 of 5 by those on the disk.
        #expect(try desk.slice("2025-Q2").contains("agency,H01,3,5,60,60.00%"))
        #expect(try desk.slice("2025-04").contains("received,1,2025-04"))
        for period in ["2025", "2025-Q1", "2025-Q3", "2025-07", "2025-01"] {
            #expect(try desk.slice(period) == desk.slice(period, second.name), "\(period)")
        }
        #expect(manifest.taken.allSatisfy { $0.run == second.name && $0.why == .kept })
        #expect(
            Set(manifest.taken.map(\.span.name))
                == ["2025", "2025-Q1", "2025-Q3", "2025-01", "2025-02", "2025-03", "2025-07"])
        let quarter = try desk.revision("2025-Q2")
        #expect(quarter.revision == 2 && quarter.run == third.name)
        #expect(quarter.cause == "input, pipeline-file: nộp muộn")
        #expect(try desk.revision("2025-05").revision == 1)
        #expect(try desk.verification().holds, "\(third.name)")
        // What is kept once more comes from the run that computed it.
        try desk.folder.write("cases/b.csv", PeriodDesk.corrected)
        try desk.reprocess(["2025-04"], 13, rules: .disk)
        let again = try desk.manifest()
        #expect(again.reprocess?.rules == "disk")
        #expect(again.taken.first { $0.span.name == "2025-Q2" }?.run == third.name)
        #expect(again.taken.first { $0.span.name == "2025-Q1" }?.run == second.name)
        #expect(try desk.verification().holds)
        // The next night computes everything again.
        let (steps, _) = try desk.night(14).steps(into: desk.workspace)
        #expect(steps.contains("computed"))
        #expect(try desk.manifest().taken.isEmpty)
        #expect(try desk.verification().holds)
    }

    @Test func `can name the rules of any run`() throws {
        let desk = try PeriodDesk()
        try desk.run(10)
        try desk.onTime("resolved_at < due_at - interval '1 day'")
        let second = try desk.run(11)
        try desk.onTime("resolved_at <= due_at")
        try desk.run(12)
        try desk.reprocess(["2025-Q2", "2025-Q1"], 13, rules: .run(second.name))
        #expect(try desk.slice("2025-Q2") == desk.slice("2025-Q2", second.name))
        #expect(try desk.manifest().reprocess?.rules == second.name)
        #expect(try desk.verification().holds)
        #expect(
            desk.refusal { try desk.reprocess(["2025-Q2"], 14, rules: .run("desk-0")) }
                == ["error: there is no run 'desk-0' in this workspace"])
    }

    @Test func `is refused for a locked, a running or an unknown period`() throws {
        let desk = try PeriodDesk()
        #expect(
            desk.refusal { try desk.reprocess(["2025-Q2"], 10) } == [
                "error: the pipeline 'desk' has published nothing in \(desk.workspace); run it "
                    + "without --period first"
            ])
        #expect(!FileManager.default.fileExists(atPath: desk.workspace))
        try desk.run(10)
        try desk.lock("2025-04")
        let journal = try desk.journal()
        let reopen =
            "; `minhbach periods reopen 2025-04 --pipeline desk --actor … --document … "
            + "--reason …` opens it again"
        #expect(
            desk.refusal { try desk.reprocess(["2025-04"], 21) }
                == ["error: 2025-04 is locked" + reopen])
        #expect(
            desk.refusal { try desk.reprocess(["2025-Q2"], 21) }
                == ["error: 2025-04, which lies in 2025-Q2, is locked" + reopen])
        #expect(
            desk.refusal { try desk.reprocess(["2025-Q3"], 21) } == [
                "error: 2025-Q3 is not over before 2025-10-01 00:00:00: "
                    + "the run of every night computes it"
            ])
        #expect(
            desk.refusal { try desk.reprocess(["2025-Q9"], 21) } == [
                "error: the run has no period '2025-Q9'; did you mean '2025-Q1'?"
            ])
        #expect(try desk.journal() == journal)
        // A locked period beside those that are named stays locked.
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        try desk.reprocess(["2025-05"], 22)
        #expect(try desk.manifest().taken.first { $0.span.name == "2025-04" }?.why == .locked)
        #expect(try desk.verification().holds)
    }

    @Test func `names the first rules only where they are the same`() throws {
        let desk = try PeriodDesk()
        var night = desk.night(10)
        night.asOf = "2025-05-10T00:00:00"
        try night.run(into: desk.workspace)
        try desk.onTime("resolved_at < due_at")
        try desk.run(11)
        let firsts = [try desk.revision("2025-04").first, try desk.revision("2025-05").first]
        #expect(
            desk.refusal { try desk.reprocess(["2025-04", "2025-05"], 12) } == [
                "error: the periods were first published by different rules (\(firsts[0]), "
                    + "\(firsts[1])); reprocess them one by one, or name one with --rules-of"
            ])
    }

    @Test(arguments: ["first", "disk"])
    func `that was planned is what is done, and the plan changes nothing`(_ rules: String) throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        try desk.folder.write(
            "cases/a.csv",
            PeriodDesk.cases.replacing("A1,U1", with: "A1,U2").replacing(
                "A2,U1,2025-04-04,2025-04-11,2025-04-20,2025-04-20\n", with: ""))
        try desk.onTime("resolved_at < due_at")
        let before = try tree(desk.workspace)
        var night = desk.night(12)
        night.reprocess = Reprocess(
            periods: ["2025-Q2"], rules: rules == "disk" ? .disk : .first, reason: "R")
        let request = try night.request(into: desk.workspace)
        let plan = try planReprocess(request)
        #expect(try tree(desk.workspace) == before)
        #expect(plan.before == first.name)
        #expect(plan.inputs.map(\.name) == ["a.csv", "b.csv"])
        #expect(plan.inputs.map(\.kind) == [.changed, .new])
        #expect(plan.inputs.map { $0.after?.received } == [nil, nil])
        #expect(plan.ruleFiles.map(\.name) == (rules == "disk" ? ["kpis/on-time.yaml"] : []))
        #expect(
            plan.tables.map { [$0.before, $0.after, $0.new, $0.gone, $0.changed] }
                == [[5, 5, 1, 1, 1]])
        #expect(plan.containing.map(\.name) == ["2025"])
        #expect(
            plan.periods.map { "\($0.span.name) \($0.before ?? 0) \($0.after ?? 0)" } == [
                "2025-04 1 2", "2025-Q2 1 2", "2025-05 1 1", "2025-06 1 1",
            ] || rules == "disk")
        let sealed = try night.run(into: desk.workspace)
        for period in plan.periods {
            #expect(try desk.revision(period.span.name).revision == period.after)
        }
        for figure in plan.figures {
            let line = (figure.after ?? []).joined(separator: ",")
            #expect(try desk.slice(figure.name[1]).contains(line))
        }
        let lines = try desk.slice("2025-Q2", sealed.name).split(separator: "\n").count
        #expect(plan.figures.count { $0.name[1] == "2025-Q2" && $0.after != nil } == lines)
        #expect(plan.csv.split(separator: "\n").count == plan.figures.count + 1)
        #expect(plan.json.contains("{\"kind\":\"containing\",\"period\":\"2025\"}"))
        #expect(
            plan.lines(for: "desk.yaml")[0] == "Plan for 2025-Q2 of desk: nothing has been changed")
    }

    @Test func `can be planned for a locked period, which stays locked`() throws {
        let desk = try PeriodDesk()
        try desk.run(10)
        try desk.lock()
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        var night = desk.night(21)
        night.reprocess = Reprocess(periods: ["2025-Q2"])
        let plan = try planReprocess(try night.request(into: desk.workspace))
        #expect(
            plan.lines(for: "desk.yaml").contains(
                "  2025-Q2  revision 1 → 2; it is locked: `minhbach periods reopen 2025-Q2` comes "
                    + "before that"))
    }
}

/// Every file of a folder with its bytes, its mode and its times of change, and every folder's.
private func tree(_ path: String) throws -> [String: String] {
    var tree: [String: String] = [:]
    let names = FileManager.default.enumerator(atPath: path)?.allObjects ?? []
    for name in names.compactMap({ $0 as? String }) + ["."] {
        let file = path + "/" + name
        let facts = try FileManager.default.attributesOfItem(atPath: file)
        let modified = facts[.modificationDate] as? Foundation.Date
        let isFile = facts[.type] as? FileAttributeType == .typeRegular
        let digest =
            try isFile ? Digest.of([UInt8](Data(contentsOf: URL(fileURLWithPath: file)))).hex : ""
        let time = modified?.timeIntervalSinceReferenceDate ?? 0
        tree[name] = "\(digest) \(time) \(facts[.posixPermissions] ?? 0)"
    }
    return tree
}
