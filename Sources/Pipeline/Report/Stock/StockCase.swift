/// Why a case breaks the ledger of the stock, or makes it other than an earlier run had it.
package enum StockBreak: String, Sendable, CaseIterable {
    /// It left in a month before the one in which it came.
    case closedBeforeAcceptance = "closed before acceptance"
    /// Its status says that it left, and nothing says when.
    case closedWithoutDate = "closed without a date"
    /// It left, and nothing says that it ever came.
    case neverAccepted = "never accepted"
    /// It was in stock; now it is said to have left before.
    case backDatedClosure = "back-dated closure"
    /// It was not known or not in stock; now it is said to have come before.
    case backDatedAcceptance = "back-dated acceptance"
    /// It was in stock; now there is no such case.
    case vanished
    /// It had left; now it is said to have been in stock.
    case reappeared
    /// It came at another time than was said.
    case acceptanceMoved = "acceptance moved"

    /// The same in Vietnamese.
    package var vietnamese: String {
        switch self {
        case .closedBeforeAcceptance: "kết thúc trước khi tiếp nhận"
        case .closedWithoutDate: "kết thúc không có ngày"
        case .neverAccepted: "chưa từng tiếp nhận"
        case .backDatedClosure: "kết thúc lùi ngày"
        case .backDatedAcceptance: "tiếp nhận lùi ngày"
        case .vanished: "biến mất"
        case .reappeared: "xuất hiện lại"
        case .acceptanceMoved: "đổi ngày tiếp nhận"
        }
    }
}

/// A case that the ledger of the stock names.
package struct StockCase: Sendable, Equatable {
    /// Why.
    package var reason: StockBreak
    /// The month whose line it breaks.
    package var period: String
    /// Month of its receipt, `(none)` where nothing says when.
    package var cohort: String
    /// What it adds to the residue.
    package var residue: Int
    /// The case code.
    package var id: String
    /// Its unit; empty where it names none.
    package var unit: String
    /// When it came; `missing` where nothing says when.
    package var opened: Int64
    /// When it left; `missing` where nothing says when.
    package var closed: Int64
    /// The file of its record, and the number of the record there.
    package var file: String
    /// Number of the record in its file.
    package var record: Int
}
