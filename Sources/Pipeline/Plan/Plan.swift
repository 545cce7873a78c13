/// Everything that a pipeline says, read from its files and checked completely.
///
/// A plan is made by `Plan.load` only and holds no reference that dangles, no word that is
/// unknown and no formula that does not compile; later stages need not ask again.
package struct Plan: Sendable {
    /// Name of the pipeline: its file name without folder and extension.
    package var name: String
    /// The agency whose figures these are.
    package var agency: Agency
    /// What `as_of` means in formulas.
    package var asOf: AsOf
    /// The inputs, sorted by name.
    package var inputs: [Input]
    /// The tables that the inputs fill, sorted by name: their columns are known before any row.
    package var tables: [PlannedTable]
    /// The working calendar; nil where none is named and no formula needs one.
    package var calendar: PlanCalendar?
    /// The organizational units, in the order of their file; empty where none is named.
    package var units: [Unit]
    /// What became of units, in the order of its file; empty where none is named.
    package var successions: [Succession] = []
    /// What is shown of units that were divided.
    package var split = SplitPolicy.withhold
    /// The units through time.
    package var unitHistory = UnitHistory([], [])
    /// What is in stock; nil where no ledger is asked for.
    package var stock: StockRule?
    /// The administrative procedures, in the order of their file; empty where none is named.
    package var procedures: [Procedure]
    /// How due dates are rebuilt; nil where the pipeline does not say.
    package var clocks: Clocks?
    /// The KPIs, sorted by name and version.
    package var kpis: [KPI]
    /// The forms, sorted by name and version.
    package var forms: [Form]
    /// The objectives that KPIs serve, in the order of their file; empty where none is named.
    package var objectives: [Objective]
    /// The scorecards, sorted by name and version.
    package var scorecards: [Scorecard]
    /// What is taken to be otherwise than files say, in the order in which it is applied.
    package var corrections: [Correction] = []
    /// Whether the pipeline names files of corrections.
    package var declaresCorrections = false
    /// The periods that are computed.
    package var periods: ReportingPeriods
    /// Bad data that somebody takes care of, in the order of its file.
    package var knownFindings: [KnownFinding] = []
    /// How results are shown to the public.
    package var publication: Publication
    /// Every file that was read for this plan, sorted by name, for archiving with the run.
    package var sources: [PlanSource]

    /// The KPIs in force at an instant, sorted by name.
    ///
    /// A period uses the version that is in force at its last second, as reports are made by the
    /// rule of their closing day.
    package func kpis(inForceAt instant: Int64) -> [KPI] {
        kpis.filter { $0.validity.contains(instant) }
    }
}

/// The agency whose figures a pipeline computes.
package struct Agency: Sendable, Equatable {
    /// Code of the agency (QĐ 20/2020/QĐ-TTg), as `H29`.
    package var code: String
    /// Name of the agency.
    package var name: Wording
}

/// What `as_of` means in formulas.
package enum AsOf: Sendable, Equatable {
    /// The instant at which the run was started, read once at the door.
    case run
    /// A fixed instant: local seconds since 1970-01-01 00:00:00.
    case instant(Int64)
}

/// How results are shown to the public.
package struct Publication: Sendable, Equatable {
    /// Languages of the report, the first is the main one.
    package var languages: [Language] = [.vietnamese, .english]
    /// Fewer cases than this in a cell and the cell is not published.
    package var minimum = 0
    /// The KPIs that a run shows when it is done; empty: all.
    package var overview: [String] = []
}

/// A language in which the program can speak.
package enum Language: String, Sendable, CaseIterable {
    /// Vietnamese.
    case vietnamese = "vi"
    /// English.
    case english = "en"
}

/// A text in the languages of the program; Vietnamese is always there.
package struct Wording: Sendable, Equatable {
    /// The Vietnamese text.
    package var vietnamese: String
    /// The English text, where there is one.
    package var english: String?

    /// The Vietnamese text on one line.
    package var line: String {
        vietnamese.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The text in a language; the Vietnamese one where it lacks that.
    package func text(in language: Language) -> String {
        switch language {
        case .vietnamese: vietnamese
        case .english: english ?? vietnamese
        }
    }
}
