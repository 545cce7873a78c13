package import Ledger

/// The current revision of a period as a manifest tells of it.
///
/// A revision is the n-th different slice of `results.csv` among the sealed runs of a pipeline that
/// were made when the period was over.
package struct PeriodRevision: Sendable, Equatable {
    /// The period.
    package var span: PeriodSpan
    /// Its number; the first is 1.
    package var revision: Int
    /// The run in which this revision was made.
    package var run: String
    /// The run in which revision 1 was made.
    package var first: String
    /// The SHA-256 of the period's lines of `results.csv`.
    package var digest: Digest
    /// What differs from the run before: `first`, or the kinds of files and the reason given.
    package var cause: String

    /// The cause of revision 1.
    package static let firstCause = "first"

    /// A revision.
    package init(
        span: PeriodSpan, revision: Int, run: String, first: String, digest: Digest, cause: String
    ) {
        self.span = span
        self.revision = revision
        self.run = run
        self.first = first
        self.digest = digest
        self.cause = cause
    }

    /// Its entry in a manifest.
    var value: CanonicalJSON {
        var members = CanonicalJSON.Members()
        span.write(to: &members)
        members["revision"] = .integer(Int64(revision))
        members["run"] = .string(run)
        members["first"] = .string(first)
        members["digest"] = .string(digest.hex)
        members["cause"] = .string(cause)
        return .object(members)
    }

    init?(_ value: CanonicalJSON) {
        guard let span = PeriodSpan(value), let revision = value["revision"]?.number,
            let run = value["run"]?.text, let first = value["first"]?.text,
            let digest = value["digest"]?.text.flatMap({ Digest(hex: $0) }),
            let cause = value["cause"]?.text
        else { return nil }
        self.init(
            span: span, revision: Int(revision), run: run, first: first, digest: digest,
            cause: cause)
    }
}

/// A period whose figures a run did not compute but took from the run that computed them.
package struct TakenPeriod: Sendable, Equatable {
    /// Why figures are taken.
    package enum Why: String, Sendable {
        /// The period is locked.
        case locked
        /// Other periods were reprocessed.
        case kept
    }

    /// The period.
    package var span: PeriodSpan
    /// The run that computed the figures itself.
    package var run: String
    /// The SHA-256 of the period's lines of `results.csv`.
    package var digest: Digest
    /// Why they are taken.
    package var why: Why
    /// Of a locked period: how many figures would come out otherwise by now.
    package var differing = 0

    /// A period that is taken.
    package init(span: PeriodSpan, run: String, digest: Digest, why: Why, differing: Int = 0) {
        self.span = span
        self.run = run
        self.digest = digest
        self.why = why
        self.differing = differing
    }

    /// Its entry in a manifest.
    var value: CanonicalJSON {
        var members = CanonicalJSON.Members()
        span.write(to: &members)
        members["run"] = .string(run)
        members["digest"] = .string(digest.hex)
        members["why"] = .string(why.rawValue)
        if differing > 0 { members["differing"] = .integer(Int64(differing)) }
        return .object(members)
    }

    init?(_ value: CanonicalJSON) {
        guard let span = PeriodSpan(value), let run = value["run"]?.text,
            let digest = value["digest"]?.text.flatMap({ Digest(hex: $0) }),
            let why = value["why"]?.text.flatMap(Why.init)
        else { return nil }
        self.init(
            span: span, run: run, digest: digest, why: why,
            differing: Int(value["differing"]?.number ?? 0))
    }
}

/// That a run computed some periods once more, by which rules, and why.
package struct ReprocessRecord: Sendable, Equatable {
    /// The periods that were asked for.
    package var periods: [PeriodSpan]
    /// The run whose pipeline files were used, or `disk`.
    package var rules: String
    /// Why, as somebody said it.
    package var reason: String

    /// Whether the run computed a period.
    package func covers(_ span: PeriodSpan) -> Bool {
        periods.contains { span.isWithin($0) }
    }

    /// Its entry in a manifest.
    var value: CanonicalJSON {
        [
            "periods": .array(
                periods.sorted().map { span in
                    var members = CanonicalJSON.Members()
                    span.write(to: &members)
                    return .object(members)
                }),
            "rules": .string(rules), "reason": .string(reason),
        ]
    }

    init?(_ value: CanonicalJSON) {
        guard let periods = value["periods"]?.elements, let rules = value["rules"]?.text,
            let reason = value["reason"]?.text
        else { return nil }
        self.init(periods: periods.compactMap(PeriodSpan.init), rules: rules, reason: reason)
    }

    /// A record.
    package init(periods: [PeriodSpan], rules: String, reason: String) {
        self.periods = periods
        self.rules = rules
        self.reason = reason
    }
}

extension Manifest {
    /// The current revisions of the pipeline's periods, by period.
    package var revisions: [PeriodRevision] {
        (details["revisions"]?.elements ?? []).compactMap(PeriodRevision.init)
    }

    /// The periods whose figures were taken from other runs, by period.
    package var taken: [TakenPeriod] {
        (details["taken"]?.elements ?? []).compactMap(TakenPeriod.init)
    }

    /// What was reprocessed; nil for the runs of every night.
    package var reprocess: ReprocessRecord? {
        details["reprocess"].flatMap(ReprocessRecord.init)
    }

    /// The run that computed the figures of a period which this run published.
    package func computingRun(of span: PeriodSpan) -> String {
        taken.first { $0.span == span }?.run ?? run
    }
}
