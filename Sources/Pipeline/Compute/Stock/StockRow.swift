import Columnar

/// How a row stands to the stock: in which month it came, in which it went, and how.
struct StockRow: Sendable, Hashable {
    /// How a row left the stock, or that it is there.
    enum Way: Sendable, Hashable {
        /// It is in stock.
        case open
        /// It was finished.
        case finished
        /// It left otherwise.
        case withdrawn
        /// Its status says that it left, and nothing says when.
        case vanished
    }

    /// Month of opening; nil where nothing says that it was ever taken in.
    var opened: Int?
    /// Month in which it left; nil where it did not, or nothing says when.
    var closed: Int?
    var way: Way

    /// Whether it is in stock before the first second of a month.
    func isInStock(before month: Int) -> Bool {
        guard let opened, opened < month, way != .vanished else { return false }
        return closed.map { $0 >= month } ?? true
    }
}

/// Reads from the rows of a table how they stand to the stock.
struct StockReading {
    private let opened: Column?
    private let closed: Column?
    private let codes: CodeColumn?
    private let ways: [StockRow.Way]

    init(_ rule: StockRule, _ table: Table) {
        opened = table[rule.opened]
        closed = table[rule.closed]
        if case .code(let column)? = table[rule.status] { codes = column } else { codes = nil }
        ways = (codes?.dictionary ?? []).map { status in
            if rule.withdrawn.contains(status) { return .withdrawn }
            return rule.finished.contains(status) ? .finished : .open
        }
    }

    /// How a row stands; nil where it never was in stock and never left it.
    func row(_ row: Int) -> StockRow? {
        let (from, to) = instants(row)
        let code = codes?.codes[row] ?? missingCode
        let way = code == missingCode ? StockRow.Way.open : ways[Int(code)]
        if to != missing {
            return StockRow(
                opened: from == missing ? nil : monthNumber(from), closed: monthNumber(to),
                way: way == .withdrawn ? .withdrawn : .finished)
        }
        guard from != missing else { return nil }
        return StockRow(
            opened: monthNumber(from), closed: nil, way: way == .open ? .open : .vanished)
    }

    /// The instants of a row; `missing` where there is none.
    func instants(_ row: Int) -> (opened: Int64, closed: Int64) {
        (opened?.number(row) ?? missing, closed?.number(row) ?? missing)
    }
}

/// Months since the beginning of the year 0.
func monthNumber(_ instant: Int64) -> Int {
    let date = CivilDate(of: instant)
    return date.year * 12 + date.month - 1
}

/// A month as `2025-06`.
func monthName(_ number: Int) -> String {
    let month = number % 12 + 1
    let year = String(number / 12)
    let padding = String(repeating: "0", count: max(0, 4 - year.count))
    return "\(padding)\(year)-\(month < 10 ? "0" : "")\(month)"
}
