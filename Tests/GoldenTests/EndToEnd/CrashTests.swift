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
            let nights = try TinyNights(tiny)
            let (first, second) = (nights.first, nights.second)
            var killed = 0
            let count = try nights.loop(fault) { outcome in
                let place = nights.describe(outcome, fault)
                let shown = try tiny.published()
                #expect(shown == first || shown == second, place)
                if outcome.operation > 0 { killed += 1 }
                #expect(outcome.isKilled == (outcome.operation > 0) || fault == .torn, place)
                try nights.expectRecovery(second, place)
            }
            #expect(killed * TinyNights.step(fault) >= count && count > 50)
        }
    }

    @Test func `leaves no result or a whole one on its first night`() throws {
        try TinyPipeline.lend { tiny in
            let nights = try TinyNights(tiny)
            let first = nights.first
            try FileManager.default.removeItem(at: tiny.folder.appending(path: "cases/b.csv"))
            try FileManager.default.removeItem(atPath: tiny.workspace + ".template")
            _ = try nights.loop(.kill) { outcome in
                let place = nights.describe(outcome, .kill)
                if tiny.current != nil { #expect(try tiny.published() == first, place) }
                try nights.expectRecovery(first, place)
            }
        }
    }

    @Test(arguments: [(FaultLoop.Fault.full, "no space left"), (.error(EIO), "input/output error")])
    func `says what the disk refused, and keeps the old result`(
        _ fault: FaultLoop.Fault, reason: String
    ) throws {
        try TinyPipeline.lend { tiny in
            let nights = try TinyNights(tiny)
            let (first, second) = (nights.first, nights.second)
            _ = try nights.loop(fault) { outcome in
                let place = nights.describe(outcome, fault)
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
                try nights.expectRecovery(second, place)
            }
        }
    }
}
