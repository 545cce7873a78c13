import Columnar

/// All that the clocks of the rows of a table have in common.
package struct CaseClocks: Sendable {
    let clocks: Clocks
    let calendars: ClockCalendars
    let terms: TermTable
    /// Which hours each unit keeps, by its code.
    let hours: [Int]
    /// Codes of the procedures that the catalogue knows.
    let catalogued: [Bool]
    /// Up to here pauses without an end are reckoned.
    let horizon: Int64

    /// Nil where the plan has no clocks or no calendar.
    init?(_ plan: Plan, _ shape: Table, horizon: Int64) {
        guard let clocks = plan.clocks, let calendar = plan.calendar else { return nil }
        self.clocks = clocks
        self.horizon = horizon
        calendars = ClockCalendars(calendar)
        let (procedures, units) = (shape.texts("procedure"), shape.texts("unit"))
        terms = TermTable(
            clocks, procedures: procedures, units: units, channels: shape.texts("channel"))
        hours = units.map { [calendars] in calendars.hours(of: $0) }
        let known = Set(plan.procedures.map(\.code))
        catalogued = procedures.map { known.contains($0) }
    }

    /// The pauses of a case that count for its due date, in order.
    ///
    /// One without an end stands until the case is finished, or else until the horizon.
    func standing(
        _ pauses: ArraySlice<LedgerPause>, accepted: Int64, resolved: Int64
    ) -> [Pause] {
        pauses.compactMap { pause in
            guard isInForce(pause, accepted: accepted) else { return nil }
            let open = resolved != missing && resolved >= pause.start ? resolved : horizon
            let end = pause.end == missing ? open : pause.end
            guard end > pause.start else { return nil }
            return Pause(start: pause.start, end: end, policy: clocks.pauses[pause.rule].policy)
        }
    }

    /// Whether the rule of a pause is in force for cases accepted at an instant.
    func isInForce(_ pause: LedgerPause, accepted: Int64) -> Bool {
        clocks.pauses[pause.rule].validity.contains(accepted)
    }
}

extension Table {
    /// The dictionary of a column of codes; none where there is no such column.
    func texts(_ name: String) -> [String] {
        if case .code(let column)? = self[name] { column.dictionary } else { [] }
    }

    /// The code of each row; `missingCode` where there is no such column.
    func codes(_ name: String) -> [UInt32] {
        if case .code(let column)? = self[name] { return column.codes }
        return [UInt32](repeating: missingCode, count: rowCount)
    }
}

/// What was met while clocks were reckoned, of one piece: the first row of each kind, and how many.
struct ClockTally: Sendable {
    /// How often, and in which row first.
    struct Count: Sendable {
        var count = 0
        var first = 0

        mutating func add(_ row: Int) {
            if count == 0 { first = row }
            count += 1
        }
    }

    /// Cases without a term, by code of the procedure.
    var withoutTerm: [UInt32: Count] = [:]
    /// Cases whose due date needs a year that the calendar lacks, by year.
    var uncovered: [Int: Count] = [:]
}
