/// The columns of form II.06 for one period, by sorting each case into one of them.
///
/// A case goes by days, as the form divides: what counts is whether it came, went or stayed.
struct FormTruth {
    /// Columns 3 to 13 of the form.
    private(set) var columns: [Int: Int] = [:]

    private static let seconds = 86_400

    /// Sorts a case that was accepted before the period's end.
    mutating func count(_ generated: GeneratedCase, from start: Int, to end: Int) {
        let accepted = Int(generated.accepted)
        let hasEnded = generated.ended != GeneratedCase.never
        let gone = max(Int(generated.ended), accepted)
        if hasEnded, gone < start { return }
        add(3)
        if accepted < start {
            add(6)
        } else {
            add(generated.channel == .online ? 4 : 5)
        }
        let leaves = hasEnded && gone < end
        add(leaves ? 7 : 11)
        guard generated.due != GeneratedCase.never else { return add(leaves ? 9 : 12) }
        let due = Int(generated.due) / Self.seconds
        if !leaves { return add(due < end / Self.seconds ? 13 : 12) }
        let day = gone / Self.seconds
        add(day < due ? 8 : (day == due ? 9 : 10))
    }

    private mutating func add(_ column: Int) { columns[column, default: 0] += 1 }

    /// The KPI of each column.
    static let kpis = [
        3: "ii06-total", 4: "ii06-received-online", 5: "ii06-received-direct",
        6: "ii06-carried-over", 7: "ii06-resolved", 8: "ii06-resolved-early",
        9: "ii06-resolved-on-time", 10: "ii06-resolved-late", 11: "ii06-open",
        12: "ii06-open-in-time", 13: "ii06-open-overdue",
    ]

    /// Each figure, by the number of its column.
    var figures: [(kpi: String, part: String, expected: Int)] {
        Self.kpis.sorted { $0.key < $1.key }.map { ($1, "value", columns[$0] ?? 0) }
    }
}
