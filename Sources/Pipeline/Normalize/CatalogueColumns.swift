import Columnar

/// Group, field and the unit of the term of each procedure, by its code.
struct ProcedureIndex: Sendable {
    private let entries: [String: Procedure]

    init(_ procedures: [Procedure]) {
        var entries: [String: Procedure] = [:]
        for entry in procedures { entries[entry.code] = entry }
        self.entries = entries
    }

    var isEmpty: Bool { entries.isEmpty }

    func group(of code: String) -> String? { entries[code]?.group }

    func field(of code: String) -> String? { entries[code]?.field }

    func termUnit(of code: String) -> String? { entries[code]?.termUnit?.rawValue }

    /// The columns that it fills.
    static let columns = ["procedure_group", "field", "term_unit"]

    /// What it fills into a column for a procedure.
    func text(_ column: String, of code: String) -> String? {
        switch column {
        case "procedure_group": group(of: code)
        case "field": field(of: code)
        case "term_unit": termUnit(of: code)
        default: nil
        }
    }
}

extension Segment {
    /// Fills group, field and the unit of the term of each row from the catalogue of procedures
    /// where no mapping does.
    mutating func complete(_ layout: TableLayout, from procedures: ProcedureIndex) {
        guard !procedures.isEmpty,
            let place = layout.columns.firstIndex(where: { $0.name == "procedure" }),
            case .codes(let codes, let texts) = columns[place]
        else { return }
        for (index, column) in layout.columns.enumerated() where column.storage == .codes {
            switch column.name {
            case "procedure_group":
                let groups = texts.map { $0.flatMap(procedures.group) }
                columns[index] = columns[index].completed(codes, groups)
            case "field":
                let fields = texts.map { $0.flatMap(procedures.field) }
                columns[index] = columns[index].completed(codes, fields)
            case "term_unit":
                let units = texts.map { $0.flatMap(procedures.termUnit) }
                columns[index] = columns[index].completed(codes, units)
            default: break
            }
        }
    }
}

extension SegmentColumn {
    /// The column with its nulls filled from what the code in another column stands for.
    fileprivate func completed(_ other: [UInt32], _ meanings: [String?]) -> SegmentColumn {
        guard case .codes(let own, let texts) = self else { return .codes(other, texts: meanings) }
        let base = UInt32(texts.count)
        var codes = own
        for row in codes.indices {
            let isNull = codes[row] == missingCode || texts[Int(codes[row])] == nil
            if isNull { codes[row] = other[row] == missingCode ? missingCode : base + other[row] }
        }
        return .codes(codes, texts: texts + meanings)
    }
}
