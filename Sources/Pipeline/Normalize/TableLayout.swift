import Columnar

/// The columns of a table, and how they are kept: what every segment of it has in common.
struct TableLayout: Sendable {
    /// How the cells of a column are kept.
    enum Storage: Sendable, Equatable {
        case cells(ValueType)
        case flags
        case codes
        case identifiers

        /// The type of the cells, as formulas see it.
        var type: ValueType {
            switch self {
            case .cells(let type): type
            case .flags: .flag
            case .codes, .identifiers: .text
            }
        }
    }

    let planned: PlannedTable
    let columns: [(name: String, storage: Storage)]
    /// Places of texts of high cardinality that no formula reads and no look-alike is known by.
    let spareIdentifiers: [Int]
    /// Columns that tell which rows are versions of one case, the source first.
    let identity: [String]

    /// The layout of a table of the plan.
    init(_ planned: PlannedTable, _ plan: Plan) {
        self.planned = planned
        columns = plan.storage(of: planned)
        let needed = plan.asked(of: planned).union(plan.persons(of: planned.name))
            .union(plan.readByDerived(planned.name)).union(plan.readByClocks(planned.name))
            .union(plan.readByEvents(planned.name))
        spareIdentifiers = columns.indices.filter { [columns] in
            columns[$0].storage == .identifiers && !needed.contains(columns[$0].name)
        }
        identity = plan.identity(of: planned, names: columns.map(\.name))
    }
}

extension Plan {
    /// The identity of each row of a table: its source and the columns that its mappings name.
    ///
    /// An answer to one question of a survey is told by its question as well.
    fileprivate func identity(of table: PlannedTable, names: [String]) -> [String] {
        var identity: [String] = []
        for name in inputs.filter({ $0.table == table.name }).flatMap(\.mapping.identity)
        where !identity.contains(name) {
            identity.append(name)
        }
        if names.contains(Part.recordColumn) || names.contains("question"), !identity.isEmpty,
            !identity.contains("question")
        {
            identity.append("question")
        }
        return ["source"] + identity
    }
}
