import Foundation
import Testing

/// The program is stopped at each of its file operations: what was published stays whole, and the
/// next run puts everything right.
@Suite struct `The program, stopped at any file operation,` {
    @Test(arguments: [FaultLoop.Fault.kill, .torn])
    func `leaves the old run or the new one, and the next run succeeds`(
        _ fault: FaultLoop.Fault
    ) throws {
        try TinyPipeline.lend { tiny in
            let (first, second) = try nights(tiny)
            var killed = 0
            let count = try loop(tiny, fault) { outcome in
                let place = describe(outcome, fault)
                let shown = try tiny.published()
                #expect(shown == first || shown == second, place)
                if outcome.operation > 0 { killed += 1 }
                #expect(outcome.isKilled == (outcome.operation > 0) || fault == .torn, place)
                try expectRecovery(tiny, second, place)
            }
            #expect(killed * Self.step(fault) >= count && count > 50)
        }
    }

    @Test func `leaves no result or a whole one on its first night`() throws {
        try TinyPipeline.lend { tiny in
            let first = try nights(tiny).first
            try FileManager.default.removeItem(at: tiny.folder.appending(path: "cases/b.csv"))
            try FileManager.default.removeItem(atPath: tiny.workspace + ".template")
            _ = try loop(tiny, .kill) { outcome in
                let place = describe(outcome, .kill)
                if tiny.current != nil { #expect(try tiny.published() == first, place) }
                try expectRecovery(tiny, first, place)
            }
        }
    }

    @Test(arguments: [(FaultLoop.Fault.full, "no space left"), (.error(EIO), "input/output error")])
    func `says what the disk refused, and keeps the old result`(
        _ fault: FaultLoop.Fault, reason: String
    ) throws {
        try TinyPipeline.lend { tiny in
            let (first, second) = try nights(tiny)
            _ = try loop(tiny, fault) { outcome in
                let place = describe(outcome, fault)
                let shown = try tiny.published()
                if outcome.exitCode == 0 {
                    // The operation only cleaned up, or the run did not depend on it.
                    #expect(shown == second, place)
                } else {
                    #expect(outcome.exitCode == 70, place)
                    // Behind the seal only what can be made again is written: the store.
                    let isSealed = outcome.output.contains("is sealed; the next run completes")
                    let isStore = outcome.output.contains("workspace/results.sqlite: ")
                    #expect(outcome.output.contains(reason) || isSealed && isStore, place)
                    #expect(shown == first || isSealed && shown == second, place)
                }
                try expectRecovery(tiny, second, place)
            }
        }
    }

    /// One in so many operations goes wrong, so that the whole takes some ten seconds;
    /// `MINHBACH_ALL_FAULTS=1` tries every one in a minute.
    private static func step(_ fault: FaultLoop.Fault) -> Int {
        if ProcessInfo.processInfo.environment["MINHBACH_ALL_FAULTS"] == "1" { return 1 }
        return fault == .kill ? 2 : 4
    }

    /// Runs the first night, keeps its workspace as the template of the second, and returns what
    /// each publishes.
    private func nights(_ tiny: TinyPipeline) throws -> (
        first: [String: Data], second: [String: Data]
    ) {
        #expect(try tiny.shell(run).exit == 0)
        let first = try tiny.published()
        try FileManager.default.copyItem(
            atPath: tiny.workspace, toPath: tiny.workspace + ".template")
        try tiny.write("cases/b.csv", "id,unit\nA2,U2\nB1,\n,U1\n")
        #expect(try tiny.shell(run).exit == 0)
        return (first, try tiny.published())
    }

    private let run = #""$MINHBACH" run tiny.yaml -w "$W" --threads 1"#

    private func loop(
        _ tiny: TinyPipeline, _ fault: FaultLoop.Fault, check: (FaultLoop.Outcome) throws -> Void
    ) throws -> Int {
        let loop = FaultLoop(
            binary: Repository.program.path,
            arguments: [
                "run", tiny.folder.path + "/tiny.yaml", "-w", tiny.workspace, "--threads", "1",
            ], environment: [:], root: tiny.workspace)
        return try loop.run(fault, every: Self.step(fault)) {
            try? FileManager.default.removeItem(atPath: tiny.workspace)
            let template = tiny.workspace + ".template"
            if FileManager.default.fileExists(atPath: template) {
                try FileManager.default.copyItem(atPath: template, toPath: tiny.workspace)
            }
        } check: {
            try check($0)
        }
    }

    /// The next night needs nobody: it runs, publishes, verifies, and nothing half-done is left.
    private func expectRecovery(
        _ tiny: TinyPipeline, _ expected: [String: Data], _ place: Comment
    ) throws {
        let next = try tiny.shell(run + #" && "$MINHBACH" verify -w "$W""#)
        #expect(next.exit == 0, "\(next.stdout)\(next.stderr) after \(place)")
        #expect(try tiny.published() == expected, place)
        #expect(tiny.temporaries() == [], place)
    }

    private func describe(_ outcome: FaultLoop.Outcome, _ fault: FaultLoop.Fault) -> Comment {
        "\(fault) at \(outcome.operation): \(outcome.call)\n\(outcome.output)"
    }
}
