package import Columnar
import Ledger

/// Something that a formula reads of a case: its value, and where that came from.
package struct CaseFact: Sendable, Equatable {
    /// Where a value came from.
    package enum Origin: Sendable, Equatable {
        /// The record, under one of these headers or at this path.
        case field(String)
        /// A formula of the mapping.
        case derived(formula: String)
        /// The clocks: term, calendar, pauses.
        case clock(rule: String)
        /// The catalogue of units and what became of them, by code and day.
        case units
        /// The catalogue of procedures.
        case procedures
        /// The steps of the case.
        case steps
        /// The mapping, for every record of the source.
        case mapping
        /// Nothing: the source does not deliver it.
        case absent
    }

    /// The column.
    package var column: String
    /// Type of the column.
    package var type: ValueType
    /// The value as it is shown; nil where there is none.
    package var text: String?
    /// Where it came from.
    package var origin: Origin
    /// Columns that it was worked out from.
    package var behind: [String]
    /// What corrections say of it.
    package var corrections: [FactCorrection]
}

/// A correction of a field of a case, as the run has it.
package struct FactCorrection: Sendable, Equatable {
    /// The field.
    package var field: String
    /// What the record said.
    package var old: String
    /// What is taken instead.
    package var new: String
    /// The document that says so.
    package var document: String
}

/// Tells the facts of one row: those that a measure reads, and those behind them.
struct FactTelling {
    let run: ExplainedRun
    let piece: TablePiece
    let index: Int
    let row: Int
    let table: Table
    let corrections: [FactCorrection]

    /// The facts that are read, each followed by those behind it; each once.
    func facts(_ columns: [String]) -> [CaseFact] {
        var facts: [CaseFact] = []
        var waiting = columns
        while !waiting.isEmpty {
            let column = waiting.removeFirst()
            guard !facts.contains(where: { $0.column == column }) else { continue }
            let fact = fact(column)
            facts.append(fact)
            waiting = fact.behind + waiting
        }
        return facts
    }

    private func fact(_ column: String) -> CaseFact {
        let (origin, behind) = origin(column)
        return CaseFact(
            column: column, type: table[column]?.type ?? .text, text: text(column),
            origin: origin, behind: behind,
            corrections: corrections.filter { $0.field == column })
    }

    /// The value as it may be shown: not what tells who a person is, and no free text.
    private func text(_ column: String) -> String? {
        let value = table[column]?.value(0) ?? .number(missing)
        let mapped = run.mapped(column, of: piece)
        var isHidden = mapped.map { $0.privacy != .open } ?? false
        if case .text? = mapped?.type { isHidden = true }
        switch value {
        case .number(let number):
            return number == missing ? nil : valueText(number, table[column]?.type ?? .integer)
        case .truth(.unknown): return nil
        case .truth(let truth): return truth == .yes ? "true" : "false"
        case .text(let text): return text.map { isHidden ? "…" : $0 }
        }
    }

    private func origin(_ column: String) -> (CaseFact.Origin, [String]) {
        guard let input = run.input(of: piece) else { return (.absent, []) }
        if let mapped = run.mapped(column, of: piece), mapped.privacy != .dropped {
            return (.field(mapped.place.words), [])
        }
        if let derived = input.mapping.derived.first(where: { $0.name == column }) {
            return (.derived(formula: derived.formula.text), derived.compiled?.columns ?? [])
        }
        if let clock = ClockColumn(rawValue: column),
            run.table.name == TableKind.case.rawValue,
            run.plan.clockColumns(of: input).contains(clock)
        {
            return (.clock(rule: clockRule), Self.behindClocks)
        }
        if let unit = UnitColumn.named(column) {
            return (.units, [unit.base] + unit.dates)
        }
        if column == Plan.eventOfficer { return (.steps, ["officer"]) }
        if ["procedure_group", "field"].contains(column) { return (.procedures, ["procedure"]) }
        if ["source", "scale", "question", "level"].contains(column) { return (.mapping, []) }
        return (.absent, [])
    }

    private static let behindClocks = [
        "accepted_at", "resolved_at", "procedure", "unit", "channel",
    ]

    /// The columns that must be read besides those of formulas, to tell what is behind them.
    static func columns(_ plan: Plan, table: String, _ read: Set<String>) -> Set<String> {
        var columns = read.union(["source", "case_id"])
        if ClockColumn.allCases.contains(where: { read.contains($0.rawValue) }) {
            columns.formUnion(behindClocks + ["due_at"])
        }
        for unit in read.compactMap(UnitColumn.named) {
            columns.formUnion([unit.base] + unit.dates)
        }
        if read.contains("procedure_group") || read.contains("field") {
            columns.insert("procedure")
        }
        for input in plan.inputs where input.table == table {
            for derived in input.mapping.derived where columns.contains(derived.name) {
                columns.formUnion(derived.compiled?.columns ?? [])
            }
        }
        return columns
    }

    /// The term that the clock of the row goes by, and its pauses.
    private var clockRule: String {
        guard let clocks = run.dataset.clocks else { return "" }
        let accepted = table["accepted_at"]?.number(0) ?? missing
        var words = ["\(clocks.clocks.name) v\(clocks.clocks.version)"]
        if accepted != missing {
            let place = clocks.terms.rule(
                procedure: table.codes("procedure")[0], unit: table.codes("unit")[0],
                channel: table.codes("channel")[0], accepted: accepted)
            let rule = place.map { clocks.terms.rules[$0] }
            words.append(rule?.term?.wording ?? "không có thời hạn / no term")
            if let basis = rule?.basis { words.append(basis) }
        }
        let pauses = index < run.dataset.pauses.count ? run.dataset.pauses[index] : nil
        for pause in pauses?.of(row) ?? [] {
            let end = pause.end == missing ? "…" : instantText(pause.end)
            words.append("tạm dừng / pause \(instantText(pause.start)) → \(end)")
        }
        return words.joined(separator: "; ")
    }
}

extension FieldPlace {
    /// Where the field is found, in one phrase.
    fileprivate var words: String {
        switch self {
        case .headers(let names): names.joined(separator: " | ")
        case .path(let path): path
        }
    }
}

extension ExplainedRun {
    /// The corrections that changed the row of a record.
    func corrections(of origin: (file: Int, record: Int)) -> [FactCorrection] {
        (dataset.corrections ?? []).compactMap { judged in
            guard judged.status == .applied, let own = judged.origin, own == origin else {
                return nil
            }
            return FactCorrection(
                field: judged.correction.field, old: judged.correction.old.text,
                new: judged.correction.new.text, document: judged.correction.document)
        }
    }
}
