import Foundation
import Testing

/// The erasing of a person is stopped at each of its file operations.
@Suite struct `Erasing, stopped at any file operation,` {
    private static let mapping = """
        mapping: tiny
        version: 1
        source: tiny
        kind: case
        format: csv
        columns:
          case_id: {header: [id], type: id, required: true}
          unit: {header: [unit], type: code}
          owner: {header: [owner], personal: key}
        identity: [case_id, owner]

        """

    private static let erasing =
        #""$MINHBACH" erase --case A1 --actor a --document d --reason r -w "$W""#
    private static let verifying = #""$MINHBACH" verify -w "$W" --key-file key"#

    @Test(arguments: [FaultLoop.Fault.kill, .torn, .power, .full, .error(EIO)])
    func `has happened wholly or not at all, and can be completed`(
        _ fault: FaultLoop.Fault
    ) throws {
        try TinyPipeline.lend { tiny in
            try tiny.write("mapping.yaml", Self.mapping)
            try tiny.write("cases/a.csv", "id,unit,owner\nA1,U1,Nguyễn An\nA2,U2,Lê Bình\n")
            try tiny.write("cases/b.csv", "id,unit,owner\nA1,U1,Nguyễn An\nA1,U1,Trần Chi\n")
            let run = #""$MINHBACH" run tiny.yaml -w "$W" --threads 1 --key-file key"#
            #expect(try tiny.shell(run).exit == 0)
            let before = try tiny.published()
            let template = tiny.workspace + ".template"
            try FileManager.default.copyItem(atPath: tiny.workspace, toPath: template)
            let loop = FaultLoop(
                binary: Repository.program.path,
                arguments: [
                    "erase", "--case", "A1", "--actor", "a", "--document", "d", "--reason", "r",
                    "-w", tiny.workspace, "--threads", "1",
                ], environment: [:], root: tiny.workspace)
            let count = try loop.run(fault, every: TinyNights.step(fault)) {
                try? FileManager.default.removeItem(atPath: tiny.workspace)
                try FileManager.default.copyItem(atPath: template, toPath: tiny.workspace)
            } check: { outcome in
                let place: Comment = "\(fault) at \(outcome.operation): \(outcome.call)"
                // Whoever looks now sees no tampering; what is half done the next opening ends.
                let look = try tiny.shell(Self.verifying)
                #expect([0, 4].contains(look.exit), place)
                #expect(!look.stdout.contains("fault:"), "\(look.stdout) \(place)")
                let again = try tiny.shell(Self.erasing)
                #expect([0, 1].contains(again.exit), "\(again.stderr) \(place)")
                let held = try tiny.shell(Self.verifying)
                #expect(held.exit == 0, "\(held.stdout) \(place)")
                let names = try tiny.shell(#"grep -rlE 'Nguyễn|Trần' "$W""#)
                #expect(names.stdout == "", place)
                #expect(try tiny.shell(#"grep -rl 'Lê Bình' "$W""#).stdout != "", place)
                #expect(try tiny.published() == before, place)
                #expect(tiny.temporaries() == [], place)
            }
            #expect(count > 20)
        }
    }
}
