import Ledger

/// The revisions of a pipeline's periods up to one of its runs: a function of the table before and
/// of the run's own lines, so that no run needs to look further back than to the one before.
struct RevisionTable: Equatable {
    private(set) var revisions: [PeriodRevision] = []

    /// No period is over yet.
    init() {}

    /// The table that a sealed run holds.
    ///
    /// A run that holds none and whose periods are over was made before revisions were counted:
    /// what it published counts as their first. `slices` is asked only then.
    init(of manifest: Manifest, slices: () throws -> [PeriodSpan: Digest]) throws {
        revisions = manifest.revisions
        guard manifest.details["revisions"] == nil else { return }
        let asOf = try Moment(journalText: manifest.asOf).local
        self = RevisionTable().adding(run: manifest.run, asOf: asOf, slices: try slices()) { _ in
            PeriodRevision.firstCause
        }
    }

    /// The table after a run with these slices.
    ///
    /// What is not over as of the run, or not among its lines, stays as it is.
    func adding(
        run: String, asOf: Int64, slices: [PeriodSpan: Digest],
        cause: (PeriodSpan) throws -> String
    ) rethrows -> RevisionTable {
        var current: [PeriodSpan: PeriodRevision] = [:]
        for revision in revisions { current[revision.span] = revision }
        for (span, digest) in slices where span.isOver(asOf: asOf) {
            let before = current[span]
            if before?.digest == digest { continue }
            current[span] = PeriodRevision(
                span: span, revision: (before?.revision ?? 0) + 1, run: run,
                first: before?.first ?? run, digest: digest,
                cause: before == nil ? PeriodRevision.firstCause : try cause(span))
        }
        var table = RevisionTable()
        table.revisions = current.keys.sorted().compactMap { current[$0] }
        return table
    }

    /// The current revision of a period; nil where it has none.
    subscript(span: PeriodSpan) -> PeriodRevision? { revisions.first { $0.span == span } }
}

/// Why a later run published other figures than an earlier one, by what they were made from.
///
/// The words are those of verification; `as-of` stands alone, since it differs every night. Files
/// of an input are told apart by content, others by their name as well.
func revisionCause(from earlier: Manifest, to later: Manifest, reason: String) -> String {
    var words: [String] = []
    func rules(_ manifest: Manifest, _ word: String) -> [String] {
        manifest.pipeline.filter { causeWord(ofRole: $0.role) == word }
            .map { "\($0.role) \($0.name) \($0.digest.hex)" }.sorted(by: precedes)
    }
    func inputs(_ manifest: Manifest) -> [String] {
        manifest.inputs.map { "\($0.input) \($0.digest.hex) \($0.received)" }.sorted(by: precedes)
    }
    if inputs(earlier) != inputs(later) { words.append("input") }
    for word in ["dictionary", "calendar", "units", "corrections", "pipeline-file"]
    where rules(earlier, word) != rules(later, word) {
        words.append(word)
    }
    if earlier.program != later.program { words.append("program") }
    if words.isEmpty { words.append(earlier.asOf == later.asOf ? "result" : "as-of") }
    let cause = words.joined(separator: ", ")
    return reason.isEmpty ? cause : "\(cause): \(reason)"
}

/// The word for a difference in a pipeline file of a role.
func causeWord(ofRole role: String) -> String {
    switch role {
    case "mapping", "procedures": "dictionary"
    case "calendar", "reporting": "calendar"
    case "units", "succession": "units"
    case "corrections": "corrections"
    default: "pipeline-file"
    }
}
