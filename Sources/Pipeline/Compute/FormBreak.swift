package import Columnar

/// A sum of a form that does not hold in one row: nothing is published with it.
package struct FormBreak: Sendable, Equatable {
    /// Name of the form.
    package var form: String
    /// The period.
    package var period: Period
    /// The level whose members are the rows.
    package var level: String
    /// The row's member; of the total row the agency.
    package var member: String
    /// Whether it is the total row.
    package var isTotal: Bool
    /// The sum, as the form writes it; nil: the rows do not add up to the total.
    package var identity: FormIdentity?
    /// What the columns hold, by number, the sum first.
    package var cells: [Cell]
    /// Cases that stand on one side only; no more than a few.
    package var cases: [MiscountedCase] = []

    /// One cell of the row.
    package struct Cell: Sendable, Equatable {
        /// Number of the column.
        package var column: Int
        /// The KPI that fills it.
        package var kpi: String
        /// The count.
        package var count: Int
    }

    /// A case that the two sides of a sum count unlike often.
    package struct MiscountedCase: Sendable, Equatable {
        /// Its code.
        package var id: String
        /// The file as it was named when received.
        package var file: String
        /// Number of the record.
        package var record: Int
        /// The columns that count it.
        package var columns: [Int]
    }
}

extension FilledForm {
    /// Every sum that does not hold: the form's identities in each row, and the total of the rows.
    func breaks(of form: Form) -> [FormBreak] {
        func cells(_ numbers: [Int], _ counts: [Int]) -> [FormBreak.Cell] {
            numbers.compactMap { number in
                guard let place = columns.firstIndex(of: number) else { return nil }
                return FormBreak.Cell(
                    column: number, kpi: form.columns[place].kpi, count: counts[place])
            }
        }
        func found(_ row: FormRow, _ identity: FormIdentity?, _ cells: [FormBreak.Cell])
            -> FormBreak
        {
            FormBreak(
                form: self.form, period: period, level: level, member: row.member,
                isTotal: row.kind == .total, identity: identity, cells: cells)
        }
        var breaks: [FormBreak] = []
        for row in rows where row.kind != .banner {
            for identity in form.identities {
                let cells = cells([identity.total] + identity.parts, row.counts)
                let sum = cells.dropFirst().reduce(0) { $0 + $1.count }
                if cells.first?.count != sum { breaks.append(found(row, identity, cells)) }
            }
        }
        guard let total = rows.last else { return breaks }
        for (place, number) in columns.enumerated() {
            let sum = rows.filter { $0.kind == .member }.reduce(0) { $0 + $1.counts[place] }
            guard sum != total.counts[place] else { continue }
            var cells = cells([number], total.counts)
            cells.append(FormBreak.Cell(column: number, kpi: cells[0].kpi, count: sum))
            breaks.append(found(total, nil, cells))
        }
        return breaks
    }
}
