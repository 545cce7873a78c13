import Dispatch
package import Ledger
import Synchronization

/// What arrived, archived but perhaps not yet on the disk: the journal names it when it is.
package struct Reception: Sendable {
    /// The files.
    package let intake: Intake
    /// Files that could not be had.
    package let findings: [Finding]
    private let events: [JournalEvent]
    private let flush: DiskFlush

    /// Dates each file by the first arrival of its content.
    init(
        _ stored: [(input: String, name: String, object: StoredObject)], _ findings: [Finding],
        in workspace: borrowing OpenWorkspace, at moment: Moment, flush: DiskFlush
    ) {
        var events: [JournalEvent] = []
        var seen: Set<Digest> = []
        let journal = workspace.journal
        for (input, name, object) in stored.sorted(by: { $0.object.digest < $1.object.digest })
        where journal.receipt(of: object.digest) == nil {
            guard seen.insert(object.digest).inserted else { continue }
            events.append(
                .objectReceived(
                    digest: object.digest, size: object.size, name: name, input: input))
        }
        self.events = events
        self.findings = findings
        self.flush = flush
        intake = Intake(
            files: stored.map { input, name, object in
                IntakeFile(
                    input: input, name: name, object: object.digest, size: object.size,
                    received: journal.receipt(of: object.digest) ?? moment.journalText)
            })
    }

    /// Files of the inputs that are in the archive already: nothing arrives.
    init(archived intake: Intake, of plan: Plan, in workspace: borrowing OpenWorkspace) {
        let names = Set(plan.inputs.map(\.name))
        let files = intake.files.filter { names.contains($0.input) }
        self.intake = Intake(files: files)
        findings = plan.inputs.filter { input in !files.contains { $0.input == input.name } }
            .map(missingFinding)
        events = []
        flush = DiskFlush(workspace.objects, [])
    }

    /// Waits for the disk and journals the contents that arrived for the first time.
    ///
    /// To be called once, before anything is sealed that rests on them; a run that fails calls it
    /// too, since what arrived has arrived.
    package func confirm(in workspace: inout OpenWorkspace, at moment: Moment) throws {
        try flush.wait()
        try workspace.append(events, at: moment.journalText)
    }
}

/// Objects on their way to the disk, which takes longer than reading and counting them.
final class DiskFlush: Sendable {
    private let done = DispatchGroup()
    private let failure = Mutex<LedgerError?>(nil)

    init(_ objects: ObjectStore, _ stored: [StoredObject]) {
        // A queue of its own: on a shared one it would wait in the place of a thread that computes.
        DispatchQueue(label: "archive").async(group: done) { [self] in
            do throws(LedgerError) {
                try objects.makeDurable(stored)
            } catch {
                failure.withLock { $0 = error }
            }
        }
    }

    func wait() throws(LedgerError) {
        done.wait()
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
