import Columnar

extension Grain {
    /// The length, where periods of the grain have one.
    var length: PeriodLength? {
        switch self {
        case .calendar(let length), .reporting(_, let length): length
        case .named: nil
        }
    }

    /// The periods of a length that lie within those of this grain, by the same calendar.
    func part(_ each: PeriodLength) -> Grain {
        if case .reporting(let calendar, _) = self { return .reporting(calendar, each) }
        return .calendar(each)
    }
}

extension ReportingPeriods {
    /// All grains of which periods are computed.
    var grains: [Grain] {
        every.map { .calendar($0) } + named.map { .named($0.name) }
            + reporting.flatMap { reported in
                reported.lengths.map { .reporting(reported.calendar.name, $0) }
            }
    }
}
