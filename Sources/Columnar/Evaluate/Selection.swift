extension BlockEvaluation {
    /// Selects the rows of the block at which all conjuncts are true; gives the first fault.
    ///
    /// A conjunct that the zones, or what was met in it, prove false for the block ends it at once,
    /// one that they prove true is not evaluated.
    mutating func select(
        _ conjuncts: [Int], _ zones: TableZones, into selection: inout RowList
    ) -> (kind: EvaluationError.Kind, row: Int)? {
        var undecided: [Int] = []
        for conjunct in conjuncts {
            let possible = possibleTruths(conjunct, zones)
            if !possible.contains(.yes) {
                selection.takeAll(0)
                return nil
            }
            if possible != .yes { undecided.append(conjunct) }
        }
        if !conjuncts.contains(where: { canFail[$0] }) {
            var left: [Int] = []
            for conjunct in undecided {
                let truths = observedTruths(conjunct, zones)
                if !truths.contains(.yes) {
                    selection.takeAll(0)
                    return nil
                }
                if truths != .yes { left.append(conjunct) }
            }
            undecided = left
        }
        guard let first = undecided.first else {
            selection.takeAll(rows.count)
            return nil
        }
        if undecided.count == 1, !hasFaults {
            let flags = flags(of: first)
            selection.take(where: flags.span.extracting(0..<rows.count))
        } else {
            var truths = flags(of: first)
            var out = truths.mutableSpan
            for conjunct in undecided.dropFirst() {
                let flags = flags(of: conjunct)
                and(flags.span.extracting(0..<rows.count), into: &out)
            }
            selection.take(where: truths.span.extracting(0..<rows.count))
        }
        return hasFaults ? firstFault(undecided) : nil
    }

    private mutating func firstFault(
        _ conjuncts: [Int]
    ) -> (kind: EvaluationError.Kind, row: Int)? {
        for row in 0..<rows.count {
            let fault = undecidedFault(conjuncts, row, decisive: 0)
            if let kind = RowFault(rawValue: fault)?.kind { return (kind, rows.lowerBound + row) }
        }
        return nil
    }

    /// The first of the rows that is at fault in a node that has been evaluated.
    func firstFault(
        _ node: Int, among selection: RowList
    ) -> (kind: EvaluationError.Kind, row: Int)? {
        guard hasFaults else { return nil }
        let faults = currentFaults(node)
        guard !faults.isEmpty else { return nil }
        for row in selection.offsets {
            if let kind = RowFault(rawValue: faults[Int(row)])?.kind {
                return (kind, rows.lowerBound + Int(row))
            }
        }
        return nil
    }
}
