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

    /// Rows in which the later instant lies before the earlier one.
    func violations(in table: Table) -> [Int] {
        guard case .instant(let later)? = table[later], case .instant(let earlier)? = table[earlier]
        else { return [] }
        return later.indices.filter { row in
            // A null is the least number, so one comparison finds candidates and few are nulls.
            later[row] < earlier[row] && later[row] != missing
        }
    }

    /// Both instants of a row in violation: the value, and what it contradicts.
    func instants(of row: Int, in table: Table) -> (value: String, hint: String)? {
        guard case .instant(let later)? = table[later], case .instant(let cells)? = table[earlier]
        else { return nil }
        return (instantText(later[row]), "\(earlier) \(instantText(cells[row]))")
    }
}
