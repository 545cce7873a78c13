/// Collects everything that is wrong, so that all of it can be told at once.
final class FaultLog {
    /// More faults than this are not told: nobody reads on, and a file of another kind that was
    /// named by mistake would bring millions.
    static let limit = 1000

    private(set) var faults: [PlanFault] = []

    /// No further fault is taken.
    var isFull: Bool { faults.count >= Self.limit }

    func report(_ fault: PlanFault) {
        // One mistake may be met on several ways (a mapping that two inputs use).
        if !isFull, !faults.contains(fault) { faults.append(fault) }
    }

    func report(_ kind: PlanFault.Kind, at place: PlanPlace, suggestion: String? = nil) {
        report(PlanFault(kind, at: place, suggestion: suggestion))
    }

    /// All faults by file, line and column; those of one place by code.
    var sorted: [PlanFault] {
        faults.enumerated().sorted { left, right in
            if left.element.place != right.element.place {
                return left.element.place < right.element.place
            }
            let codes = (left.element.code.rawValue, right.element.code.rawValue)
            return codes.0 == codes.1 ? left.offset < right.offset : codes.0 < codes.1
        }.map(\.element)
    }
}
