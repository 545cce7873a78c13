package import Ledger

/// What holds of a period at the end of the journal.
package enum PeriodState: String, Sendable, CaseIterable {
    /// It is not over; it has no revision.
    case running
    /// Nobody has decided about its current revision.
    case provisional
    /// Its current revision is approved.
    case approved
    /// Later runs take the figures of its revision.
    case locked
}

/// The last decision about each period of a pipeline, as the journal has it.
package struct PeriodStandings: Sendable {
    /// A decision and when it was journalled.
    package struct Decision: Sendable {
        /// When, as the journal has it.
        package var at: String
        /// What was decided.
        package var event: PeriodEvent
    }

    private var last: [PeriodSpan: Decision] = [:]

    /// The decisions about the periods of a pipeline.
    package init(_ journal: Journal, pipeline: String) {
        for entry in journal.entries {
            guard case .periodState(let event) = entry.event, event.pipeline == pipeline else {
                continue
            }
            last[PeriodSpan(event)] = Decision(at: entry.at, event: event)
        }
    }

    /// The last decision about a period.
    package func decision(about span: PeriodSpan) -> Decision? { last[span] }

    /// What holds of a period with this current revision.
    ///
    /// An approval is one of a revision: the next one is provisional again.
    package func state(of span: PeriodSpan, _ current: PeriodRevision?) -> PeriodState {
        guard let current else { return .running }
        switch last[span]?.event {
        case let event? where event.state == .locked: return .locked
        case let event? where event.state == .approved:
            let isCurrent = event.revision == current.revision && event.results == current.digest
            return isCurrent ? .approved : .provisional
        default: return .provisional
        }
    }

    /// The locked periods and where their figures come from, by period.
    package var locked: [TakenPeriod] {
        last.values.filter { $0.event.state == .locked }.map { decision in
            TakenPeriod(
                span: PeriodSpan(decision.event), run: decision.event.run,
                digest: decision.event.results, why: .locked)
        }.sorted { $0.span < $1.span }
    }
}
