package import Columnar

/// One line of the ledger: what became in a month of what had come in a month.
package struct StockLine: Sendable, Equatable {
    /// The month.
    package var period: Period
    /// The level, `agency` or a column.
    package var level: String
    /// Which of them.
    package var member: String
    /// Month of receipt; `(all)` of them together, `(none)` where nothing says when.
    package var cohort: String
    /// In stock when the month began.
    package var opening = 0
    /// Taken in during the month.
    package var received = 0
    /// Finished during the month.
    package var finished = 0
    /// Left otherwise during the month.
    package var withdrawn = 0
    /// In stock when the month ended.
    package var closing = 0

    /// What the flows do not explain; 0 where the ledger is sound, never clamped.
    package var residue: Int { opening + received - finished - withdrawn - closing }

    /// The cohort of all cohorts.
    package static let all = "(all)"

    /// The line's counts added.
    fileprivate mutating func add(_ other: StockLine) {
        opening += other.opening
        received += other.received
        finished += other.finished
        withdrawn += other.withdrawn
        closing += other.closing
    }
}

/// The ledger of a plan's stock by month, level, member and cohort; empty where none is asked for.
func stockLedger(
    _ plan: Plan, _ dataset: Dataset, asOf: Int64, since first: Int64?, threads: Int
) throws -> [StockLine] {
    guard let rule = plan.stock, let table = dataset.table(rule.table) else { return [] }
    let months = plan.stockMonths(asOf: asOf, since: first)
    var lines: [StockLine] = []
    for level in [Level.agencyName] + rule.levels {
        let counts = try StockCounts(rule, table, level: level, threads: threads)
        for (member, rows) in counts.members(agency: plan.agency.code) {
            lines += StockMember(level: level, member: member, rows: rows).lines(months)
        }
    }
    // Levels and members stand in order; a stable sort by month keeps that.
    return lines.enumerated().sorted {
        ($0.element.period.start, $0.offset) < ($1.element.period.start, $1.offset)
    }.map(\.element)
}

extension Plan {
    /// The months of the computed time.
    func stockMonths(asOf: Int64, since first: Int64?) -> [Period] {
        var monthly = self
        monthly.periods = ReportingPeriods(
            every: [.month], from: periods.from, until: periods.until)
        return monthly.computedPeriods(asOf: asOf, since: first).map(\.period)
    }
}

/// How many rows of each member stand alike to the stock.
private struct StockCounts {
    private struct Key: Hashable {
        var code: UInt32
        var row: StockRow
    }

    private var counts: [Key: Int] = [:]
    private var dictionary: [String] = []
    private let level: String

    init(_ rule: StockRule, _ table: DatasetTable, level: String, threads: Int) throws {
        self.level = level
        let column = level == Level.agencyName ? nil : level
        if let column, case .code(let codes)? = table.shape[column] {
            dictionary = codes.dictionary
        }
        let names = Set([rule.opened, rule.closed, rule.status] + (column.map { [$0] } ?? []))
        let made = concurrentMap(table.pieces.count, threads: threads) { index in
            Result { try Self.counts(rule, table.pieces[index].table(names), column) }
        }
        for part in made {
            for (key, count) in try part.get() { counts[key, default: 0] += count }
        }
    }

    private static func counts(_ rule: StockRule, _ table: Table, _ column: String?) -> [Key: Int] {
        let reading = StockReading(rule, table)
        var codes: [UInt32]?
        if let column, case .code(let own)? = table[column] { codes = own.codes }
        var counts: [Key: Int] = [:]
        for row in 0..<table.rowCount {
            guard let standing = reading.row(row) else { continue }
            counts[Key(code: codes?[row] ?? missingCode, row: standing), default: 0] += 1
        }
        return counts
    }

    /// The members in byte order, those that name none last, with their counts.
    func members(agency: String) -> [(member: String, rows: [(row: StockRow, count: Int)])] {
        let byCode = Dictionary(grouping: counts) { $0.key.code }
        return byCode.keys.sorted().map { code in
            let name =
                level == Level.agencyName
                ? agency : (code == missingCode ? LevelGrouping.unnamed : dictionary[Int(code)])
            return (name, (byCode[code] ?? []).map { ($0.key.row, $0.value) })
        }
    }
}

/// The ledger of one member.
private struct StockMember {
    let level: String
    let member: String
    let rows: [(row: StockRow, count: Int)]

    /// By month the cohorts that have anything in it, all of them together first.
    func lines(_ months: [Period]) -> [StockLine] {
        guard let start = months.first?.start else { return [] }
        let first = monthNumber(start)
        var cells: [[Int: StockLine]] = Array(repeating: [:], count: months.count)
        for (row, count) in rows {
            let cohort = row.opened ?? Int.min
            // A month before it came or after it went has nothing of it.
            let low = max(min(cohort, row.closed ?? cohort), first)
            let high = min(max(cohort, row.closed ?? Int.max), first + months.count - 1)
            guard low <= high else { continue }
            for month in low...high {
                let index = month - first
                var line = cells[index][cohort] ?? line(cohort, months[index])
                line.add(row, count, in: month)
                cells[index][cohort] = line
            }
        }
        return cells.enumerated().flatMap { index, cohorts in
            let sorted = cohorts.sorted { $0.key < $1.key }.map(\.value).filter(\.isFilled)
            guard !sorted.isEmpty else { return [StockLine]() }
            var all = line(nil, months[index])
            for line in sorted { all.add(line) }
            return [all] + sorted
        }
    }

    private func line(_ cohort: Int?, _ period: Period) -> StockLine {
        let name =
            cohort.map { $0 == Int.min ? LevelGrouping.unnamed : monthName($0) } ?? StockLine.all
        return StockLine(period: period, level: level, member: member, cohort: name)
    }
}

extension StockLine {
    /// Adds rows that stand alike: stock by what is there, flows by when it moved, each for itself.
    fileprivate mutating func add(_ row: StockRow, _ count: Int, in month: Int) {
        if row.isInStock(before: month) { opening += count }
        if row.isInStock(before: month + 1) { closing += count }
        if row.opened == month { received += count }
        guard row.closed == month else { return }
        if row.way == .withdrawn { withdrawn += count } else { finished += count }
    }

    fileprivate var isFilled: Bool {
        opening != 0 || received != 0 || finished != 0 || withdrawn != 0 || closing != 0
    }
}
