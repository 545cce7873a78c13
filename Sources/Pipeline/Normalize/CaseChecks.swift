import Columnar

/// Facts about single rows that are odd but count: the order of a case's instants.
struct OrderCheck {
    let code: FindingCode
    /// The column that should not come first.
    let later: String
    /// The column that should.
    let earlier: String

    static let all = [
        OrderCheck(code: .resolvedBeforeAccepted, later: "resolved_at", earlier: "accepted_at"),
        OrderCheck(code: .dueBeforeAccepted, later: "due_at", earlier: "accepted_at"),
    ]

    /// The columns of all checks.
    static let columns = Set(all.flatMap { [$0.later, $0.earlier] })

    /// Rows in which the later instant lies before the earlier one.
    func violations(in table: Table) -> [Int] {
        guard let later = table[later], let earlier = table[earlier] else { return [] }
        if case .narrow(let later) = later, case .narrow(let earlier) = earlier {
            return before(later.cells, earlier.cells)
        }
        if case .null = later { return [] }
        return before(
            (0..<table.rowCount).map { later.number($0) },
            (0..<table.rowCount).map { earlier.number($0) })
    }

    /// Both instants of a row in violation: the value, and what it contradicts.
    func instants(of row: Int, in table: Table) -> (value: String, hint: String)? {
        guard let later = table[later], let cells = table[earlier] else { return nil }
        return (instantText(later.number(row)), "\(earlier) \(instantText(cells.number(row)))")
    }
}

/// A null is the least number, so one comparison finds candidates and few are nulls.
private func before(_ later: [Int64], _ earlier: [Int64]) -> [Int] {
    var rows: [Int] = []
    let (left, right) = (later.span, earlier.span)
    for row in 0..<min(left.count, right.count)
    where left[row] < right[row] && left[row] != missing {
        rows.append(row)
    }
    return rows
}

/// The same of narrow cells: one function a type, since a generic one compares by calls.
private func before(_ later: [Int32], _ earlier: [Int32]) -> [Int] {
    var rows: [Int] = []
    let (left, right) = (later.span, earlier.span)
    for row in 0..<min(left.count, right.count)
    where left[row] < right[row] && left[row] != Int32.min {
        rows.append(row)
    }
    return rows
}
