import Foundation
import Ledger
import Pipeline
import Testing

/// What was known on a night comes out again, byte for byte, whatever arrived later.
@Suite struct `What was known then` {
    private static let nights = [
        "2025-03-01T02:00:00", "2025-03-02T02:00:00", "2025-03-03T02:00:00",
        "2025-03-04T02:00:00", "2025-03-05T02:00:00",
    ]

    private func line(_ id: String, _ due: String, _ resolved: String, _ day: Int) -> String {
        let state = resolved.isEmpty ? "open" : "closed"
        let end = resolved.isEmpty ? "" : "\(resolved)/02/2025 08:00:00"
        return "\(id),Phòng A,\(state),01/02/2025 08:00:00,\(due)/02/2025 08:00:00,\(end),"
            + "\(day < 10 ? "0" : "")\(day)/02/2025 09:00:00,10,\n"
    }

    private func write(_ scratch: NightFolder, _ name: String, _ lines: [String]) throws {
        try scratch.write("cases/" + name, SmallPipeline.header + "\n" + lines.joined())
    }

    /// Five nights: a new file, one in place of another, a late one, one that is taken away.
    private func world(_ scratch: NightFolder) throws -> Night {
        var night = Night(pipeline: try SmallPipeline.write(in: scratch))
        let steps: [() throws -> Void] = [
            { try write(scratch, "a.csv", [line("A1", "05", "", 2), line("A2", "06", "", 2)]) },
            { try write(scratch, "b.csv", [line("A1", "05", "04", 4), line("B1", "09", "", 4)]) },
            { try write(scratch, "a.csv", [line("A1", "03", "", 5), line("A3", "05", "06", 6)]) },
            {
                try write(
                    scratch, "late.csv", [line("B1", "09", "20", 3), line("C1", "09", "", 3)])
            },
            { try FileManager.default.removeItem(atPath: scratch.path + "/cases/b.csv") },
        ]
        for (moment, step) in zip(Self.nights, steps) {
            try step()
            night.now = moment
            night.asOf = moment
            try night.run(into: scratch.workspace)
        }
        return night
    }

    private func sealed(_ scratch: NightFolder, _ night: String) throws -> [UInt8] {
        let name = "small-" + night.filter { $0 != "-" && $0 != ":" }
        return try Published(scratch.workspace, run: name).bytes("results.csv")
    }

    @Test func `every night comes out again as it was sealed`() throws {
        let scratch = try NightFolder()
        _ = try world(scratch)
        let all = try Self.nights.map { try sealed(scratch, $0) }
        #expect(Set(all).count == 5, "the nights differ")
        for (night, bytes) in zip(Self.nights, all) {
            let then = try resultsKnown(
                by: try #require(Moment(text: night)),
                VerificationRequest(workspace: scratch.workspace))
            #expect(then.results == bytes, "\(night)")
        }
        // An instant between two nights knows what the night before knew.
        let between = try resultsKnown(
            by: try #require(Moment(text: "2025-03-02T20:00:00")),
            asOf: Moment(text: Self.nights[1]),
            VerificationRequest(workspace: scratch.workspace))
        #expect(between.results == all[1])
        #expect(throws: (any Error).self) {
            try resultsKnown(
                by: try #require(Moment(text: "2025-02-28T20:00:00")),
                VerificationRequest(workspace: scratch.workspace))
        }
    }

    @Test func `a run of what was known is sealed, says so, and verifies`() throws {
        let scratch = try NightFolder()
        var night = try world(scratch)
        try FileManager.default.removeItem(atPath: scratch.path + "/cases")
        night.now = "2025-04-01T02:00:00"
        night.asOf = nil
        for moment in Self.nights {
            night.receivedBy = moment
            let run = try night.run(into: scratch.workspace)
            #expect(
                try Published(scratch.workspace).bytes("results.csv") == sealed(scratch, moment))
            let manifest = try #require(
                Manifest(bytes: try Published(scratch.workspace).bytes("manifest.json")))
            #expect(manifest.details["received_by"]?.text == moment + "+07:00")
            #expect(manifest.asOf == moment + "+07:00")
            #expect(
                try verify(VerificationRequest(workspace: scratch.workspace, run: run.name)).holds)
        }
        // Such a run is not what lay there when it was sealed.
        let later = try resultsKnown(
            by: try #require(Moment(text: "2025-04-02T00:00:00")),
            asOf: Moment(text: Self.nights[4]), VerificationRequest(workspace: scratch.workspace))
        #expect(try later.results == sealed(scratch, Self.nights[4]))
        // Before anything arrived there is nothing to compute from.
        night.receivedBy = "2025-02-01T00:00:00"
        #expect(status { try night.run(into: scratch.workspace) } == .inputUnusable)
    }

    @Test func `what a failed run archived was known from then on`() throws {
        let scratch = try NightFolder()
        var night = try world(scratch)
        let sealedFiles = try known(scratch, "2025-03-05T02:00:00")
        try write(scratch, "a.csv", [line("A9", "05", "", 9)])
        try scratch.write("cases/broken.csv", "no such header\nx\n")
        night.now = "2025-03-06T02:00:00"
        #expect(throws: (any Error).self) { try night.run(into: scratch.workspace) }
        #expect(sealedFiles == ["a.csv", "late.csv"])
        #expect(try known(scratch, "2025-03-06T01:00:00") == sealedFiles)
        #expect(try known(scratch, "2025-03-06T03:00:00") == ["a.csv", "broken.csv", "late.csv"])
        let plan = try #require(Plan.load(path: night.pipeline).plan)
        let workspace = Workspace(existing: scratch.workspace)
        let before = try knownIntake(
            of: plan, by: try #require(Moment(text: "2025-03-05T02:00:00")), in: workspace)
        let after = try knownIntake(
            of: plan, by: try #require(Moment(text: "2025-03-06T03:00:00")), in: workspace)
        let replaced = [before, after].map { $0.intake.files.first { $0.name == "a.csv" }?.object }
        #expect(replaced[0] != replaced[1], "the file of that name is the newer one")
        #expect(after.run == before.run)
    }

    private func known(_ scratch: NightFolder, _ instant: String) throws -> [String] {
        let plan = try #require(Plan.load(path: scratch.path + "/small.yaml").plan)
        return try knownIntake(
            of: plan, by: try #require(Moment(text: instant)),
            in: Workspace(existing: scratch.workspace)
        ).intake.files.map(\.name).sorted()
    }

    @Test func `the rules are those that were in force then`() throws {
        let scratch = try NightFolder()
        let night = try world(scratch)
        let last = try sealed(scratch, Self.nights[4])
        try scratch.write(
            "kpis/cases.yaml",
            try String(contentsOfFile: scratch.path + "/kpis/cases.yaml", encoding: .utf8)
                .replacing("count(*)", with: "count(due_at)"))
        var next = night
        next.now = "2025-03-07T02:00:00"
        next.asOf = next.now
        try next.run(into: scratch.workspace)
        let moment = try #require(Moment(text: Self.nights[4]))
        let request = VerificationRequest(workspace: scratch.workspace)
        #expect(try resultsKnown(by: moment, request).results == last)
        var other = request
        other.run = "small-20250307T020000"
        #expect(try resultsKnown(by: moment, other).rules == other.run)
    }
}
