import Columnar
import Ledger

/// What `history` needs to know.
package struct HistoryRequest: Sendable {
    /// Path of the workspace.
    package var workspace: String
    /// Name of the pipeline; nil: that of the published run.
    package var pipeline: String?
    /// Only this input.
    package var input: String?
    /// Only these kinds of change; nil: all of a case, the watched ones of a list.
    package var kinds: Set<CaseChange.Kind>?
    /// Path of the key file for personal columns.
    package var keyFile: String?
    /// Threads to use.
    package var threads: Int

    /// A request.
    package init(
        workspace: String, pipeline: String? = nil, input: String? = nil,
        kinds: Set<CaseChange.Kind>? = nil, keyFile: String? = nil, threads: Int = 1
    ) {
        self.workspace = workspace
        self.pipeline = pipeline
        self.input = input
        self.kinds = kinds
        self.keyFile = keyFile
        self.threads = threads
    }
}

/// What all exports said of a case, or what changed since a night.
package struct CaseHistory: Sendable {
    /// Something that whoever reads the changes must know.
    package enum Note: Sendable, Equatable {
        /// An export that cannot be read says nothing.
        case unreadable(input: String, file: String, night: Int64, reason: String)
        /// Files whose name tells no date: their first receipt counts.
        case undated(input: String, files: [String])
        /// The manifest of a run is not what was sealed.
        case unusable(run: String)
        /// An export is read as the last run did that had it, and the current rules would have it
        /// otherwise.
        case otherRules(
            file: String, night: Int64, run: String, mapping: String, current: String,
            differences: [String])
    }

    /// Name of the pipeline.
    package var pipeline: String
    /// The changes.
    package var changes: [CaseChange]
    /// Number of exports that were looked at, and of those that speak of the case.
    package var exports: (all: Int, speaking: Int)
    /// What whoever reads them must know.
    package var notes: [Note]
    /// Exports that were read from their bytes, since nothing was kept of them.
    package var readings: Int
    /// Files of what is kept that could not be used.
    package var damaged: Int
}

/// What every archived export said of the cases of that code: every change, by night.
package func caseHistory(of id: String, _ request: HistoryRequest) throws -> CaseHistory {
    var desk = try HistoryDesk(request)
    try desk.open()
    let code = cleanText(id)
    var changes: [CaseChange] = []
    var notes = desk.notes
    var speaking = 0
    for exports in desk.inputs {
        let (told, mentions) = try desk.timelines(of: code, in: exports)
        speaking += Set(mentions.map(\.export)).count
        changes += told
        notes += try desk.otherRules(mentions, of: code, in: exports)
    }
    if changes.isEmpty { throw RunError.noSuchCase(id, pipeline: desk.pipeline) }
    changes = try desk.measured(changes).filter { request.kinds?.contains($0.kind) ?? true }
    // Cases of one identity stand together, whatever the input that tells of them.
    let order = changes.enumerated().sorted { left, right in
        let (a, b) = (left.element, right.element)
        return (a.source, a.id, a.identity, a.night, a.input, left.offset)
            < (b.source, b.id, b.identity, b.night, b.input, right.offset)
    }
    return desk.history(order.map(\.element), speaking: speaking, notes)
}

/// From when on changes are listed.
package enum HistoryStart: Sendable, Equatable {
    /// Those that were first seen on this night or later.
    case night(Int64)
    /// Those that were first seen in what was received after this run was sealed.
    case run(String)
}

/// All cases of which exports say something different since a night or a run, by night.
///
/// The work grows linearly with what the exports hold; their rows are gone through once.
package func caseChanges(
    since start: HistoryStart, until end: Int64? = nil, _ request: HistoryRequest
) throws -> CaseHistory {
    var desk = try HistoryDesk(request)
    let first = try desk.start(start)
    try desk.open()
    let kinds = request.kinds ?? Set(CaseChange.Kind.watched)
    var changes: [CaseChange] = []
    for exports in desk.inputs {
        changes += try desk.timelines(in: exports) { change in
            let isNew =
                switch first {
                case .night(let night): change.night >= night
                case .received(let after): change.received > after
                }
            return isNew && kinds.contains(change.kind) && end.map { change.night < $0 } ?? true
        }
    }
    let order = changes.enumerated().sorted { left, right in
        let (a, b) = (left.element, right.element)
        if a.night != b.night { return a.night < b.night }
        return (a.input, a.id, a.identity, left.offset) < (b.input, b.id, b.identity, right.offset)
    }
    return desk.history(
        try desk.measured(order.map(\.element)), speaking: desk.exportCount, desk.notes)
}

/// Reads every export that nothing is kept of, so that the next question is answered at once.
package func keepExports(_ request: HistoryRequest) throws -> CaseHistory {
    var desk = try HistoryDesk(request)
    desk.kept.removeLeftovers()
    try desk.open()
    return desk.history([], speaking: desk.exportCount, desk.notes)
}
