/// One thing that is wrong with the way a case is written; a case has at most one.
///
/// They are the ones that real exports hold; the rates are per million cases, high enough that a
/// small world has a few of each. What a correct reader does about each is said here, because
/// `truth.csv` expects it: a record that a reader cannot trust is quarantined, everything else
/// is accepted, corrected where a declared rule says how, and counted.
enum Hazard: UInt8, CaseIterable {
    case none
    /// U+00A0 between the words of the officer's name.
    case noBreakSpace
    /// U+200B before the words of the officer's name.
    case zeroWidth
    /// The officer's name in NFD.
    case decomposed
    /// The officer's name with tones by the other rule: hoà for hòa.
    case toneMoved
    /// Two spaces between the words of the officer's name.
    case doubledSpace
    /// Doubled quotes in the owner's name.
    case quoteInField
    /// CR LF in the procedure's name.
    case lineBreakInField
    /// A comma in the owner's name.
    case delimiterInField
    /// The unit's identifier in the order that ended in 2020, where the software knows better.
    case oldOrderUnit
    /// A procedure code with the owner's suffix.
    case localProcedureCode
    /// 01/01/0001 as the due date: accepted, due date null.
    case sentinelDate
    /// Processing ended before acceptance: accepted, and a finding.
    case endedBeforeAccepted
    /// Due before acceptance: accepted, and a finding.
    case dueBeforeAccepted
    /// Processing ended exactly when due: on time, and what resetting late cases looks like.
    case endedWhenDue
    /// The same case code in both systems: two cases, because the source is part of identity.
    case codeOfOtherSource
    /// A status that no dictionary holds: quarantined.
    case unknownStatus
    /// Due on 31/02 or 31/11: quarantined.
    case impossibleDate
    /// The last field is lacking: quarantined.
    case raggedShort
    /// A field too many: quarantined.
    case raggedLong
    /// A NUL byte in the officer's name: quarantined.
    case nulByte
    /// Bytes that are not UTF-8 in the officer's name: quarantined.
    case invalidUTF8

    /// How many in a million cases have it.
    var perMillion: Int {
        switch self {
        case .none: 0
        case .noBreakSpace, .zeroWidth, .decomposed, .toneMoved, .doubledSpace: 2000
        case .quoteInField, .lineBreakInField, .delimiterInField: 1000
        case .oldOrderUnit: 500
        case .localProcedureCode: 30_000
        case .sentinelDate: 500
        case .endedBeforeAccepted, .dueBeforeAccepted: 300
        case .endedWhenDue: 1000
        case .codeOfOtherSource: 200
        case .unknownStatus, .impossibleDate: 300
        case .raggedShort, .raggedLong, .nulByte, .invalidUTF8: 100
        }
    }

    /// True if a correct reader sets the record aside.
    var isQuarantined: Bool {
        switch self {
        case .unknownStatus, .impossibleDate, .raggedShort, .raggedLong, .nulByte, .invalidUTF8:
            true
        default: false
        }
    }

    /// The other spelling of the officer's name.
    var spelling: GeneratedOfficer.Spelling? {
        switch self {
        case .noBreakSpace: .noBreakSpace
        case .zeroWidth: .zeroWidth
        case .decomposed: .decomposed
        case .toneMoved: .toneMoved
        case .doubledSpace: .doubledSpace
        default: nil
        }
    }

    /// Name of the measure in `truth.csv`.
    var measure: String { "hazard \(self)" }
}

/// How often exports hold a case, and how its records differ.
enum GeneratedVersions: UInt8, CaseIterable {
    /// Once, as it stood last.
    case one
    /// Again in the next export, byte for byte: duplicate.
    case copiedLater
    /// Twice in succession in one export: duplicate.
    case doubledRow
    /// Earlier too, while it was processed: superseded.
    case earlierStatus
    /// Earlier too, with an earlier due date: superseded.
    case changedDue
    /// Again in the next export with nothing but a later change: the first is superseded.
    case resynced
    /// Earlier another procedure under the same code: superseded, and a finding.
    case contradicted
    /// Only as it was while processed; the export after its end left it out.
    case vanished

    /// How many in a million cases; all but the last add a record, 5 % of the cases together.
    var perMillion: Int {
        switch self {
        case .one: 0
        case .copiedLater: 18_700
        case .doubledRow: 2000
        case .earlierStatus: 15_000
        case .changedDue: 10_000
        case .resynced: 4000
        case .contradicted: 300
        case .vanished: 500
        }
    }

    /// Name of the measure in `truth.csv`.
    var measure: String { "versions \(self)" }
}
