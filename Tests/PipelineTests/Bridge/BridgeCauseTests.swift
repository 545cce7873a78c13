import Columnar
import Foundation
import Ledger
import Pipeline
import Testing

/// Nights on which one cause alone changes.
@Suite struct `A bridge over one cause` {
    /// The part is the whole difference of every figure, and there is no other.
    private func expect(
        _ step: BridgeStep, _ change: (inout BridgeWorld) -> Void
    ) throws -> Bridge {
        let before = BridgeWorld.small
        var after = before
        change(&after)
        let worlds = try TwoWorlds(before, after)
        let bridge = try worlds.bridge()
        #expect(!bridge.figures.isEmpty && bridge.remarks.isEmpty)
        for figure in bridge.figures {
            #expect(figure.somethingWords == [step.rawValue], "\(figure.name)")
        }
        try bridge.expectSums("\(step)")
        return bridge
    }

    @Test func `late data: a new file`() throws {
        let bridge = try expect(.lateData) { world in
            world.raw["c.csv"] = BridgeWorld.file([
                BridgeWorld.line(
                    "C1", "C", accepted: 3, due: 6, resolved: 5, updated: 9, fee: 5)
            ])
        }
        let figure = try #require(bridge.figure("on-time", "2025-06"))
        let part = try #require(figure.parts.first)
        #expect(part.kinds.map(\.kind) == [.new] && part.cases.map(\.id) == ["C1"])
        #expect(figure.from.value?.decimalText() == "66.666666666667")
        #expect(part.value?.fractionText == "25/3")
        #expect(part.cases[0].before == .absent)
        #expect(part.cases[0].after == .counted(numerator: Exact(1), denominator: Exact(1)))
        #expect(part.cases[0].file == "c.csv" && part.cases[0].record == 1)
        // A member that was not there speaks of its sides, and of no value.
        let member = try #require(bridge.figure("on-time", "2025-06", "unit", "C"))
        #expect(member.from == .absent && !member.hasValues)
        #expect(member.parts.map(\.numerator) == [Exact(1)])
    }

    @Test func `late data: a corrected file`() throws {
        let bridge = try expect(.lateData) { world in
            world.raw["a.csv"] = world.raw["a.csv"]?.replacing("09/06/2025", with: "04/06/2025")
        }
        let figure = try #require(bridge.figure("on-time", "2025-06"))
        let part = try #require(figure.parts.first)
        #expect(part.kinds.map(\.kind) == [.changed])
        let moved = part.cases.map { "\($0.id) \($0.clause)" }
        #expect(moved == ["A2 resolved_at <= due_at: false → true"])
    }

    @Test func `late data: a file that is gone`() throws {
        let bridge = try expect(.lateData) { $0.raw["b.csv"] = nil }
        let figure = try #require(bridge.figure("received", "2025-07"))
        #expect(figure.parts[0].kinds.map(\.kind) == [.vanished])
        #expect(figure.parts[0].cases.map(\.after) == [.absent, .absent])
        let member = try #require(bridge.figure("received", "2025-07", "unit", "B"))
        #expect(member.to == .absent && member.parts[0].numerator == Exact(-2))
    }

    @Test func `corrections, also where only one pipeline file names them`() throws {
        let bridge = try expect(.corrections) { world in
            world.corrections = [
                BridgeWorld.correction(
                    "A2", "due_at", "2025-06-07 08:00:00", "2025-06-10 08:00:00")
            ]
        }
        let part = try #require(bridge.figure("on-time", "2025-06")?.parts.first)
        #expect(part.cases.map(\.id) == ["A2"] && part.numerator == Exact(1))
    }

    @Test func `mappings`() throws {
        let bridge = try expect(.dedupe) { world in
            world.mapping = world.mapping.replacing(
                "nulls: [\"01/01/0001 00:00:00\"]", with: "nulls: [\"07/06/2025 08:00:00\"]")
        }
        let part = try #require(bridge.figure("on-time", "2025-06")?.parts.first)
        #expect(part.cases.map(\.id) == ["A2"] && part.denominator == Exact(-1))
    }

    @Test func `rules`() throws {
        let bridge = try expect(.rules) { world in
            world.rules["kpis/on-time.yaml"] = world.rules["kpis/on-time.yaml"]?.replacing(
                "resolved_at <= due_at", with: "resolved_at < due_at")
        }
        #expect(Set(bridge.figures.map(\.name.kpi)) == ["on-time"])
        let part = try #require(bridge.figure("on-time", "2025-06")?.parts.first)
        #expect(part.cases.map(\.id) == ["A3"])
        #expect(part.cases[0].clause == "resolved_at < due_at: false")
    }

    @Test func `the calendar`() throws {
        let bridge = try expect(.calendar) { world in
            world.calendar = world.calendar.replacing(
                "{day: 2025-01-01, name: Tết}",
                with: "{day: 2025-01-01, name: Tết}, {day: 2025-06-03, name: nghỉ}")
        }
        #expect(Set(bridge.figures.map(\.name.kpi)) == ["worked"])
        let part = try #require(bridge.figure("worked", "2025-06")?.parts.first)
        #expect(part.cases.map(\.id) == ["A1", "A2"])
    }

    @Test func `units`() throws {
        let bridge = try expect(.units) { world in
            world.units["units.csv"] = world.units["units.csv"]?.replacing(
                "B,Phòng B,,department,,", with: "B,Phòng B,,department,,2025-06-30")
            world.units["succession.csv"]? += "B,2025-06-30,C,2025-07-01,merge,,a test\n"
        }
        #expect(bridge.figures.allSatisfy { $0.name.level == "unit_restated" })
        let gone = try #require(bridge.figure("received", "2025-07", "unit_restated", "B"))
        #expect(gone.parts[0].cases.map(\.after) == [.elsewhere("C"), .elsewhere("C")])
    }

    @Test func `the instant`() throws {
        let bridge = try expect(.asOf) { $0.asOf = "2025-08-25" }
        let part = try #require(bridge.figure("open", "2025-Q3")?.parts.first)
        #expect(part.numerator == Exact(-1) && part.cases.map(\.id) == ["B2"])
    }

    @Test func `the program`() throws {
        let before = BridgeWorld.small
        var after = before
        after.raw["b.csv"] = nil
        let worlds = try TwoWorlds(before, after)
        // What another version would have sealed.
        let path = worlds.scratch.workspace + "/runs/\(worlds.runs.1)/results.csv"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let line = "on-time,1,2025-06,2025-06-01 00:00:00,2025-07-01 00:00:00,agency,H01,"
        #expect(text.contains(line + "2,3,66.666666666667,66.67%"))
        let sealed = text.replacing(
            line + "2,3,66.666666666667,66.67%", with: line + "3,3,100,100.00%")
        try FileManager.default.removeItem(atPath: path)
        try Data(sealed.utf8).write(to: URL(fileURLWithPath: path))
        // As long as the manifest does not say so, it is a forgery.
        #expect(throws: RunError.self) { _ = try worlds.bridge() }
        try nameResults(
            Array(sealed.utf8), inPlaceOf: Array(text.utf8),
            of: worlds.scratch.workspace + "/runs/\(worlds.runs.1)/manifest.json")
        let bridge = try worlds.bridge()
        let figure = try #require(bridge.figure("on-time", "2025-06"))
        #expect(figure.somethingWords == ["program"])
        #expect(figure.parts.last?.value?.fractionText == "100/3")
        try bridge.expectSums("program")
        let other = try #require(bridge.figure("received", "2025-07"))
        #expect(other.somethingWords == ["late-data"])
    }

    /// Lets a manifest name other results; its outputs are sorted by how they are written.
    private func nameResults(
        _ results: [UInt8], inPlaceOf before: [UInt8], of path: String
    ) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
            .replacing(Digest.of(before).hex, with: Digest.of(results).hex)
            .replacing("\"size\":\(before.count)}", with: "\"size\":\(results.count)}")
        let start = try #require(text.range(of: "\"outputs\":[{")).upperBound
        let end = try #require(text.range(of: "}],\"pipeline\"")).lowerBound
        let entries = text[start..<end].components(separatedBy: "},{")
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let manifest = text[..<start] + entries.joined(separator: "},{") + text[end...]
        try FileManager.default.removeItem(atPath: path)
        try Data(manifest.utf8).write(to: URL(fileURLWithPath: path))
    }

    @Test func `nothing`() throws {
        let worlds = try TwoWorlds(.small, .small)
        #expect(try worlds.bridge().figures.isEmpty)
        let named = try worlds.bridge(ResultsFilter(kpi: "open", period: "2025-Q3"))
        #expect(!named.figures.isEmpty)
        #expect(named.figures.allSatisfy { $0.parts.isEmpty && $0.from == $0.to })
    }
}

extension BridgedFigure {
    /// The words of the parts that add something.
    var somethingWords: [String] { somethings.map(\.word) }
}
