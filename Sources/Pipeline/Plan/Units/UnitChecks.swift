import Columnar

/// Whether units fit together: one version of a code at a time, parents in force, no circle.
struct UnitChecks {
    private let lines: [PlacedUnit]
    /// Codes of lines that could not be understood, too.
    private let named: Set<String>
    private let log: FaultLog
    /// The lines of each code, by first day.
    private let byCode: [String: [PlacedUnit]]

    init(_ lines: [PlacedUnit], named: Set<String>, log: FaultLog) {
        self.lines = lines
        self.named = named
        self.log = log
        byCode = Dictionary(grouping: lines) { $0.unit.code }.mapValues { own in
            own.sorted { ($0.start, $0.place) < ($1.start, $1.place) }
        }
    }

    /// The units that have a time of their own, in the order of the file.
    func checked() -> [Unit] {
        let dropped = checkTimes()
        checkParents(except: dropped)
        checkCircles(except: dropped)
        return lines.filter { !dropped.contains($0.place) }.map(\.unit)
    }

    /// Reports versions of one code that overlap, and warns of days between two of them.
    private func checkTimes() -> Set<PlanPlace> {
        var dropped: Set<PlanPlace> = []
        for line in lines {
            guard let own = byCode[line.unit.code], own.count > 1,
                let index = own.firstIndex(where: { $0.place == line.place }), index > 0
            else { continue }
            let before = own[..<index].filter { !dropped.contains($0.place) }
            guard let last = before.max(by: { $0.end < $1.end }) else { continue }
            if last.end > line.start {
                let later = max(last.place, line.place)
                let first = min(last.place, line.place)
                let isTimeless =
                    line.unit.validity == Validity() && last.unit.validity == Validity()
                log.report(
                    isTimeless
                        ? .nameTwice(line.unit.code, first: first)
                        : .overlappingUnits(line.unit.code, other: first), at: later)
                dropped.insert(line.place)
            } else if last.end < line.start {
                log.report(
                    .gapBetweenUnits(
                        line.unit.code, until: dayText(last.end), from: dayText(line.start)),
                    at: line.place)
            }
        }
        return dropped
    }

    /// Reports parents that are no unit, or none at the time.
    private func checkParents(except dropped: Set<PlanPlace>) {
        var known: [String]?
        for line in lines where !log.isFull && !dropped.contains(line.place) {
            guard let parent = line.unit.parent else { continue }
            guard let versions = byCode[parent] else {
                if named.contains(parent) { continue }
                let names = known ?? lines.map(\.unit.code)
                known = names
                log.report(
                    .unknownParent(parent), at: line.place,
                    suggestion: nearest(to: parent, among: names))
                continue
            }
            // The parent must be there all the time, whichever of its versions it is.
            var covered = line.start
            for version in versions where version.start <= covered {
                covered = max(covered, version.end)
            }
            if covered < line.end {
                log.report(
                    .parentOutsideValidity(
                        parent, from: covered == Int64.min ? "" : dayText(covered)),
                    at: line.place)
            }
        }
    }

    /// Reports units that lie below themselves, at any of the days on which something begins.
    private func checkCircles(except dropped: Set<PlanPlace>) {
        let own = lines.filter { !dropped.contains($0.place) }
        var found: Set<PlanPlace> = []
        for instant in Set(own.map(\.start)).sorted() where !log.isFull {
            let inForce = own.filter { $0.start <= instant && instant < $0.end }
            var version: [String: PlacedUnit] = [:]
            for line in inForce { version[line.unit.code] = line }
            var settled: Set<String> = []
            for line in inForce {
                var way = [line.unit.code]
                var places: [String: Int] = [line.unit.code: 0]
                while let last = way.last, !settled.contains(last),
                    let next = version[last]?.unit.parent
                {
                    if let begin = places[next] {
                        let place = version[next]?.place ?? line.place
                        if found.insert(place).inserted {
                            log.report(.parentCycle(Array(way[begin...])), at: place)
                        }
                        break
                    }
                    places[next] = way.count
                    way.append(next)
                }
                settled.formUnion(way)
            }
        }
    }
}
