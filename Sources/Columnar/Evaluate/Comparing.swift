extension BlockEvaluation {
    /// Compares two numbers of each row; narrow cells as they lie.
    mutating func computeComparison(
        _ node: Node, _ left: Int, _ right: Int, into out: inout MutableSpan<UInt8>
    ) {
        if let truth = scalarTruth(node) {
            for index in 0..<rows.count { out[index] = truth }
            return
        }
        if compareNarrow(node, left, right, into: &out) { return }
        if let limit = scalar(right), limit != missing {
            let lane = numbers(of: left)
            let span = lane.cells.span
            let cells = span.extracting(lane.range(rows))
            switch node {
            case .less: less(cells, limit, into: &out)
            case .lessOrEqual: lessOrEqual(cells, limit, into: &out)
            default: equal(cells, limit, into: &out)
            }
        } else if let limit = scalar(left), limit != missing {
            let lane = numbers(of: right)
            let span = lane.cells.span
            let cells = span.extracting(lane.range(rows))
            switch node {
            case .less:
                // x < cell is NOT cell <= x, unknown staying unknown.
                lessOrEqual(cells, limit, into: &out)
                not(&out)
            case .lessOrEqual:
                less(cells, limit, into: &out)
                not(&out)
            default: equal(cells, limit, into: &out)
            }
        } else {
            let (left, right) = (numbers(of: left), numbers(of: right))
            let (x, y) = (left.cells.span, right.cells.span)
            let (xs, ys) = (x.extracting(left.range(rows)), y.extracting(right.range(rows)))
            switch node {
            case .less: less(xs, ys, into: &out)
            case .lessOrEqual: lessOrEqual(xs, ys, into: &out)
            default: equal(xs, ys, into: &out)
            }
        }
    }

    /// Numbers of four bytes each within a longer array.
    struct NarrowLane {
        let cells: [Int32]
        let start: Int

        func range(_ rows: Range<Int>) -> Range<Int> { start..<start + rows.count }
    }

    /// The numbers of a node in four bytes each, nil where they do not fit.
    ///
    /// Those of a narrow column as they lie; those that are worked out of columns, whatever the
    /// period is, once for a block.
    mutating func narrowLane(of node: Int) -> NarrowLane? {
        switch graph.nodes[node] {
        case .numbers(let column):
            guard case .narrow(let cells) = table.columns[column] else { return nil }
            return NarrowLane(cells: cells.cells, start: rows.lowerBound)
        case .choice, .coalesce, .least, .greatest:
            guard !graph.isPeriodic[node], !canFail[node], scalar(node) == nil else { return nil }
            if narrowed[node].block != blockStamp {
                let lane = numbers(of: node)
                var cells: [Int32] = []
                swap(&cells, &narrowed[node].cells)
                if cells.isEmpty { cells = [Int32](repeating: 0, count: TableZones.blockLength) }
                var out = cells.mutableSpan
                let fits = narrow(lane.cells.span.extracting(lane.range(rows)), into: &out)
                narrowed[node] = (fits ? cells : [], blockStamp)
            }
            let cells = narrowed[node].cells
            return cells.isEmpty ? nil : NarrowLane(cells: cells, start: 0)
        default: return nil
        }
    }

    /// The same, if cells of four bytes can be compared; false if not.
    private mutating func compareNarrow(
        _ node: Node, _ left: Int, _ right: Int, into out: inout MutableSpan<UInt8>
    ) -> Bool {
        if let limit = narrowLimit(right) {
            guard let lane = narrowLane(of: left) else { return false }
            let own = lane.cells.span.extracting(lane.range(rows))
            switch node {
            case .less: less(own, limit, into: &out)
            case .lessOrEqual: lessOrEqual(own, limit, into: &out)
            default: equal(own, limit, into: &out)
            }
            return true
        }
        if let limit = narrowLimit(left) {
            guard let lane = narrowLane(of: right) else { return false }
            let own = lane.cells.span.extracting(lane.range(rows))
            switch node {
            case .less: greater(own, limit, into: &out)
            case .lessOrEqual: greaterOrEqual(own, limit, into: &out)
            default: equal(own, limit, into: &out)
            }
            return true
        }
        guard let left = narrowLane(of: left), let right = narrowLane(of: right) else {
            return false
        }
        let (x, y) = (left.cells.span, right.cells.span)
        let (xs, ys) = (x.extracting(left.range(rows)), y.extracting(right.range(rows)))
        switch node {
        case .less: less(xs, ys, into: &out)
        case .lessOrEqual: lessOrEqual(xs, ys, into: &out)
        default: equal(xs, ys, into: &out)
        }
        return true
    }

    /// The one number of a node, if it is not null and four bytes hold it.
    private func narrowLimit(_ node: Int) -> Int32? {
        scalar(node).flatMap { Int32(exactly: $0) }.flatMap { $0 == Int32.min ? nil : $0 }
    }
}
