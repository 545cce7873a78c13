import Foundation
import Testing

/// The disk is full from one file operation on: the cache gives way to what cannot be made again.
@Suite struct `The program, on a full disk,` {
    @Test func `gives the cache back and succeeds where that is enough`() throws {
        try TinyPipeline.lend { tiny in
            let nights = try TinyNights(tiny)
            var relieved = 0
            try nights.loop(.tight) { outcome in
                let place = nights.describe(outcome, .tight)
                // Nothing is kept for another night: memory can hold all rows.
                let isFreed = try segments(tiny).isEmpty
                if outcome.exitCode == 0 {
                    #expect(try tiny.published() == nights.second, place)
                    #expect(tiny.temporaries() == [], place)
                    if isFreed { relieved += 1 }
                } else {
                    // Before the lock is had nothing may be removed, behind the seal nothing need.
                    #expect(!isFreed || isSealed(outcome), place)
                }
                try nights.expectRecovery(nights.second, place)
            }
            #expect(relieved > 10)
        }
    }

    @Test func `publishes nothing and leaves nothing half-done where it is not`() throws {
        try TinyPipeline.lend { tiny in
            let nights = try TinyNights(tiny)
            var refused = 0
            try nights.loop(.full) { outcome in
                if outcome.exitCode == 0 || isSealed(outcome) { return }
                let place = nights.describe(outcome, .full)
                #expect(outcome.exitCode == 70, place)
                #expect(outcome.output.contains("no space left on the device"), place)
                #expect(try tiny.published() == nights.first, place)
                #expect(tiny.temporaries() == [], place)
                if try segments(tiny).isEmpty { refused += 1 }
            }
            #expect(refused > 10)
        }
    }

    private func isSealed(_ outcome: FaultLoop.Outcome) -> Bool {
        outcome.output.contains("is sealed; the next run completes")
    }

    /// What the workspace keeps of the files that were parsed.
    private func segments(_ tiny: TinyPipeline) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: tiny.workspace + "/cache/segments")
    }
}
