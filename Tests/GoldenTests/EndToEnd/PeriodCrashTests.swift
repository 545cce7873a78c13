import Foundation
import Testing

/// The program is stopped at any file operation while a period is decided about, or taken.
@Suite struct `The program, stopped while periods are locked,` {
    private static let run = #""$MINHBACH" run tiny.yaml -w "$W" --threads 1"#
    private static let who = #"-w "$W" --actor A --document D"#
    private static let approve = "\"$MINHBACH\" periods approve all " + who
    private static let lock = "\"$MINHBACH\" periods lock all " + who

    /// Runs a command with one file operation gone wrong, from a copy of what lies there now.
    private func loop(
        _ tiny: TinyPipeline, _ arguments: [String], _ fault: FaultLoop.Fault, every step: Int,
        check: (FaultLoop.Outcome) throws -> Void
    ) throws {
        let template = tiny.workspace + ".template"
        try FileManager.default.copyItem(atPath: tiny.workspace, toPath: template)
        let loop = FaultLoop(
            binary: Repository.program.path, arguments: arguments, environment: [:],
            root: tiny.workspace)
        _ = try loop.run(fault, every: step) {
            try? FileManager.default.removeItem(atPath: tiny.workspace)
            try FileManager.default.copyItem(atPath: template, toPath: tiny.workspace)
        } check: {
            try check($0)
        }
    }

    @Test(arguments: [FaultLoop.Fault.kill, .torn, .full])
    func `leaves the decision made or not made`(_ fault: FaultLoop.Fault) throws {
        try TinyPipeline.lend { tiny in
            #expect(try tiny.shell(Self.run).exit == 0)
            let shown = try tiny.published()
            let arguments = [
                "periods", "approve", "all", "-w", tiny.workspace, "--actor", "A", "--document",
                "D",
            ]
            try loop(tiny, arguments, fault, every: 1) { outcome in
                let place: Comment = "\(fault) at \(outcome.operation): \(outcome.call)"
                #expect(try tiny.published() == shown, place)
                // It is made now, or was before.
                let again = try tiny.shell(Self.approve)
                let isMade = again.stderr.contains("is approved already")
                #expect(again.exit == 0 || again.exit == 64 && isMade, place)
                let rest = try tiny.shell(
                    Self.lock + " && " + Self.run + #" && "$MINHBACH" verify -w "$W""#)
                #expect(rest.exit == 0, "\(rest.stdout)\(rest.stderr) \(place)")
                #expect(try tiny.published() == shown, place)
                #expect(tiny.temporaries() == [], place)
            }
        }
    }

    @Test(arguments: [FaultLoop.Fault.kill, .torn])
    func `keeps the locked lines, and the next run succeeds`(_ fault: FaultLoop.Fault) throws {
        try TinyPipeline.lend { tiny in
            let locked = [Self.run, Self.approve, Self.lock].joined(separator: " && ")
            #expect(try tiny.shell(locked).exit == 0)
            let results = try tiny.published()["results.csv"]
            try tiny.write("cases/b.csv", "id,unit\nA2,U2\nB1,\n,U1\n")
            let arguments = [
                "run", tiny.folder.path + "/tiny.yaml", "-w", tiny.workspace, "--threads", "1",
            ]
            try loop(tiny, arguments, fault, every: fault == .kill ? 3 : 6) { outcome in
                let place: Comment = "\(fault) at \(outcome.operation): \(outcome.call)"
                #expect(try tiny.published()["results.csv"] == results, place)
                let next = try tiny.shell(Self.run + #" && "$MINHBACH" verify -w "$W""#)
                #expect(next.exit == 0, "\(next.stdout)\(next.stderr) \(place)")
                #expect(next.stdout.contains("locked-differing="), place)
                #expect(try tiny.published()["results.csv"] == results, place)
                #expect(tiny.temporaries() == [], place)
            }
        }
    }
}
