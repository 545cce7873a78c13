/// The catalogue of facts about bad data.
///
/// Codes are stable: `I` intake, `N` normalization.
package enum FindingCode: String, Sendable, CaseIterable {
    case fileRepeated = "I-001"
    case fileUnreadable = "I-002"
    case headerUnknown = "I-003"
    case columnMissing = "I-004"
    case headerRepeated = "I-005"
    case fileEmpty = "I-006"
    case headerOnly = "I-007"
    case inputMissing = "I-008"
    case inputShrunk = "I-009"
    case headerRefused = "I-010"
    case inputEmpty = "I-011"
    case fileUnavailable = "I-012"

    case invalidUTF8 = "N-001"
    case nulByte = "N-002"
    case tooFewFields = "N-003"
    case tooManyFields = "N-004"
    case textAfterQuote = "N-005"
    case fieldRepeated = "N-006"
    case requiredEmpty = "N-010"
    case instantUnreadable = "N-011"
    case valueUnknown = "N-012"
    case integerUnreadable = "N-013"
    case notInCatalogue = "N-014"
    case resolvedBeforeAccepted = "N-020"
    case dueBeforeAccepted = "N-021"
    case identityContradicts = "N-030"
    case lookAlike = "N-031"
    case procedureWithoutTerm = "N-040"
    case calendarYearMissing = "N-041"
    case pauseBackwards = "N-042"
    case pauseWithoutBegin = "N-043"
    case dayOutsideCalendar = "N-044"
    case unitOutsideValidity = "N-050"
    case correctionOutdated = "N-060"
    case correctionWithoutCase = "N-061"
    case correctionAmbiguous = "N-062"

    /// How much it matters.
    package var severity: Severity {
        switch self {
        case .fileRepeated, .headerUnknown, .lookAlike: .note
        case .notInCatalogue, .resolvedBeforeAccepted, .dueBeforeAccepted, .identityContradicts,
            .headerOnly, .procedureWithoutTerm, .calendarYearMissing, .pauseBackwards,
            .pauseWithoutBegin, .dayOutsideCalendar, .unitOutsideValidity:
            .warning
        case .fileUnreadable, .columnMissing, .headerRepeated, .fileEmpty, .inputMissing,
            .inputShrunk, .headerRefused, .inputEmpty, .fileUnavailable, .invalidUTF8, .nulByte,
            .tooFewFields, .tooManyFields, .textAfterQuote, .fieldRepeated,
            .requiredEmpty, .instantUnreadable, .valueUnknown, .integerUnreadable,
            .correctionOutdated, .correctionWithoutCase, .correctionAmbiguous:
            .error
        }
    }
}
