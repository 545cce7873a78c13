/// What two exports in a row say differently of a case.
package struct CaseChange: Sendable, Equatable {
    /// What happened, in the order in which events of one night are told.
    package enum Kind: String, Sendable, CaseIterable {
        /// The case is there again after it had vanished.
        case reappeared
        /// No earlier export speaks of the case.
        case firstSeen = "first-seen"
        /// The record is there and cannot be read.
        case unreadable
        /// The record can be read, after one that could not be.
        case readable
        /// The due date is another one.
        case dueMoved = "due-moved"
        /// There is a due date where there was none.
        case dueSet = "due-set"
        /// There is no due date where there was one.
        case dueRemoved = "due-removed"
        /// Processing ended, after the export before it had been made.
        case completed
        /// Processing is said to have ended before an export was made that had it open.
        case backDated = "back-dated"
        /// Processing ended at another instant.
        case completionMoved = "completion-moved"
        /// Processing that had ended has not ended.
        case completionUndone = "completion-undone"
        /// The status went on.
        case statusChanged = "status-changed"
        /// The status went back.
        case statusReverted = "status-reverted"
        /// Another unit resolves or received the case.
        case unitChanged = "unit-changed"
        /// Another officer is responsible.
        case officerChanged = "officer-changed"
        /// It is another procedure.
        case procedureChanged = "procedure-changed"
        /// Supplements or pauses are others.
        case pausesChanged = "pauses-changed"
        /// Another column has another value.
        case changed
        /// The case is no longer there.
        case vanished

        /// What a list of a night shows where nothing else is asked for: what should not happen.
        package static let watched: [Kind] = [
            .reappeared, .dueMoved, .dueRemoved, .backDated, .completionUndone, .statusReverted,
            .vanished,
        ]
    }

    /// How it is known that a case vanished or came back, or what is wrong with a record.
    package enum Reason: Sendable, Equatable {
        /// A record cannot be read.
        case finding(FindingCode)
        /// A later whole dump lacks it; so many of its records have no case code to be read.
        case notInDump(unidentified: Int)
        /// The file that named it was replaced by another of its name.
        case replaced
        /// The file that named it is no longer there.
        case notDelivered
    }

    /// The system that the case came from.
    package var source: String
    /// The input whose exports tell of it.
    package var input: String
    /// The case code; where it is personal its keyed hash.
    package var id: String
    /// What tells the case apart besides its code, as `owner=…`; mostly empty.
    package var identity: String
    /// The night of the export in which it was first seen.
    package var night: Int64
    /// What happened.
    package var kind: Kind
    /// The column; empty where the case as a whole is meant.
    package var field = ""
    /// Its value before; empty: none.
    package var old = ""
    /// Its value now; empty: none.
    package var new = ""
    /// By how many seconds a due date moved, or how long before the export a case was ended.
    package var seconds: Int64?
    /// The same in working time, where a calendar is there and covers it.
    package var workingSeconds: Int64?
    /// How it is known.
    package var reason: Reason?
    /// The file in which it was first seen.
    package var file = ""
    /// SHA-256 of that file.
    package var object = ""
    /// The record there; nil where there is none.
    package var record: Int?
    /// The night of the export before; nil: there was none.
    package var before: Int64?
    /// The ends of the stretch that was measured, and the unit whose working time counts.
    var stretch: (from: Int64, to: Int64, unit: String)?
    /// When the file in which it was first seen was received.
    var received: Int64 = 0

    /// Equal in all that is shown.
    package static func == (left: CaseChange, right: CaseChange) -> Bool {
        left.fields == right.fields
    }
}

extension TableKind {
    /// How far a case has come by its status: what lies between acceptance and the end is one
    /// stage, since a case goes to and fro there.
    static func stage(ofStatus status: String) -> Int? {
        switch status {
        case "registered": 0
        case "accepted": 1
        case "processing", "waiting_supplement", "waiting_payment": 2
        case "refused", "withdrawn", "stopped", "resolved": 3
        case "returned": 4
        default: nil
        }
    }
}
