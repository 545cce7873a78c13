/// Which derived columns the formulas of derived columns read: none may, since all are filled at
/// once from what the files hold.
struct DerivedReads {
    private let columns: [DerivedColumn]
    private var reads: [String: [String]] = [:]

    init(_ columns: [DerivedColumn]) {
        self.columns = columns
    }

    /// Notes that the formula of a column reads another; false where that is not derived.
    mutating func note(_ other: String, by column: String) -> Bool {
        guard columns.contains(where: { $0.name == other }) else { return false }
        if reads[column]?.contains(other) != true { reads[column, default: []].append(other) }
        return true
    }

    /// Reports circles, each once, and what else reads a derived column.
    func report(to log: FaultLog) {
        var told: Set<String> = []
        for column in columns where !told.contains(column.name) {
            if let circle = circle(through: column.name) {
                log.report(.derivedCycle(circle), at: column.formula.place)
                told.formUnion(circle)
            }
        }
        for column in columns where !told.contains(column.name) {
            for other in reads[column.name] ?? [] {
                log.report(
                    .derivedFromDerived(column.name, other: other), at: column.formula.place)
            }
        }
    }

    /// The shortest way from a column over what it reads back to it.
    private func circle(through name: String) -> [String]? {
        var ways = [[name]]
        var seen: Set<String> = []
        while !ways.isEmpty {
            var longer: [[String]] = []
            for way in ways {
                for next in reads[way.last ?? ""] ?? [] {
                    if next == name { return way + [name] }
                    if seen.insert(next).inserted { longer.append(way + [next]) }
                }
            }
            ways = longer
        }
        return nil
    }
}
