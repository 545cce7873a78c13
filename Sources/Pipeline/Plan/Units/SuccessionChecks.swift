import Columnar

/// What became of a unit, the codes and days of the table resolved to units.
struct SuccessionLink: Sendable {
    /// Place of the unit that followed.
    let to: Int
    /// How much of the old unit it received; nil where nobody has said.
    let share: Exact?
}

/// Resolves the lines of the succession table, and reports those that lead nowhere or in a circle.
struct SuccessionChecks {
    private let versions: UnitVersions
    private let log: FaultLog?
    /// The links of each unit, in the order of the table.
    private(set) var links: [[SuccessionLink]]
    /// Units of which the table says that nothing came after them.
    private var closed: Set<Int> = []
    /// Codes of which a line was refused: what it should have said is not known.
    private var refused: Set<String> = []
    private var places: [Int: PlanPlace] = [:]

    init(_ successions: [Succession], _ versions: UnitVersions, log: FaultLog?) {
        self.versions = versions
        self.log = log
        links = Array(repeating: [], count: versions.units.count)
        for line in successions { add(line) }
        checkShares()
        breakCircles()
        if !successions.isEmpty { checkEnds(successions[0].place.file) }
    }

    private mutating func add(_ line: Succession) {
        guard let from = versions.ending(line.from, at: line.fromUntil) else {
            report(line.from, .noUnitEnding(line.from, day: dayText(line.fromUntil)), line)
            return
        }
        guard let code = line.to else {
            closed.insert(from)
            return
        }
        guard let to = versions.inForce(code, at: line.date) else {
            report(code, .unitNotInForce(code, day: dayText(line.date)), line)
            return
        }
        if links[from].contains(where: { $0.to == to }) {
            log?.report(.nameTwice(code, first: places[from] ?? line.place), at: line.place)
            return
        }
        if links[from].isEmpty { places[from] = line.place }
        links[from].append(SuccessionLink(to: to, share: line.share))
    }

    /// A code that no unit ever bore was probably mistyped.
    private mutating func report(_ code: String, _ kind: PlanFault.Kind, _ line: Succession) {
        refused.insert(line.from)
        guard let log, !log.isFull else { return }
        if versions.places(of: code).isEmpty {
            log.report(
                .unknownUnit(code), at: line.place,
                suggestion: nearest(to: code, among: versions.codes))
        } else {
            log.report(kind, at: line.place)
        }
    }

    private mutating func checkShares() {
        for place in links.indices where links[place].count > 0 {
            var sum: Exact? = Exact(0)
            for link in links[place] { sum = try? sum?.plus(link.share ?? Exact(0)) }
            guard let sum, !(Exact(1) < sum) else {
                log?.report(
                    .sharesAboveOne(versions.units[place].code), at: places[place] ?? origin)
                links[place] = []
                refused.insert(versions.units[place].code)
                continue
            }
        }
    }

    /// Reports units that follow themselves; such a chain has no end that could be shown.
    private mutating func breakCircles() {
        var settled = Array(repeating: false, count: links.count)
        for start in links.indices where !settled[start] && !links[start].isEmpty {
            // A walk with a stack of its own: chains may be as long as the table.
            var way = [start]
            var next = [0]
            var onWay: Set<Int> = [start]
            while let last = way.last {
                let branch = next[next.count - 1]
                guard branch < links[last].count else {
                    settled[last] = true
                    onWay.remove(last)
                    way.removeLast()
                    next.removeLast()
                    continue
                }
                next[next.count - 1] += 1
                let to = links[last][branch].to
                if onWay.contains(to) {
                    let begin = way.firstIndex(of: to) ?? 0
                    let codes = way[begin...].map { versions.units[$0].code }
                    log?.report(.successionCircle(codes), at: places[to] ?? origin)
                    links[last].remove(at: branch)
                    refused.insert(versions.units[last].code)
                    next[next.count - 1] = branch
                } else if !settled[to] {
                    way.append(to)
                    next.append(0)
                    onWay.insert(to)
                }
            }
        }
    }

    /// Warns of units that ended and of which the table says nothing.
    private func checkEnds(_ file: String) {
        guard let log else { return }
        for place in links.indices where links[place].isEmpty && !closed.contains(place) {
            let unit = versions.units[place]
            guard let until = unit.validity.until, !log.isFull, !refused.contains(unit.code)
            else { continue }
            log.report(
                .noSuccessor(unit.code, day: dayText(until)), at: PlanPlace(file: file))
        }
    }

    private var origin: PlanPlace { PlanPlace(file: "") }
}
