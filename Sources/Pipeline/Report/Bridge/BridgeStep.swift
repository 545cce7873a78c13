/// What may make a figure another one between two runs, in the order in which it is put in.
///
/// The order is fixed: what a cause adds depends on what was put in before it.
package enum BridgeStep: String, Sendable, CaseIterable, Comparable {
    /// Raw files: new ones, corrected ones, such as are gone.
    case lateData = "late-data"
    /// Corrections that were laid over the records.
    case corrections
    /// Mappings: how files are read, which records are versions of one case.
    case dedupe
    /// The pipeline file, KPIs, forms, scorecards, objectives, clocks, terms, procedures.
    case rules
    /// The working calendar and the calendars of reports.
    case calendar
    /// The units, and what became of them.
    case units
    /// The instant as of which everything is computed.
    case asOf = "as-of"
    /// Another version of the program.
    case program

    /// The step to which a file of a role belongs, as manifests write it.
    ///
    /// What no step is named for is a rule: a cause is never lost.
    static func of(role: String) -> BridgeStep {
        switch role {
        case "corrections": .corrections
        case PlanSource.Role.mapping.rawValue: .dedupe
        case PlanSource.Role.calendar.rawValue, PlanSource.Role.reporting.rawValue: .calendar
        case PlanSource.Role.units.rawValue, PlanSource.Role.succession.rawValue: .units
        default: .rules
        }
    }

    /// The earlier one comes first.
    package static func < (left: BridgeStep, right: BridgeStep) -> Bool {
        left.place < right.place
    }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// What it is called.
    package var wording: Wording {
        switch self {
        case .lateData: Wording(vietnamese: "dữ liệu đến muộn", english: "late data")
        case .corrections: Wording(vietnamese: "đính chính", english: "corrections")
        case .dedupe: Wording(vietnamese: "ánh xạ, lọc trùng", english: "mappings, dedupe")
        case .rules: Wording(vietnamese: "quy tắc", english: "rules")
        case .calendar: Wording(vietnamese: "lịch", english: "calendar")
        case .units: Wording(vietnamese: "đơn vị", english: "units")
        case .asOf: Wording(vietnamese: "thời điểm tính", english: "as of")
        case .program: Wording(vietnamese: "chương trình", english: "program")
        }
    }
}
