import Columnar

/// Cases under different codes that look like one: same procedure, same person, same acceptance.
///
/// Only proposed, never merged (DESIGN.md, section 7): a person decides. The person is known by a
/// keyed hash; where no mapping keeps one, nothing is proposed.
struct LookAlikes {
    /// Where a row stands.
    struct Place: Equatable {
        var piece: Int
        var row: Int
    }

    /// A row, and the first row that it looks like.
    struct Pair: Equatable {
        var row: Place
        var other: Place
    }

    private let table: DatasetTable
    private let person: String?

    /// Looks for the columns of persons that the mappings keep as keyed hashes.
    init(_ table: DatasetTable, _ plan: Plan) {
        self.table = table
        person = plan.persons(of: table.name).sorted(by: precedes).first { name in
            if case .identifier? = table.shape[name] { true } else { false }
        }
    }

    /// The pairs, in order of row.
    var pairs: [Pair] {
        get throws {
            try makePairs()
        }
    }

    private func makePairs() throws -> [Pair] {
        guard let person else { return [] }
        var first: [String: Place] = [:]
        var pairs: [Pair] = []
        for (index, piece) in table.pieces.enumerated() {
            let rows = try piece.table([person, "accepted_at", "procedure"])
            guard case .identifier(let persons)? = rows[person],
                let accepted = rows["accepted_at"], case .code(let procedure)? = rows["procedure"]
            else { continue }
            for row in 0..<rows.rowCount {
                guard accepted.number(row) != missing, procedure.codes[row] != missingCode,
                    let name = persons.text(row)
                else { continue }
                let key = "\(name) \(accepted.number(row)) \(procedure.codes[row])"
                let place = Place(piece: index, row: row)
                if let other = first[key] {
                    pairs.append(Pair(row: place, other: other))
                } else {
                    first[key] = place
                }
            }
        }
        return pairs
    }
}

extension Plan {
    /// The columns about persons that the mappings of a table keep as keyed hashes.
    func persons(of table: String) -> Set<String> {
        Set(
            inputs.filter { $0.table == table }.flatMap(\.mapping.columns)
                .filter { $0.privacy == .keyed }.map(\.name))
    }
}
