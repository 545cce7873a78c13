import Dispatch
import Ledger
import Synchronization

/// The store of results being filled by a thread of its own while the run is made and sealed.
///
/// Its transaction ends when the seal is known: with it the run is in the store, without it nothing
/// has changed.
final class StoreFilling: Sendable {
    private let workspace: Workspace
    private let journal: Journal
    private let done = DispatchGroup()
    /// Of its own: on a shared one it would wait in the place of a thread that computes.
    private let queue = DispatchQueue(label: "results.sqlite")
    private let isOpened = Atomic<Bool>(false)
    private let run = Promise<(run: StoredRun, files: StoredFiles)?>()
    private let seal = Promise<StoredSeal?>()
    private let outcome = Mutex<Result<Bool, any Error>>(.success(false))

    /// The store of a workspace, not opened yet; the journal is that before the run.
    init(in workspace: Workspace, after journal: Journal) {
        self.workspace = workspace
        self.journal = journal
    }

    /// Opens the store, which takes its time: to be called as soon as a run will come.
    func open() {
        guard !isOpened.exchange(true, ordering: .relaxed) else { return }
        queue.async(group: done) { [self] in
            let added = Result {
                try ResultsStore.add(
                    to: workspace, after: journal, given: { run.value }, sealed: { seal.value })
            }
            outcome.withLock { $0 = added }
        }
    }

    /// Begins to put the run into the store, before anything of it is written.
    func fill(_ run: StoredRun, files: StoredFiles) {
        open()
        self.run.give((run, files))
    }

    /// The run is sealed: the transaction can end.
    func end(_ seal: StoredSeal) { self.seal.give(seal) }

    /// Leaves the store as it was, unless the run is sealed.
    func abandon() { _ = try? finish() }

    /// Waits for the end; returns whether the store lacks nothing.
    func finish() throws -> Bool {
        run.give(nil)
        seal.give(nil)
        done.wait()
        return try outcome.withLock { try $0.get() }
    }
}

/// A value that is given once, however often it is waited for; what is given later does not count.
private final class Promise<Value: Sendable>: Sendable {
    private let given = DispatchSemaphore(value: 0)
    private let held = Mutex<Value?>(nil)

    func give(_ value: Value) {
        let isFirst = held.withLock { held in
            guard held == nil else { return false }
            held = value
            return true
        }
        if isFirst { given.signal() }
    }

    /// The value, as soon as it is given.
    var value: Value {
        while true {
            given.wait()
            given.signal()
            if let value = held.withLock({ $0 }) { return value }
        }
    }
}
