import Columnar
import Pipeline
import Testing

/// Random trees, successions and cases against a twin that follows every row by hand.
@Suite struct `Random reorganisations` {
    /// A unit for some months of 2025, as the twin knows it.
    private struct Version {
        var code: String
        /// First month and the month that no longer belongs, from 1 to 13.
        var from: Int
        var until: Int
        var level: String
    }

    private struct World {
        var versions: [Version] = []
        /// Places of the units that followed each, with a share in twelfths.
        var next: [Int: [(to: Int, share: Int?)]] = [:]

        init(_ random: inout SeededRandom) {
            for code in ["A", "B", "C", "D", "E", "F"] {
                var month = 1
                while month < 13 {
                    let end =
                        Bool.random(using: &random)
                        ? 13 : Int.random(in: (month + 1)...13, using: &random)
                    versions.append(
                        Version(
                            code: code, from: month, until: end,
                            level: ["office", "commune"].randomElement(using: &random) ?? ""))
                    month = end
                }
            }
            // So that there is a succession to speak of.
            versions.append(Version(code: "Z", from: 1, until: 2, level: "office"))
            for (place, version) in versions.enumerated() where version.until < 13 {
                let there = versions.indices.filter {
                    versions[$0].from <= version.until && version.until < versions[$0].until
                        && versions[$0].code != "Z"
                }
                let targets = there.shuffled(using: &random)
                    .prefix([0, 1, 1, 1, 2, 3].randomElement(using: &random) ?? 1)
                next[place] = targets.map { to in
                    (
                        to,
                        targets.count > 1 ? [nil, 3, 4].randomElement(using: &random) ?? nil : nil
                    )
                }
            }
        }

        static func day(_ month: Int) -> String {
            month > 12 ? "" : "2025-\(month < 10 ? "0" : "")\(month)-01"
        }

        var units: String {
            versions.map { version in
                let from = version.from == 1 ? "" : Self.day(version.from)
                return
                    "\(version.code),Đơn vị,,\(version.level),\(from),\(Self.day(version.until))\n"
            }.joined()
        }

        var succession: String {
            next.keys.sorted().flatMap { place in
                let day = Self.day(versions[place].until)
                let own = next[place] ?? []
                if own.isEmpty { return ["\(versions[place].code),\(day),,\(day),abolition,,NQ\n"] }
                return own.map { to, share in
                    let (from, target) = (versions[place].code, versions[to].code)
                    let part = share.map { "\($0)/12" } ?? ""
                    let kind = own.count > 1 ? "split" : "merge"
                    return "\(from),\(day),\(target),\(day),\(kind),\(part),NQ\n"
                }
            }.joined()
        }

        /// Where a row of a code at a month stands in the restated view.
        func end(_ code: String, _ month: Int) -> Int? {
            var place = versions.indices.first {
                versions[$0].code == code && versions[$0].from <= month
                    && month < versions[$0].until
            }
            while let here = place, let own = next[here], own.count == 1 { place = own[0].to }
            return place
        }

        /// The name of a unit in results.
        func name(_ place: Int) -> String {
            let version = versions[place]
            if version.until == 13 { return version.code }
            let (same, sources) = (
                next[place] ?? [], next.values.joined().filter { $0.to == place + 1 }.count
            )
            if same.count == 1, same[0].to == place + 1, versions[place + 1].code == version.code,
                sources == 1
            {
                return name(place + 1)
            }
            return "\(version.code)@\(Self.day(version.until))"
        }

        /// Who received parts of a unit at last, in twelfths of twelfths; nil: unknown.
        func parts(_ place: Int) -> [(to: Int, share: Exact?)] {
            (next[place] ?? []).flatMap { link -> [(to: Int, share: Exact?)] in
                let share = link.share.flatMap { try? Exact(Int128($0), over: 12) }
                var end = link.to
                while let own = next[end], own.count == 1 { end = own[0].to }
                guard let own = next[end], own.count > 1 else { return [(end, share)] }
                return parts(end).map { part in
                    guard let share, let other = part.share else { return (part.to, nil) }
                    return (part.to, try? share.times(other))
                }
            }
        }
    }

    @Test(arguments: 0..<25 as Range<UInt64>)
    func `restated by hand are what the program says`(seed: UInt64) throws {
        var random = SeededRandom(state: seed)
        let world = World(&random)
        var desk = UnitDesk(units: world.units, succession: world.succession)
        desk.levels = "[agency, unit, unit_level, unit_reported, unit_restated]"
        desk.value =
            "numerator: count(*) filter (where resolved_at is not null)\ndenominator: count(*)"
        desk.split = seed % 2 == 0 ? "estimate" : "withhold"
        var months: [(accepted: Int, row: Int)] = []
        for row in 0..<Int.random(in: 1...60, using: &random) {
            let accepted = Int.random(in: 1...3, using: &random)
            let resolved = Int.random(in: 0...12, using: &random)
            let code = ["A", "B", "C", "D", "E", "F", "G", ""].randomElement(using: &random) ?? ""
            func day(_ month: Int) -> String {
                "1\(row % 10)/\(month < 10 ? "0" : "")\(month)/2025"
            }
            desk.cases.append(
                (unit: code, accepted: day(accepted), resolved: resolved == 0 ? "" : day(resolved)))
            months.append((resolved == 0 ? accepted : resolved, row))
        }
        let figures = try desk.figures(threads: Int(seed % 3) + 1)
            .filter { $0.period.name == "2025-Q1" }
        try expect(figures, desk, world, months.map(\.accepted), "seed \(seed)")
    }

    private func expect(
        _ figures: [Figure], _ desk: UnitDesk, _ world: World, _ months: [Int], _ seed: String
    ) throws {
        var reported: [String: [Int]] = [:]
        var restated: [String: (upper: Exact, lower: Exact, mark: String)] = [:]
        var levels: [String: [Int]] = [:]
        var divided: [Int: [Int]] = [:]
        func add(_ name: String, _ upper: Exact, _ lower: Exact) throws {
            let known = restated[name] ?? (Exact(0), Exact(0), "ok")
            restated[name] = (
                try known.upper.plus(upper), try known.lower.plus(lower), known.mark
            )
        }
        for (row, month) in zip(desk.cases, months) {
            let one = row.resolved.isEmpty ? 0 : 1
            let place = world.versions.indices.first {
                world.versions[$0].code == row.unit && world.versions[$0].from <= month
                    && month < world.versions[$0].until
            }
            let none = row.unit.isEmpty ? "(none)" : row.unit
            let name = place.map(world.name) ?? none
            reported[name] = [(reported[name]?[0] ?? 0) + one, (reported[name]?[1] ?? 0) + 1]
            let level = place.map { world.versions[$0].level } ?? "(none)"
            levels[level] = [(levels[level]?[0] ?? 0) + one, (levels[level]?[1] ?? 0) + 1]
            guard let end = world.end(row.unit, month) else {
                try add(none, Exact(one), Exact(1))
                continue
            }
            if world.next[end].map({ $0.count > 1 }) ?? false {
                divided[end] = [(divided[end]?[0] ?? 0) + one, (divided[end]?[1] ?? 0) + 1]
            } else {
                try add(world.name(end), Exact(one), Exact(1))
            }
        }
        var receivers: Set<String> = []
        for (place, counts) in divided {
            var left = (Exact(counts[0]), Exact(counts[1]))
            for (to, share) in world.parts(place) {
                receivers.insert(world.name(to))
                guard desk.split == "estimate", let share else { continue }
                // Shares of one receiver over two ways are known only if both are.
                if world.parts(place).contains(where: { $0.to == to && $0.share == nil }) {
                    continue
                }
                let part = (try Exact(counts[0]).times(share), try Exact(counts[1]).times(share))
                try add(world.name(to), part.0, part.1)
                left = (try left.0.minus(part.0), try left.1.minus(part.1))
            }
            if left.1 == Exact(0) { continue }
            restated[world.name(place)] = (left.0, left.1, "withheld")
        }
        for name in receivers where restated[name]?.mark == "ok" {
            restated[name]?.mark = "estimated"
        }

        func found(_ level: String) -> [Figure] { figures.filter { $0.level == level } }
        let pairs = { (figure: Figure) in
            [figure.numerator ?? Exact(-1), figure.denominator ?? Exact(-1)]
        }
        for (level, wanted) in [("unit_reported", reported), ("unit_level", levels)] {
            #expect(
                Dictionary(uniqueKeysWithValues: found(level).map { ($0.member, pairs($0)) })
                    == wanted.mapValues { $0.map { Exact($0) } }, "\(seed) \(level)")
        }
        let restatedFigures = found("unit_restated")
        #expect(Set(restatedFigures.map(\.member)) == Set(restated.keys), "\(seed)")
        for figure in restatedFigures {
            let wanted = restated[figure.member]
            #expect(figure.numerator == wanted?.upper, "\(seed) \(figure.member)")
            #expect(figure.denominator == wanted?.lower, "\(seed) \(figure.member)")
            #expect(figure.status.rawValue == wanted?.mark, "\(seed) \(figure.member)")
        }
        let agency = try #require(found("agency").first)
        for level in ["unit", "unit_reported", "unit_restated", "unit_level"] {
            let sum = try found(level).reduce(Exact(0)) { try $0.plus($1.denominator ?? Exact(0)) }
            #expect(sum == agency.denominator, "\(seed) \(level)")
        }
    }
}
