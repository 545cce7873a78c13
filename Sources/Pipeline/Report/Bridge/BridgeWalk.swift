import Columnar

/// What was found on the way from one sealed run to another, place by place.
struct BridgeWalk {
    /// The first place that could be computed, without its rows.
    private(set) var first: BridgeState?
    /// The last place that was computed.
    private(set) var last: BridgeState?
    /// What lies between places, the sealed runs at the ends among them.
    private(set) var edges: [BridgeSpan.Edge] = []
    /// Causes that are put in and behind which no place was computed yet.
    ///
    /// Between a sealed run and what comes out of the archive lies the program.
    var pending: [BridgeStep] = [.program]
    /// Why places could not be computed.
    var reasons: [String] = []
    var remarks: [BridgeRemark] = []

    /// Goes on to a place that was computed.
    mutating func step(
        to state: BridgeState, _ cases: [BridgedName: EdgeCases.Found]
    ) {
        remark()
        edges.append(BridgeSpan.Edge(steps: pending, ends: state.ends, cases: cases))
        pending = []
        if first == nil { first = state.withoutRows }
        last = state
    }

    /// Ends at the later sealed run.
    mutating func close(at ends: [BridgedName: BridgeEnd]) {
        if !pending.contains(.program) { pending.append(.program) }
        remark()
        edges.append(BridgeSpan.Edge(steps: pending, ends: ends, cases: [:]))
        last = last?.withoutRows
    }

    /// Says which causes are joined, and why.
    private mutating func remark() {
        if pending.count > 1, let reason = reasons.last {
            remarks.append(.inseparable(pending.sorted(), reason: reason))
        }
        reasons = []
    }
}

/// One figure on its way from a sealed run to another.
struct FigureWalk {
    let name: BridgedName
    let from: BridgeEnd
    let edges: [BridgeSpan.Edge]

    /// The figure with its parts, which add up to the difference of its ends.
    func figure(
        runs: (from: String, to: String), form: (unit: String, decimals: Int)
    ) throws(Exact.Overflow) -> BridgedFigure {
        let to = edges.last?.ends[name] ?? .absent
        let hasValues = from.value != nil && to.value != nil
        var parts: [BridgePart] = []
        var at = from
        var lastValue = from.value
        var holding: [BridgeStep] = []
        for edge in edges {
            let next = edge.ends[name] ?? .absent
            let found = edge.cases[name]
            var part = BridgePart(
                steps: edge.steps.sorted(),
                numerator: try difference(at.numerator, next.numerator),
                denominator: try difference(at.denominator, next.denominator), value: nil,
                holds: [], after: next, caseCount: found?.count ?? 0,
                cases: found?.cases.map(\.named) ?? [], kinds: [])
            if edge.steps == [.lateData] {
                part.kinds = BridgeKind.Kind.allCases.compactMap { found?.kinds[$0] }
            }
            if hasValues, let value = next.value, let last = lastValue {
                part.value = try value.minus(last)
                part.holds = holding
                holding = []
                lastValue = value
            } else if hasValues {
                holding += part.steps
            }
            parts.append(part)
            at = next
        }
        return BridgedFigure(
            name: name, runs: runs, from: from, to: to, parts: try programLast(parts),
            unit: form.unit, decimals: form.decimals)
    }

    private func difference(
        _ before: Exact?, _ after: Exact?
    ) throws(Exact.Overflow) -> Exact {
        try (after ?? Exact(0)).minus(before ?? Exact(0))
    }

    /// What the program adds at both ends is one part, the last.
    private func programLast(_ parts: [BridgePart]) throws(Exact.Overflow) -> [BridgePart] {
        var parts = parts
        if parts.count > 1, let first = parts.first, first.steps == [.program],
            let last = parts.last, last.steps.contains(.program)
        {
            var joined = last
            joined.numerator = try first.numerator.plus(last.numerator)
            joined.denominator = try first.denominator.plus(last.denominator)
            if let value = first.value {
                joined.value = try (last.value ?? Exact(0)).plus(value)
            }
            parts[parts.count - 1] = joined
            parts.removeFirst()
        }
        if let last = parts.last, last.steps == [.program], !last.isSomething {
            parts.removeLast()
        }
        return parts
    }
}

extension RunError {
    /// Why files of two runs do not fit together, in one line; nil for every other error.
    var reasonOfUnfitFiles: String? {
        switch self {
        case .planUnusable(let faults, _):
            (faults.first { $0.severity == .error } ?? faults.first)?.line()
        case .inputUnusable(let findings): findings.first?.line(as: .error)
        case .evaluation(let formula, let reason): "\(formula): \(reason)"
        case .levelUnbalanced: report.first
        default: nil
        }
    }
}
