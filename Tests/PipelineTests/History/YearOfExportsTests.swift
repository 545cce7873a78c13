import Columnar
import Foundation
import Pipeline
import Testing

/// A year of nightly dumps, of which the test knows every change that it made.
@Suite struct `A year of exports` {
    private struct Case {
        var due: Int64
        var resolved: Int64?
        var unit = "Phòng A"
        /// The last night on which an export spoke of it, and nights that it is away.
        var told: Int64?
        var away = 0
        var wasAway = false
    }

    /// The world: 365 files of a few cases, and the changes that are to be found.
    private struct World {
        static let cases = 12
        private(set) var exports: [(name: String, text: String)] = []
        private(set) var expected: [(night: Int64, id: String, kind: CaseChange.Kind, text: String)]
        private var cases: [Case] = []
        private var random: SeededRandom

        init(seed: UInt64) throws {
            random = SeededRandom(state: seed)
            expected = []
            let first = try #require(CivilDate(year: 2025, month: 1, day: 1)).instant
            for number in 0..<Self.cases {
                cases.append(Case(due: first + Int64(number + 5) * 86_400 + 8 * 3600))
            }
            for day in 0..<365 {
                let night = first + Int64(day) * 86_400
                var lines = [SmallPipeline.header]
                for number in cases.indices {
                    act(on: number, night)
                    if cases[number].away == 0 { lines.append(line(number)) }
                }
                let name = "x-" + CivilDate(of: night).text.filter { $0 != "-" } + ".csv"
                exports.append((name, lines.map { $0 + "\n" }.joined()))
            }
            expected.sort { left, right in
                let order = CaseChange.Kind.allCases
                return (left.night, left.id, order.firstIndex(of: left.kind) ?? 0)
                    < (right.night, right.id, order.firstIndex(of: right.kind) ?? 0)
            }
        }

        private func id(_ number: Int) -> String { number < 10 ? "A0\(number)" : "A\(number)" }

        private mutating func note(
            _ number: Int, _ night: Int64, _ kind: CaseChange.Kind, _ text: String = ""
        ) {
            expected.append((night, id(number), kind, text))
        }

        /// What happens to a case before the dump of a night, and what is to be seen of it.
        private mutating func act(on number: Int, _ night: Int64) {
            guard let told = cases[number].told else {
                note(number, night, .firstSeen)
                cases[number].told = night
                return
            }
            let wasAway = cases[number].away > 0
            if wasAway {
                cases[number].away -= 1
                if cases[number].away > 0 { return }
                note(number, night, .reappeared)
                cases[number].wasAway = false
            }
            defer { if cases[number].away == 0 { cases[number].told = night } }
            switch Int(random.next() % 60) {
            case 0:
                let old = cases[number].due
                let days = Int64(random.next() % 5) + 1
                cases[number].due += (random.next() % 2 == 0 ? days : -days) * 86_400
                note(
                    number, night, .dueMoved,
                    "\(instantText(old))>\(instantText(cases[number].due))")
            case 1, 2:
                if cases[number].resolved != nil {
                    note(number, night, .completionUndone)
                    note(number, night, .statusReverted)
                    cases[number].resolved = nil
                } else {
                    let isBack = random.next() % 2 == 0
                    let end = isBack ? told - 2 * 86_400 : night - 3600
                    cases[number].resolved = end
                    note(
                        number, night, isBack ? .backDated : .completed, ">\(instantText(end))")
                    note(number, night, .statusChanged)
                }
            case 3 where !wasAway:
                cases[number].away = Int(random.next() % 4) + 1
                note(number, night, .vanished)
            case 4:
                let isA = cases[number].unit == "Phòng A"
                cases[number].unit = isA ? "Phòng B" : "Phòng A"
                note(number, night, .unitChanged)
            default: break
            }
        }

        private func line(_ number: Int) -> String {
            let one = cases[number]
            let status = one.resolved == nil ? "open" : "closed"
            let end = one.resolved.map(Self.written) ?? ""
            return "\(id(number)),\(one.unit),\(status),,\(Self.written(one.due)),\(end),,10,"
        }

        private static func written(_ instant: Int64) -> String {
            let text = instantText(instant)
            let day = text.prefix(10).split(separator: "-").reversed().joined(separator: "/")
            return day + text.dropFirst(10)
        }
    }

    private func history(_ world: World) throws -> HistoryWorld {
        var desk = try HistoryWorld(snapshot: "{named: \"x-yyyyMMdd*\", scope: full}")
        for export in world.exports { try desk.scratch.write("cases/" + export.name, export.text) }
        try desk.run()
        return desk
    }

    private func text(_ change: CaseChange) -> String {
        let told = change.kind.rawValue.contains("due") || change.kind.rawValue.contains("back")
        let isEnd = change.kind == .completed
        return told || isEnd ? "\(change.old)>\(change.new)" : ""
    }

    @Test(arguments: [UInt64(1), 7]) func `is told change by change`(seed: UInt64) throws {
        let world = try World(seed: seed)
        let desk = try history(world)
        var request = desk.request
        request.kinds = Set(CaseChange.Kind.allCases)
        let list = try caseChanges(since: .night(0), request)
        let found = list.changes.map { "\($0.night) \($0.id) \($0.kind.rawValue) \(text($0))" }
        let wanted = world.expected.map { "\($0.night) \($0.id) \($0.kind.rawValue) \($0.text)" }
        #expect(found == wanted, "seed \(seed)")
        #expect(found.count > 150)
        // Each case on its own says the same.
        for number in [0, 5, World.cases - 1] {
            let id = number < 10 ? "A0\(number)" : "A\(number)"
            let one = try caseHistory(of: id, desk.request)
            #expect(one.changes == list.changes.filter { $0.id == id })
            #expect(one.readings == 0)
        }
    }

    @Test func `is read once, and what is kept of it changes nothing`() throws {
        let world = try World(seed: 3)
        let desk = try history(world)
        let first = try caseHistory(of: "A03", desk.request)
        #expect(try caseHistory(of: "A03", desk.request).readings == 0)
        let folder = desk.scratch.workspace + "/cache/history"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        // Nights on which nothing changed have one content.
        #expect(first.readings > 200 && first.readings == names.count - 1)
        var random = SeededRandom(state: 5)
        for (turn, name) in names.enumerated() where turn % 6 == 0 || name.hasPrefix("runs") {
            let url = URL(fileURLWithPath: folder + "/" + name)
            var bytes = [UInt8](try Data(contentsOf: url))
            bytes.damage(turn, using: &random)
            try Data(bytes).write(to: url)
        }
        let mended = try caseHistory(of: "A03", desk.request)
        #expect(mended.changes == first.changes)
        #expect(mended.damaged > 30)
        // One under the name of another is not believed.
        let two = names.filter { !$0.hasPrefix("runs") }.prefix(2).map { folder + "/" + $0 }
        let contents = try two.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        try contents[0].write(to: URL(fileURLWithPath: two[1]))
        try contents[1].write(to: URL(fileURLWithPath: two[0]))
        let swapped = try caseHistory(of: "A03", desk.request)
        #expect(swapped.damaged == 2)
        #expect(swapped.changes == first.changes)
        try FileManager.default.removeItem(atPath: desk.scratch.workspace + "/cache")
        let anew = try caseHistory(of: "A03", desk.request)
        #expect(anew.readings == first.readings && anew.changes == first.changes)
        #expect(try keepExports(desk.request).readings == 0)
    }

    /// Thirty nights of one file that is overwritten: runs tell what vanished.
    @Test func `of one overwritten file is told by its runs`() throws {
        let world = try World(seed: 11)
        var desk = try HistoryWorld()
        let nights = world.exports.prefix(30)
        for export in nights {
            try desk.scratch.write("cases/latest.csv", export.text)
            try desk.run()
        }
        var request = desk.request
        request.kinds = [.vanished, .reappeared, .unitChanged, .dueMoved, .completionUndone]
        let found = try caseChanges(since: .night(0), request).changes
        let first = world.expected[0].night
        let wanted = world.expected.filter {
            $0.night < first + 30 * 86_400 && request.kinds?.contains($0.kind) == true
        }
        let march = try #require(CivilDate(year: 2025, month: 3, day: 1)).instant + 7200
        #expect(
            found.map { "\(($0.night - march) / 86_400) \($0.id) \($0.kind.rawValue)" }
                == wanted.map { "\(($0.night - first) / 86_400) \($0.id) \($0.kind.rawValue)" })
        #expect(found.filter { $0.kind == .vanished }.allSatisfy { $0.reason == .replaced })
        #expect(found.contains { $0.kind == .vanished })
    }
}
