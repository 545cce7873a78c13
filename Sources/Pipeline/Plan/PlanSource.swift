/// A file that was read for a plan.
package struct PlanSource: Sendable, Equatable {
    /// What the file is for.
    package enum Role: String, Sendable, CaseIterable {
        /// The pipeline itself.
        case pipeline
        /// How the files of a source system are read.
        case mapping
        /// The working calendar.
        case calendar
        /// The units.
        case units
        /// What became of units.
        case succession
        /// The procedures.
        case procedures
        /// A KPI.
        case kpi
        /// An official table.
        case form
        /// The strategic objectives.
        case objectives
        /// How due dates are rebuilt: terms, conventions, pauses.
        case clocks
        /// Statutory terms by unit, channel, validity.
        case terms
        /// A calendar of reports.
        case reporting
        /// A scorecard.
        case scorecard
        /// Bad data that somebody takes care of.
        case known
        /// What is taken to be otherwise than files say.
        case corrections
    }

    /// What the file is for.
    package var role: Role
    /// Its path relative to the pipeline file's folder, with `/` and without `.` steps.
    package var name: String
    /// Its bytes as read.
    package var bytes: [UInt8]
}
