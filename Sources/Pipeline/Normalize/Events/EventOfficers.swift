import Columnar

/// Who had each case in hand when it was resolved, by the steps that were open then.
///
/// Of several the one that began last, then the one that ended last, then the name that comes last
/// by bytes: no order of records shows.
struct EventOfficers {
    /// A step that was open at the end of its case.
    private struct Candidate {
        var start: Int64
        var end: Int64
        var officer: UInt32
    }

    /// The names, in byte order.
    let dictionary: [String]
    private let events: [[Int64]]
    private var best: [[Candidate?]]

    /// Nobody yet, for the cases of a table whose events are in `events`, by piece and row.
    init(_ dictionary: [String], events: [[Int64]]) {
        self.dictionary = dictionary
        self.events = events
        best = events.map { Array(repeating: nil, count: $0.count) }
    }

    /// Takes up a step of a case.
    mutating func add(_ step: (start: Int64, end: Int64, officer: UInt32), piece: Int, row: Int) {
        let event = events[piece][row]
        let end = step.end == missing ? Int64.max : step.end
        guard step.officer != missingCode, event != missing, step.start != missing,
            step.start <= event, event <= end
        else { return }
        if let known = best[piece][row],
            (known.start, known.end, known.officer) >= (step.start, end, step.officer)
        {
            return
        }
        best[piece][row] = Candidate(start: step.start, end: end, officer: step.officer)
    }

    /// The same of some rows of a piece, where `own` has what each of these names itself.
    func codes(of piece: Int, at rows: [UInt32], own: [UInt32]) -> [UInt32] {
        zip(rows, own).map { best[piece][Int($0)]?.officer ?? $1 }
    }

    /// The officer of each row of a piece; where no step tells, the one that the case itself names.
    func codes(of piece: Int, own: [UInt32]) -> [UInt32] {
        zip(best[piece], own).map { $0?.officer ?? $1 }
    }
}

/// The codes of a column of one piece that were found after its rows were known.
struct FoundCodes: Sendable {
    /// Name of the column.
    let column: String
    let codes: [UInt32]
    let dictionary: [String]

    /// Fills the column.
    func fill(_ table: inout Table) {
        guard let place = table.names.firstIndex(of: column) else { return }
        table.fill(place, with: .code(CodeColumn(codes: codes, dictionary: dictionary)))
    }
}

extension Plan {
    /// The column of cases that steps fill.
    static let eventOfficer = "officer_at_event"

    /// Whether some formula or level asks who had a case in hand at its end.
    var asksEventOfficers: Bool {
        guard let cases = tables.first(where: { $0.kind == .case }) else { return false }
        return asked(of: cases).contains(Self.eventOfficer)
    }

    /// Whether the rows of a table are steps, and somebody asks for their officers.
    func tellsEvents(_ table: String) -> Bool {
        asksEventOfficers && tables.contains { $0.name == table && $0.kind == .step }
    }

    /// The columns of a table by which steps find their cases.
    func readByEvents(_ table: String) -> Set<String> {
        let isCase = tables.contains { $0.name == table && $0.kind == .case }
        return asksEventOfficers && isCase || tellsEvents(table) ? ["case_id"] : []
    }
}
