import Columnar

/// The units of a plan through time: what a code meant at an instant, and what became of it.
package struct UnitHistory: Sendable {
    /// A stretch of time in which a code means one unit below one parent.
    struct Stretch: Sendable, Equatable {
        /// First instant; the least for the first stretch of a code.
        var from: Int64
        /// Level of the unit.
        var level: String
        /// The unit above, as results name it.
        var parent: String?
        /// The unit, as results name it.
        var reported: String
        /// The unit that it went into whole, as results name it.
        var restated: String
    }

    /// A unit that was divided, and who received a part of it.
    struct Division: Sendable, Equatable {
        /// Who received a part, as results name them, in byte order; nil: nobody has said how much.
        var parts: [(unit: String, share: Exact?)]

        /// Equal parts.
        static func == (left: Division, right: Division) -> Bool {
            left.parts.elementsEqual(right.parts) { $0.unit == $1.unit && $0.share == $1.share }
        }
    }

    private let versions: UnitVersions
    private let names: [String]
    private let ends: [Int]
    /// The units that were divided, by their names in results.
    let divisions: [String: Division]

    /// The history of these units; `log` takes what is wrong with the table.
    init(_ units: [Unit], _ successions: [Succession], log: FaultLog? = nil) {
        let versions = UnitVersions(units)
        let links = SuccessionChecks(successions, versions, log: log).links
        let tree = SuccessionTree(links)
        let names = versions.names(links)
        var divisions: [String: Division] = [:]
        for place in links.indices where tree.isDivided(place) {
            var shares: [String: Exact?] = [:]
            for (end, share) in tree.parts(of: place) {
                let other = shares[names[end]] ?? Exact(0)
                shares[names[end]] = .some(sum(other, share))
            }
            divisions[names[place]] = Division(
                parts: shares.sorted { precedes($0.key, $1.key) }
                    .map { (unit: $0.key, share: $0.value) })
        }
        self.versions = versions
        self.names = names
        self.divisions = divisions
        ends = links.indices.map(tree.end)
    }

    /// Whether some unit is not valid for ever: rows can name one outside its days.
    var hasValidity: Bool { versions.units.contains { $0.validity != Validity() } }

    /// The days on which some unit bears the code; empty where none ever does.
    func validities(of code: String) -> [Validity] {
        versions.places(of: code).map { versions.units[$0].validity }
    }

    /// What a code means from when on, by time; empty for a code that no unit bears.
    func stretches(of code: String) -> [Stretch] {
        let places = versions.places(of: code)
        var stretches: [Stretch] = []
        for place in places {
            let unit = versions.units[place]
            let isFirst = place == places.lowerBound
            var starts = [isFirst ? Int64.min : unit.start]
            if let parent = unit.parent {
                starts += versions.places(of: parent).map { versions.units[$0].start }
                    .filter { $0 > unit.start && $0 < unit.end }.sorted()
            }
            for start in starts {
                let above = unit.parent.map { parent in
                    versions.place(of: parent, at: max(start, unit.start)).map { names[$0] }
                        ?? parent
                }
                let stretch = Stretch(
                    from: start, level: unit.level, parent: above, reported: names[place],
                    restated: names[ends[place]])
                if let last = stretches.last, last.says(stretch) { continue }
                stretches.append(stretch)
            }
        }
        return stretches
    }
}

extension UnitHistory.Stretch {
    /// Whether both say the same of a code.
    fileprivate func says(_ other: UnitHistory.Stretch) -> Bool {
        level == other.level && parent == other.parent && reported == other.reported
            && restated == other.restated
    }
}

/// The sum, nil where one of both is not known.
private func sum(_ left: Exact?, _ right: Exact?) -> Exact? {
    guard let left, let right else { return nil }
    return try? left.plus(right)
}

extension UnitVersions {
    /// The name of each unit in results.
    ///
    /// The last that bore a code is named by it alone, an earlier one by code and the day on which
    /// it ended (`00004@2025-07-01`), unless the next of its code is that unit and no other.
    fileprivate func names(_ links: [[SuccessionLink]]) -> [String] {
        var names = units.map(\.code)
        var sources = Array(repeating: 0, count: units.count)
        for link in links.joined() { sources[link.to] += 1 }
        for code in codes {
            for place in places(of: code).dropLast().reversed() {
                let follows =
                    links[place].count == 1 && links[place][0].to == place + 1
                    && links[place][0].isWhole && sources[place + 1] == 1
                let day = units[place].validity.until.map(dayText) ?? ""
                names[place] = follows ? names[place + 1] : "\(code)@\(day)"
            }
        }
        return names
    }
}
