import Columnar

/// What a run found that the run before had not, and what is no news.
///
/// The same bad file three nights long is news once. A finding that somebody takes care of is none
/// until the day that he named, and then it is again.
package struct FindingNews: Sendable {
    /// How a finding stands.
    package enum State: Sendable, Equatable {
        /// The run before had none like it.
        case new
        /// The run before had it as well.
        case repeated
        /// Somebody takes care of it.
        case accepted(KnownFinding)
        /// Somebody wanted to take care of it until a day that is over.
        case overdue(KnownFinding)

        /// Whether people are to be called.
        package var isAlarm: Bool {
            switch self {
            case .new, .overdue: true
            case .repeated, .accepted: false
            }
        }
    }

    /// The run before; nil: this is the first of its pipeline.
    package let before: String?
    /// The lines of the run with how they stand.
    let lines: [(line: FindingLine, state: State)]
    /// The lines of the run before that have nothing like them now.
    let gone: [FindingLine]

    init(
        _ now: [FindingLine], before: (run: String, lines: [FindingLine])?,
        known: [KnownFinding], asOf: Int64
    ) {
        self.before = before?.run
        // Most nights find what the night before found: then there is nothing to be matched.
        let isSame = before.map { $0.lines == now } ?? false
        var repeated = Matching(isSame ? [] : before?.lines ?? [])
        // Those that are there to the byte first: the others are like what is left.
        let exact = now.map { isSame || repeated.takeExact($0) }
        lines = zip(now, exact).map { line, isExact in
            let isOld = isExact || repeated.takeLike(line)
            let entries = known.filter { $0.covers(line) }
            if let entry = entries.first(where: { asOf < $0.until }) {
                return (line, .accepted(entry))
            }
            if let entry = entries.last { return (line, .overdue(entry)) }
            return (line, isOld ? .repeated : .new)
        }
        gone = repeated.left
    }

    /// How many findings of a severity and above call people.
    package func alarms(from severity: Severity) -> Int {
        let words = Severity.allCases.filter { $0 >= severity }.map(\.word)
        return lines.count { words.contains($0.line.severity) && $0.state.isAlarm }
    }

    /// Number of findings that call people.
    package var alarmCount: Int { lines.count { $0.state.isAlarm } }
}

/// The findings of a run before that no finding of now was matched with yet.
private struct Matching {
    private var exact: [FindingLine: Int] = [:]
    private var like: [FindingLine.Identity: Int] = [:]
    private let lines: [FindingLine]

    init(_ lines: [FindingLine]) {
        self.lines = lines
        for line in lines {
            exact[line, default: 0] += 1
            like[line.identity, default: 0] += 1
        }
    }

    mutating func takeExact(_ line: FindingLine) -> Bool {
        guard let count = exact[line], count > 0 else { return false }
        exact[line] = count - 1
        like[line.identity, default: 1] -= 1
        return true
    }

    mutating func takeLike(_ line: FindingLine) -> Bool {
        guard let count = like[line.identity], count > 0 else { return false }
        like[line.identity] = count - 1
        return true
    }

    /// What is left, in the order of its lines, those that are there to the byte never.
    var left: [FindingLine] {
        var (exact, like) = (exact, like)
        return lines.filter { line in
            guard let own = exact[line], own > 0 else { return false }
            exact[line] = own - 1
            guard let count = like[line.identity], count > 0 else { return false }
            like[line.identity] = count - 1
            return true
        }
    }
}

extension KnownFinding {
    /// Whether the entry speaks of such a finding.
    func covers(_ line: FindingLine) -> Bool {
        line.code == code.rawValue && (input.map { $0 == line.input } ?? true)
            && (column.map { $0 == line.column } ?? true)
            && (value.map { $0 == line.value } ?? true)
    }
}
