import Foundation
import Testing

/// Two nights of the tiny pipeline, the second of which is run with one file operation gone wrong.
struct TinyNights {
    let tiny: TinyPipeline
    /// What each night publishes.
    let first: [String: Data]
    let second: [String: Data]

    private static let run = #""$MINHBACH" run tiny.yaml -w "$W" --threads 1"#

    /// Runs both; the workspace of the first is kept as the template of the second.
    init(_ tiny: TinyPipeline) throws {
        self.tiny = tiny
        #expect(try tiny.shell(Self.run).exit == 0)
        first = try tiny.published()
        try FileManager.default.copyItem(
            atPath: tiny.workspace, toPath: tiny.workspace + ".template")
        try tiny.write("cases/b.csv", "id,unit\nA2,U2\nB1,\n,U1\n")
        #expect(try tiny.shell(Self.run).exit == 0)
        second = try tiny.published()
    }

    /// One in so many operations goes wrong, so that the whole takes some ten seconds;
    /// `MINHBACH_ALL_FAULTS=1` tries every one in a minute.
    static func step(_ fault: FaultLoop.Fault) -> Int {
        if ProcessInfo.processInfo.environment["MINHBACH_ALL_FAULTS"] == "1" { return 1 }
        return fault == .kill ? 2 : 4
    }

    /// Runs the second night again and again; returns how many operations it has.
    @discardableResult
    func loop(
        _ fault: FaultLoop.Fault, check: (FaultLoop.Outcome) throws -> Void
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
    func expectRecovery(_ expected: [String: Data], _ place: Comment) throws {
        let next = try tiny.shell(Self.run + #" && "$MINHBACH" verify -w "$W""#)
        #expect(next.exit == 0, "\(next.stdout)\(next.stderr) after \(place)")
        #expect(try tiny.published() == expected, place)
        #expect(tiny.temporaries() == [], place)
    }

    func describe(_ outcome: FaultLoop.Outcome, _ fault: FaultLoop.Fault) -> Comment {
        "\(fault) at \(outcome.operation): \(outcome.call)\n\(outcome.output)"
    }
}
