import Columnar

/// One value of one case that somebody has found wrong, and what it is taken for instead.
///
/// Files are never edited: the row that came from them is, in the open, by a line with a document.
package struct Correction: Sendable, Equatable {
    /// A value of a cell, typed as its column is.
    package enum Value: Sendable, Equatable {
        /// A whole number, an instant, or seconds.
        case number(Int64)
        /// A truth value.
        case flag(Bool)
        /// A code or a text.
        case text(String)
    }

    /// One side of it: the value, nil for null, and how it is written.
    package struct Side: Sendable, Equatable {
        /// The value; nil: null.
        package var value: Value?
        /// The value as run files have it; empty for null.
        package var text: String
    }

    /// The input or table, as the file names it.
    package var input: String
    /// Names of the inputs from whose rows the case is taken.
    package var inputs: [String]
    /// Name of the table.
    package var table: String
    /// Code of the case, or what else a row of the input is known by.
    package var id: String
    /// Whether a mapping says that the code tells who a person is.
    package var isPersonal: Bool
    /// Name of the column.
    package var field: String
    /// What the row says.
    package var old: Side
    /// What it is taken to say.
    package var new: Side
    /// Why.
    package var reason: String
    /// Who found it.
    package var author: String
    /// Who approved it, who must be somebody else.
    package var approver: String
    /// The document that orders it.
    package var document: String
    /// The day of the document.
    package var date: Int64
    /// Where it is written.
    package var place: PlanPlace

    /// Whether both speak of the same cell, or may do so.
    func concernsSameCell(as other: Correction) -> Bool {
        table == other.table && id == other.id && field == other.field
            && inputs.contains { other.inputs.contains($0) }
    }
}

/// What is wrong with a correction.
package enum CorrectionFault: Sendable, Equatable {
    /// Why a column cannot be corrected.
    package enum Obstacle: Sendable, Equatable {
        /// It tells which case a row is.
        case identity
        /// It tells who a person is.
        case personal
        /// It follows from other columns.
        case derived
    }

    /// The column cannot be corrected.
    case fixedColumn(String, Obstacle)
    /// The new value is the old one.
    case nothingChanged
    /// Author and approver are one person.
    case ownApproval
    /// A second correction of one cell that does not begin where the first ended.
    case brokenChain(field: String, first: PlanPlace)
    /// Rows of the input have no code of their own.
    case noCode(input: String)
    /// A column that must have a value.
    case emptied(String)
    /// The document is of a day that has not come by the clock; the day that the clock says.
    case documentAhead(day: String, clock: String)

    /// The stable code of this fault.
    var code: PlanFault.Code {
        switch self {
        case .fixedColumn: .fixedColumn
        case .nothingChanged: .nothingCorrected
        case .ownApproval: .ownApproval
        case .brokenChain: .brokenChain
        case .noCode: .noCodeOfRows
        case .emptied: .emptiedColumn
        case .documentAhead: .documentAhead
        }
    }

    /// What happened, without a full stop; `spot` says where another place is.
    func message(_ spot: (PlanPlace) -> String) -> String {
        switch self {
        case .fixedColumn(let name, .identity):
            "'\(name)' tells which case a row is, and cannot be corrected"
        case .fixedColumn(let name, .personal):
            "'\(name)' tells who a person is, and cannot be corrected"
        case .fixedColumn(let name, .derived):
            "'\(name)' follows from other columns, and cannot be corrected"
        case .nothingChanged: "the new value is the old one"
        case .ownApproval: "the approver is the author"
        case .brokenChain(let field, let first):
            "'\(field)' of this case is corrected a second time, and the old value is not the new "
                + "one of \(spot(first))"
        case .noCode(let input): "rows of '\(input)' have no code by which one could be named"
        case .emptied(let name): "'\(name)' must have a value, and the new one is empty"
        case .documentAhead(let day, let clock):
            "the document is of \(day), which has not come by this machine's clock (\(clock))"
        }
    }

    /// What to do, as a sentence.
    var remedy: String {
        switch self {
        case .fixedColumn(_, .identity): "Withdraw the case at its source and enter it anew."
        case .fixedColumn(_, .personal): "Correct it at the source."
        case .fixedColumn(_, .derived): "Correct a column that it follows from."
        case .nothingChanged: "Write what the row says as 'old', and what is right as 'new'."
        case .ownApproval: "Let somebody else approve it."
        case .brokenChain: "Continue from that value, or take one of the two away."
        case .noCode: "Give the mapping an 'identity' of one column, or correct it at the source."
        case .emptied: "Write the right value."
        case .documentAhead: "Write the day of the document, or set the clock right."
        }
    }
}

extension Plan {
    /// Faults of corrections whose document is of a day that has not come yet, in local seconds.
    ///
    /// The clock judges, not `as_of`: figures as of a past day may rest on later documents.
    package func correctionsAhead(of now: Int64) -> [PlanFault] {
        let clock = CivilDate(of: now).text
        return corrections.filter { $0.date > now }.map { correction in
            let day = CivilDate(of: correction.date).text
            return PlanFault(
                .correction(.documentAhead(day: day, clock: clock)), at: correction.place)
        }
    }
}
