package import Columnar

/// The least change of one fact that would have made another verdict of a row.
package struct Flip: Sendable, Equatable {
    /// How a fact is changed.
    package enum Change: Sendable, Equatable {
        /// A number, an instant or a stretch of time is moved by so many units or seconds.
        ///
        /// One less, and the verdict stays.
        case moved(by: Int64)
        /// The fact is missing; with this value the verdict is another.
        case given(CellText)
        /// The fact is another text or truth; nil: it is missing.
        case replaced(CellText?)
    }

    /// A value as it is shown.
    package struct CellText: Sendable, Equatable {
        /// The value.
        package var text: String
    }

    /// The column.
    package var column: String
    /// Type of the column.
    package var type: ValueType
    /// What it is; `missing` where it is no number.
    package var value: Int64
    /// The change.
    package var change: Change
    /// The working time between what it is and what it would be; nil without a calendar.
    ///
    /// Of a fact that may be moved without another verdict it is that which is left.
    package var working: Int64?
    /// In what the row would be counted.
    package var counted: Counted

    /// So far the fact may be moved and the verdict stays.
    package var margin: Int64? {
        guard case .moved(let step) = change else { return nil }
        return step > 0 ? step - 1 : step + 1
    }
}

/// Looks for the least change of one fact that flips the verdict of a row.
///
/// A verdict changes only where some clause does. So for each fact and each direction the places
/// are found at which a clause changes, by ever longer steps and then by halving, and each is
/// tried. What is found is checked: moved so far the verdict is another, moved by one less it is
/// not. A clause that holds again and again (the hour of an instant) may have a nearer place.
struct FlipSearch {
    private let row: MovableRow
    private let measure: Measure
    private let scope: Scope
    private let calendar: WorkingCalendar?
    private var judge: RowJudge
    private let before: Counted
    private let truths: [Truth]
    private let clauses: [JudgedClause]

    /// Farther than this no fact is moved: some 34 years of seconds.
    private static let farthest: Int64 = 1 << 30

    init(
        _ row: MovableRow, _ measure: Measure, _ scope: Scope, calendar: WorkingCalendar?
    ) throws {
        self.row = row
        self.measure = measure
        self.scope = scope
        self.calendar = calendar
        let table = try row.table()
        var judge = try RowJudge(measure, over: table, in: [scope])
        judge.begin(table, row: 0)
        clauses = judge.clauses
        truths = judge.truths()
        before = judge.counted()
        self.judge = judge
    }

    /// The changes of each of these facts, the least first; times before texts.
    mutating func flips(_ facts: [(column: String, type: ValueType)]) throws -> [Flip] {
        var found: [Flip] = []
        for (column, type) in facts {
            switch try row.value(column) {
            case .number(let value) where value != missing:
                found += try moves(column, type, value)
            case .number: found += try gifts(column, type, facts)
            case .truth(let truth): found += try replacements(column, truth)
            case .text(let text): found += try replacements(column, text)
            }
        }
        return found.enumerated().sorted {
            let (left, right) = ($0.element.order, $1.element.order)
            return (left.0, left.1, $0.offset) < (right.0, right.1, $1.offset)
        }.map(\.element)
    }

    /// What somebody wants to know of, the first that can be had: of a row that counts in full when
    /// it would no longer count above, else when not at all; of another when it would count more.
    private var goals: [ClosedRange<Int>] {
        before.rank == 2 ? [1...1, 0...0] : [(before.rank + 1)...2]
    }

    /// Whether a verdict is one of these.
    private func isOther(_ counted: Counted) -> Bool {
        goals.contains { $0.contains(counted.rank) }
    }

    /// What the clauses say, and in what the row is counted, with a fact changed.
    private mutating func verdict(
        _ column: String, _ value: CellValue
    ) throws -> (truths: [Truth], counted: Counted) {
        let table = try row.table((column, value))
        if case .text = value {
            var other = try RowJudge(measure, over: table, in: [scope])
            other.begin(table, row: 0)
            return (other.truths(), other.counted())
        }
        judge.begin(table, row: 0)
        return (judge.truths(), judge.counted())
    }

    private mutating func moves(
        _ column: String, _ type: ValueType, _ value: Int64
    ) throws -> [Flip] {
        let ways = try [Int64(-1), 1].map { ($0, try steps(column, value, $0)) }
        for goal in goals {
            var best: Flip?
            for (sign, steps) in ways {
                for step in steps {
                    guard let exact = try exactStep(column, value, sign, upTo: step, goal) else {
                        continue
                    }
                    if let best, best.order.1 <= exact { break }
                    best = Flip(
                        column: column, type: type, value: value, change: .moved(by: sign * exact),
                        working: nil,
                        counted: try verdict(column, .number(value + sign * exact)).counted)
                    break
                }
            }
            guard var best else { continue }
            best.working = working(best)
            return [best]
        }
        return []
    }

    /// How far a fact must be moved for some clause to change, ascending.
    private mutating func steps(
        _ column: String, _ value: Int64, _ sign: Int64
    ) throws -> [Int64] {
        var steps: Set<Int64> = []
        var last: Int64 = 0
        var known = truths
        var step: Int64 = 1
        while step <= Self.farthest {
            let (moved, overflow) = value.addingReportingOverflow(sign * step)
            if overflow || moved == missing { break }
            let now = try verdict(column, .number(moved)).truths
            for clause in now.indices
            where now[clause] != known[clause] && clauses[clause].columns.contains(where: reads) {
                steps.insert(
                    try halved(column, value, sign, last, step) {
                        $0.truths[clause] != known[clause]
                    })
            }
            (last, known, step) = (step, now, step * 2)
        }
        return steps.sorted()
        // A clause may read what is worked out from the fact.
        func reads(_ name: String) -> Bool { name == column || row.workedOut.contains(name) }
    }

    /// The least step between two at which something holds that does not hold at the lower one.
    private mutating func halved(
        _ column: String, _ value: Int64, _ sign: Int64, _ low: Int64, _ high: Int64,
        _ holds: ((truths: [Truth], counted: Counted)) -> Bool
    ) throws -> Int64 {
        var (low, high) = (low, high)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if holds(try verdict(column, .number(value + sign * middle))) {
                high = middle
            } else {
                low = middle
            }
        }
        return high
    }

    /// A step that makes a wanted verdict where one less leaves the verdict as it is; nil where the
    /// step does not.
    private mutating func exactStep(
        _ column: String, _ value: Int64, _ sign: Int64, upTo step: Int64,
        _ goal: ClosedRange<Int>
    ) throws -> Int64? {
        func at(_ step: Int64) throws -> Int {
            try verdict(column, .number(value + sign * step)).counted.rank
        }
        guard goal.contains(try at(step)) else { return nil }
        var exact = step
        if step > 1, goal.contains(try at(step - 1)) {
            exact = try halved(column, value, sign, 0, step - 1) {
                goal.contains($0.counted.rank)
            }
        }
        if exact == 1 { return exact }
        return try at(exact - 1) == before.rank ? exact : nil
    }

    /// Values that a missing fact might have.
    private mutating func gifts(
        _ column: String, _ type: ValueType, _ facts: [(column: String, type: ValueType)]
    ) throws -> [Flip] {
        guard before.rank < 2 else { return [] }
        var values: [Int64] = []
        if type == .instant { values = [scope.periodStart, scope.periodEnd - 1, scope.asOf] }
        for fact in facts where fact.type == type && fact.column != column {
            if case .number(let other) = try row.value(fact.column), other != missing {
                values += [other, other - 1, other + 1]
            }
        }
        if type != .instant { values += [0, 1] }
        var best: Flip?
        for value in values {
            let counted = try verdict(column, .number(value)).counted
            guard isOther(counted), counted.rank > best?.counted.rank ?? -1 else { continue }
            best = Flip(
                column: column, type: type, value: missing,
                change: .given(Flip.CellText(text: valueText(value, type))), working: nil,
                counted: counted)
        }
        return best.map { [$0] } ?? []
    }

    private mutating func replacements(_ column: String, _ truth: Truth) throws -> [Flip] {
        for other in [Truth.yes, .no] where other != truth {
            let counted = try verdict(column, .truth(other)).counted
            guard isOther(counted) else { continue }
            return [
                Flip(
                    column: column, type: .flag, value: missing,
                    change: .replaced(Flip.CellText(text: other == .yes ? "true" : "false")),
                    working: nil, counted: counted)
            ]
        }
        return []
    }

    private mutating func replacements(_ column: String, _ text: String?) throws -> [Flip] {
        // What a code means for terms and units is known of codes that rows have.
        if row.workedOut.isEmpty == false, PieceClock.read.contains(column) { return [] }
        for other in judge.literals[column] ?? [] where other != text {
            let counted = try verdict(column, .text(other)).counted
            guard isOther(counted) else { continue }
            return [
                Flip(
                    column: column, type: .text, value: missing,
                    change: .replaced(Flip.CellText(text: other)), working: nil,
                    counted: counted)
            ]
        }
        return []
    }

    /// The working time that an instant is moved by, or may be moved by.
    private func working(_ flip: Flip) -> Int64? {
        guard flip.type == .instant, let calendar, case .moved(let step) = flip.change else {
            return nil
        }
        let other = flip.value + (before.rank == 2 ? flip.margin ?? 0 : step)
        return calendar.workingSeconds(
            from: min(flip.value, other), to: max(flip.value, other))
    }
}

extension Flip {
    /// By what flips are ordered: times, numbers, then texts; among each the least.
    fileprivate var order: (Int, Int64) {
        switch change {
        case .moved(let step):
            (type == .instant || type == .duration ? 0 : 1, Int64(step.magnitude))
        case .given: (2, 0)
        case .replaced: (3, 0)
        }
    }
}

/// A number as it is shown by its type.
func valueText(_ value: Int64, _ type: ValueType) -> String {
    switch type {
    case .instant: instantText(value)
    case .duration: clockText(value)
    default: String(value)
    }
}

/// Seconds as hours, minutes, seconds.
func clockText(_ seconds: Int64) -> String {
    func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let all = seconds.magnitude
    let text = "\(all / 3600):\(two(all / 60 % 60)):\(two(all % 60))"
    return seconds < 0 ? "-" + text : text
}
