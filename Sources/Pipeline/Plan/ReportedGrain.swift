import Columnar

/// A length of period of a calendar of reports as files write it: `quarter@bc`.
struct ReportedGrain {
    var length: String
    var calendar: String

    /// Nil where the value is anything else.
    init?(_ value: YAMLValue) {
        guard case .text(let text, _) = value.content else { return nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        (length, calendar) = (String(parts[0]), String(parts[1]))
    }
}

extension ReportingPeriods {
    /// Adds the calendars of reports and those of their lengths that the pipeline asks for.
    mutating func add(_ calendars: [ReportingCalendar], _ asked: [YAMLValue], log: FaultLog) {
        reporting = calendars.map { ReportedLengths(calendar: $0, lengths: []) }
        var wanted: [Grain] = []
        for value in asked {
            if let grain = grain(value, log: log) { wanted.append(grain) }
        }
        for index in reporting.indices {
            let name = reporting[index].calendar.name
            reporting[index].lengths = PeriodLength.allCases.filter {
                wanted.contains(.reporting(name, $0))
            }
        }
    }

    /// The periods of a calendar of reports that a file asks for; nil and a fault where there is
    /// no such calendar or length.
    func grain(_ value: YAMLValue, log: FaultLog) -> Grain? {
        guard let grain = ReportedGrain(value) else { return nil }
        if let word = PeriodLengthWord(rawValue: grain.length),
            reporting.contains(where: { $0.calendar.name == grain.calendar })
        {
            return .reporting(grain.calendar, word.length)
        }
        let text = "\(grain.length)@\(grain.calendar)"
        let known = reporting.flatMap { reported in
            PeriodLengthWord.allCases.map { "\($0.rawValue)@\(reported.calendar.name)" }
        }
        log.report(
            .unknownPeriod(text), at: value.place, suggestion: nearest(to: text, among: known))
        return nil
    }
}

extension Grain {
    /// The word by which files name it.
    var word: String {
        switch self {
        case .calendar(let length): length.word
        case .reporting(let calendar, let length): "\(length.word)@\(calendar)"
        case .named(let name): name
        }
    }
}

extension PeriodLength {
    fileprivate var word: String {
        PeriodLengthWord.allCases.first { $0.length == self }?.rawValue ?? ""
    }
}
