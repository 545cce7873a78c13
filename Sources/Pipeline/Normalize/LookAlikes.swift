import Columnar

/// Cases under different codes that look like one: same procedure, same person, same acceptance.
///
/// Only proposed, never merged (DESIGN.md, section 7): a person decides. The person is known by a
/// keyed hash; where no mapping keeps one, nothing is proposed.
struct LookAlikes {
    /// A row, and the first row that it looks like.
    struct Pair: Equatable {
        var row: Int
        var other: Int
    }

    private let table: Table
    private let persons: [IdentifierColumn]

    /// Looks for the columns of persons that the mappings keep as keyed hashes.
    init(_ table: Table, _ plan: Plan, of name: String) {
        self.table = table
        let keyed = Set(
            plan.inputs.filter { $0.table == name }.flatMap(\.mapping.columns)
                .filter { $0.privacy == .keyed }.map(\.name))
        persons = keyed.sorted(by: precedes).compactMap { column in
            if case .identifier(let cells)? = table[column] { cells } else { nil }
        }
    }

    /// The pairs, in order of row.
    var pairs: [Pair] {
        guard let person = persons.first, case .instant(let accepted)? = table["accepted_at"],
            case .code(let procedure)? = table["procedure"]
        else { return [] }
        var first: [String: Int] = [:]
        var pairs: [Pair] = []
        for row in 0..<table.rowCount {
            guard accepted[row] != missing, procedure.codes[row] != missingCode,
                let name = person.text(row)
            else { continue }
            let key = "\(name) \(accepted[row]) \(procedure.codes[row])"
            if let other = first[key] {
                pairs.append(Pair(row: row, other: other))
            } else {
                first[key] = row
            }
        }
        return pairs
    }
}
