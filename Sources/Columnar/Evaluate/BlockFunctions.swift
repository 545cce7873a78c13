/// Functions that have more to do than a loop over cells.
extension BlockEvaluation {
    /// Division or what it leaves; never too large.
    func divide(
        _ sign: ArithmeticOperator, _ left: Span<Int64>, _ right: Span<Int64>,
        into out: inout MutableSpan<Int64>
    ) -> Bool {
        if sign == .dividedBy {
            Columnar.divide(left, right, into: &out)
        } else {
            modulo(left, right, into: &out)
        }
        return false
    }

    /// The least or the greatest of several numbers, nulls left out.
    mutating func computeExtremes(
        _ node: Int, _ parts: [Int], into out: inout MutableSpan<Int64>
    ) {
        for index in 0..<rows.count { out[index] = missing }
        var isLeast = false
        if case .least = graph.nodes[node] { isLeast = true }
        for part in parts {
            let lane = numbers(of: part)
            let cells = lane.cells.span.extracting(lane.range(rows))
            if isLeast { keepLesser(cells, into: &out) } else { keepGreater(cells, into: &out) }
        }
    }

    /// What the working calendar says of two numbers.
    mutating func computeWorking(
        _ node: Int, _ from: Lane, _ to: Lane, into out: inout MutableSpan<Int64>
    ) {
        let starts = from.cells.span.extracting(from.range(rows))
        let ends = to.cells.span.extracting(to.range(rows))
        guard let calendar = scopes[scope].calendar else {
            for index in 0..<rows.count { out[index] = missing }
            record(node) {
                starts[$0] == missing || ends[$0] == missing ? .none : .calendarMissing
            }
            return
        }
        let asked = graph.nodes[node]
        if case .workingTime = asked,
            calendar.workingSeconds(from: starts, to: ends, into: &out)
        {
            return
        }
        for index in 0..<rows.count {
            out[index] = missing
            guard starts[index] != missing, ends[index] != missing else { continue }
            // Of a day that the calendar does not cover nothing is known.
            out[index] = calendar.value(of: asked, starts[index], ends[index]) ?? missing
        }
    }

    /// The identifiers of the block against a pattern.
    func match(_ column: Column, _ pattern: LikePattern, into out: inout MutableSpan<UInt8>) {
        guard case .identifier(let cells) = column else {
            for index in 0..<rows.count { out[index] = 1 }
            return
        }
        let bytes = cells.bytes.span
        for row in rows {
            let range = cells.range(row)
            let isLike = !range.isEmpty && pattern.matches(bytes.extracting(range))
            out[row - rows.lowerBound] = range.isEmpty ? 1 : (isLike ? 2 : 0)
        }
    }
}

extension WorkingCalendar {
    /// The value of a calendar node for two numbers that are not null; nil outside the coverage.
    fileprivate func value(of node: Node, _ left: Int64, _ right: Int64) -> Int64? {
        switch node {
        case .workingDays:
            return workingDays(from: dayNumber(of: left), to: dayNumber(of: right)).map {
                Int64($0)
            }
        case .addWorkingDays:
            return add(workingDays: Int(right), to: dayNumber(of: left)).map {
                Int64($0) * secondsPerDay + Int64(secondOfDay(left))
            }
        default: return workingSeconds(from: left, to: right)
        }
    }
}
