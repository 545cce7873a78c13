import Columnar

/// The clocks of the rows of one piece, and which columns they fill there.
struct PieceClock: Sendable {
    let clocks: CaseClocks
    /// Columns that are asked for and that the mapping of the piece's file lacks.
    let columns: Set<ClockColumn>
    /// The pauses; nil where the source delivers none, so that nothing can be said of them.
    let pauses: PiecePauses?

    /// The columns that are read.
    static let read: Set<String> = [
        "accepted_at", "due_at", "resolved_at", "procedure", "unit", "channel",
    ]

    /// The columns to be loaded, where some are asked for; nil: all.
    func loaded(for names: Set<String>?) -> Set<String>? {
        names.map { fills($0) ? $0.union(Self.read) : $0 }
    }

    /// Whether one of the columns asked for is filled here.
    func fills(_ names: Set<String>?) -> Bool {
        guard let names else { return !columns.isEmpty }
        return columns.contains { names.contains($0.rawValue) }
    }

    /// Fills the columns; says what was met on the way.
    func fill(_ table: inout Table) -> ClockTally {
        var filling = ClockFilling(self, table)
        for row in 0..<table.rowCount { filling.fill(row) }
        var filled = Table(rowCount: table.rowCount)
        for (name, column) in zip(table.names, table.columns) {
            filled.append(name, filling.column(name) ?? column)
        }
        table = filled
        return filling.tally
    }
}

/// Fills the clock columns of one piece, row after row.
private struct ClockFilling {
    private let clock: PieceClock
    private let clocks: CaseClocks
    private let accepted: Column
    private let resolved: Column
    private let due: Column
    private let procedures: [UInt32]
    private let units: [UInt32]
    private let channels: [UInt32]
    private var shelf: CalendarShelf
    private var next = 0
    /// By place of the column; empty where it is not filled.
    private var cells = [[Int64]](repeating: [], count: ClockColumn.allCases.count)
    private let needsDue: Bool
    private(set) var tally = ClockTally()

    init(_ clock: PieceClock, _ table: Table) {
        self.clock = clock
        clocks = clock.clocks
        let none = Column.null(.instant, count: table.rowCount)
        accepted = table["accepted_at"] ?? none
        resolved = table["resolved_at"] ?? none
        due = table["due_at"] ?? none
        procedures = table.codes("procedure")
        units = table.codes("unit")
        channels = table.codes("channel")
        shelf = CalendarShelf(clock.clocks.calendars)
        needsDue = clock.columns.contains { $0.isOfTerms }
        for column in clock.columns {
            cells[column.place] = [Int64](repeating: missing, count: table.rowCount)
        }
    }

    /// The filled column of that name; nil where it is not one of these.
    func column(_ name: String) -> Column? {
        guard let column = ClockColumn(rawValue: name), clock.columns.contains(column)
        else { return nil }
        return .numbers(cells[column.place], column.type)
    }

    private func isFilled(_ column: ClockColumn) -> Bool { !cells[column.place].isEmpty }

    private mutating func put(_ cell: Int64?, _ column: ClockColumn, _ row: Int) {
        guard isFilled(column) else { return }
        cells[column.place][row] = cell ?? missing
    }

    mutating func fill(_ row: Int) {
        let (start, end) = (accepted.number(row), resolved.number(row))
        let own = clock.pauses?.of(row, next: &next)
        let hours = units[row] == missingCode ? 0 : clocks.hours[Int(units[row])]
        if let own { fillPauses(row, own, start, end, hours: hours) }
        guard needsDue, start != missing else { return }
        guard
            let rule = clocks.terms.rule(
                procedure: procedures[row], unit: units[row], channel: channels[row],
                accepted: start)
        else {
            if !isImmediate(procedures[row]) {
                tally.withoutTerm[procedures[row], default: .init()].add(row)
            }
            return
        }
        guard let term = clocks.terms.rules[rule].term else { return }
        fillDue(row, term, start, end, own, hours: hours)
    }

    private func isImmediate(_ procedure: UInt32) -> Bool {
        clocks.clocks.isImmediateWithoutTerm && procedure != missingCode
            && clocks.catalogued[Int(procedure)]
    }

    private mutating func fillDue(
        _ row: Int, _ term: StatutoryTerm, _ start: Int64, _ end: Int64,
        _ own: ArraySlice<LedgerPause>?,
        hours: Int
    ) {
        let all = clocks.calendars.publications.count
        let known = clocks.calendars.knowledge(at: start)
        let convention = clocks.clocks.end
        let calendar = shelf.due(hours: hours, known: all)
        guard let gross = calendar.due(after: start, term, convention) else {
            tally.uncovered[uncoveredYear(start), default: .init()].add(row)
            return
        }
        put(gross, .dueGross, row)
        if isFilled(.duePromised) {
            let days = dayNumber(of: start)...max(dayNumber(of: start), dayNumber(of: gross))
            let promised =
                known == all || !clocks.calendars.hides(days, known: known)
                ? gross
                : shelf.due(hours: hours, known: known).due(after: start, term, convention)
            put(promised, .duePromised, row)
        }
        guard isFilled(.dueComputed) else { return }
        guard let own, !own.isEmpty else {
            put(gross, .dueComputed, row)
            return
        }
        let standing = clocks.standing(own, accepted: start, resolved: end)
        let net = CaseClock(calendar: calendar, term: term, end: convention)
            .due(from: start, standing)
        if net == nil { tally.uncovered[uncoveredYear(start), default: .init()].add(row) }
        put(net, .dueComputed, row)
    }

    /// The year that the calendar would have to know.
    private func uncoveredYear(_ start: Int64) -> Int {
        let accepted = CivilDate(of: start).year
        let (first, last) = (
            clocks.calendars.coverage.lowerBound.year, clocks.calendars.coverage.upperBound.year
        )
        return accepted < first ? accepted : max(accepted, last + 1)
    }

    private mutating func fillPauses(
        _ row: Int, _ own: ArraySlice<LedgerPause>, _ start: Int64, _ end: Int64, hours: Int
    ) {
        let rules = clocks.clocks.pauses
        let count = own.count {
            rules[$0.rule].kind == .supplement && clocks.isInForce($0, accepted: start)
        }
        put(Int64(count), .supplements, row)
        let first = own.first { clocks.isInForce($0, accepted: start) }
        put(first?.start, .pausedAt, row)
        if isFilled(.dueFirst) {
            let told = own.first { $0.dueBefore != missing }?.dueBefore
            put(told ?? due.number(row), .dueFirst, row)
        }
        guard isFilled(.paused), start != missing else { return }
        let standing = clocks.standing(own, accepted: start, resolved: end)
        let seconds =
            standing.isEmpty
            ? 0 : shelf.workingTime(hours: hours).workingSeconds(of: standing, from: start)
        put(seconds, .paused, row)
    }
}

extension ClockColumn {
    /// Its place among all of them.
    fileprivate var place: Int {
        switch self {
        case .duePromised: 0
        case .dueGross: 1
        case .dueComputed: 2
        case .supplements: 3
        case .paused: 4
        case .pausedAt: 5
        case .dueFirst: 6
        }
    }

    /// The type of its cells.
    var type: ValueType {
        switch self {
        case .supplements: .integer
        case .paused: .duration
        default: .instant
        }
    }
}
