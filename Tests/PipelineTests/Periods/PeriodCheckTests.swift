import Foundation
import Ledger
import Pipeline
import Testing

/// A forged table, taking or decision is found, and the run or the line is named.
@Suite struct `The check of periods` {
    /// Seals a copy of the published run whose details are changed.
    private func forge(
        _ desk: PeriodDesk, _ change: (inout CanonicalJSON.Members) throws -> Void
    ) throws {
        let manifest = try desk.manifest()
        let folder = desk.workspace + "/runs/" + manifest.run
        var open = try Workspace(existing: desk.workspace).open(at: "2025-07-25T02:00:00+07:00")
        var details = manifest.details
        try change(&details)
        let run = "desk-20250725T020000"
        var draft = try open.draft(run: run)
        for output in manifest.outputs {
            try draft.write(
                output.name,
                [UInt8](
                    try Data(contentsOf: URL(fileURLWithPath: folder + "/" + output.name))))
        }
        let forged = Manifest(
            program: manifest.program, run: run, asOf: manifest.asOf, pipeline: manifest.pipeline,
            inputs: manifest.inputs, details: details)
        _ = try open.seal(draft, forged, at: "2025-07-25T02:00:00+07:00")
    }

    /// The entries of a list of details with those of a period changed.
    private func changed(
        _ details: CanonicalJSON.Members, _ list: String, _ period: String,
        _ change: (inout CanonicalJSON.Members) -> Void
    ) -> CanonicalJSON {
        .array(
            (details[list]?.elements ?? []).map { entry in
                guard case .object(var members) = entry, members["period"]?.text == period else {
                    return entry
                }
                change(&members)
                return .object(members)
            })
    }

    private func twoRevisions() throws -> (PeriodDesk, [SealedRun]) {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        return (desk, [first, try desk.run(11)])
    }

    @Test(arguments: [
        ("revision", CanonicalJSON.integer(1), "revision 1 must be revision 2"),
        ("revision", .integer(4), "revision 4 must be revision 2"),
        ("first", .string("desk-20250711T020000"), "is named as the first run"),
        ("digest", .string(Digest.zero.hex), "revision 2 has digest 0000"),
        ("run", .string("desk-20250710T020000"), "made it"),
        ("cause", .string("program"), "the cause 'program' must be 'input'"),
    ])
    func `finds a forged revision`(
        _ member: String, _ value: CanonicalJSON, _ reason: String
    ) throws {
        let (desk, _) = try twoRevisions()
        try forge(desk) { details in
            details["revisions"] = changed(details, "revisions", "2025-Q2") { $0[member] = value }
        }
        let verification = try desk.verification()
        #expect(verification.ledger == [] && verification.differences == [])
        #expect(!verification.holds && verification.periods.count == 1)
        let fault = try #require(verification.periods.first)
        #expect(fault.place == "runs/desk-20250725T020000" && fault.period == "2025-Q2")
        #expect(fault.reason.contains(reason), "\(fault.reason)")
    }

    @Test func `finds revisions that are left out, twice there or made up`() throws {
        for (change, reason) in [
            ({ Array($0.dropLast()) }, "revision 1 is missing"),
            ({ $0 + [$0[$0.count - 1]] }, "it stands there twice"),
        ] as [(([CanonicalJSON]) -> [CanonicalJSON], String)] {
            let (desk, _) = try twoRevisions()
            try forge(desk) { $0["revisions"] = .array(change($0["revisions"]?.elements ?? [])) }
            #expect(try desk.verification().periods.map(\.reason) == [reason])
        }
        let (desk, _) = try twoRevisions()
        try forge(desk) { details in
            details["revisions"] = changed(details, "revisions", "2025-06") {
                $0["period"] = "2025-13"
            }
        }
        #expect(
            try desk.verification().periods.map(\.reason) == [
                "revision 1 is missing", "it has a revision that no run made",
            ])
    }

    @Test func `finds taken lines that are another run's, or taken twice`() throws {
        let desk = try PeriodDesk()
        let first = try desk.run(10)
        try desk.lock()
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        let second = try desk.run(21)
        try forge(desk) { details in
            details["taken"] = changed(details, "taken", "2025-Q2") {
                $0["run"] = .string(second.name)
            }
        }
        #expect(
            try desk.verification().periods.map(\.reason) == [
                "taken from \(second.name), which had taken it itself"
            ])
        #expect(try desk.manifest(first.name).taken == [])
    }

    @Test func `finds decisions that nobody could make`() throws {
        let (desk, runs) = try twoRevisions()
        let quarter = try desk.revision("2025-Q2")
        func event(_ state: PeriodEvent.State) -> PeriodEvent {
            PeriodEvent(
                pipeline: "desk", period: ("2025-Q2", quarter.span.start, quarter.span.end),
                revision: 2, run: quarter.run, results: quarter.digest, state: state,
                actor: "A", document: "D", reason: state == .reopened ? "R" : "")
        }
        let time = "2025-07-26T02:00:00+07:00"
        var events: [(PeriodEvent, [String])] = []
        events.append((event(.locked), ["it is locked without having been approved"]))
        events.append((event(.approved), ["it is approved while it is locked"]))
        var other = event(.approved)
        other.revision = 3
        events.append(
            (other, ["there is no revision 3 with the digest that is named"]))
        other = event(.locked)
        events.append((other, ["another revision is locked than was approved"]))
        other = event(.reopened)
        other.reason = ""
        events.append((other, ["it is opened again without a reason"]))
        events.append(
            (event(.reopened), ["it is opened again, and was neither approved nor locked"]))
        other = event(.approved)
        other.actor = ""
        events.append((other, ["nobody, or no document, is named"]))
        other = event(.approved)
        other.run = runs[0].name
        events.append((other, ["\(runs[0].name) does not have the figures that are named"]))
        var open = try Workspace(existing: desk.workspace).open(at: time)
        try open.append(events.map { .periodState($0.0) }, at: time)
        let found = try PeriodCheck(Workspace(existing: desk.workspace)).faults
        #expect(found.map(\.reason) == events.flatMap(\.1))
        #expect(found.allSatisfy { $0.place.hasPrefix("journal.jsonl line ") })
    }
}
