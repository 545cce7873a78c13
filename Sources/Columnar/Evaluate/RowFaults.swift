/// Why a row has no value in a node.
///
/// Only rows that are asked for raise an error: a number too large elsewhere does no harm.
enum RowFault: UInt8 {
    case none, overflow, calendarMissing

    var kind: EvaluationError.Kind? {
        switch self {
        case .none: nil
        case .overflow: .overflow
        case .calendarMissing: .calendarMissing
        }
    }
}

// Faults are rare: they have plain loops of their own and cost the others nothing. Whether a row is
// at fault does not depend on the order of evaluation: `false and fault` is false, `true or fault`
// is true, and a branch not taken harms nobody.
extension BlockEvaluation {
    /// Notes the rows of the block at which a node's own operation fails.
    mutating func record(_ node: Int, _ fault: (Int) -> RowFault) {
        faults[node] = rows.indices.map { fault($0 - rows.lowerBound).rawValue }
        hasFaults = true
    }

    /// The faults of a node that has been evaluated; empty if there are none.
    func currentFaults(_ node: Int) -> [UInt8] {
        isCurrent(node) ? faults[node] : []
    }

    /// Passes the faults of the operands on.
    mutating func inheritFaults(_ node: Int) {
        let operands = graph.nodes[node].operands
        guard operands.contains(where: { !currentFaults($0).isEmpty }) else { return }
        let own = faults[node]
        let inherited: [UInt8] = (0..<rows.count).map { row in
            max(own.isEmpty ? 0 : own[row], inheritedFault(graph.nodes[node], row))
        }
        faults[node] = inherited.contains { $0 != 0 } ? inherited : []
    }

    private func fault(_ node: Int, _ row: Int) -> UInt8 {
        let faults = currentFaults(node)
        return faults.isEmpty ? 0 : faults[row]
    }

    private mutating func inheritedFault(_ node: Node, _ row: Int) -> UInt8 {
        switch node {
        case .all(let parts): return undecidedFault(parts, row, decisive: 0)
        case .any(let parts): return undecidedFault(parts, row, decisive: 2)
        case .coalesce(let parts):
            for part in parts {
                let fault = fault(part, row)
                if fault != 0 { return fault }
                let lane = numbers(of: part)
                if lane.cells[lane.start + row] != missing { return 0 }
            }
            return 0
        case .choice(let conditions, let values, let otherwise):
            for (condition, value) in zip(conditions, values) {
                let fault = fault(condition, row)
                if fault != 0 { return fault }
                if flags(of: condition)[row] == 2 { return self.fault(value, row) }
            }
            return fault(otherwise, row)
        default:
            return node.operands.map { fault($0, row) }.max() ?? 0
        }
    }

    /// The fault of an AND or OR: none where one part alone decides.
    mutating func undecidedFault(_ parts: [Int], _ row: Int, decisive: UInt8) -> UInt8 {
        var worst: UInt8 = 0
        for part in parts {
            let fault = fault(part, row)
            if fault == 0, flags(of: part)[row] == decisive { return 0 }
            worst = max(worst, fault)
        }
        return worst
    }
}
