import Dispatch
import Ledger
import Synchronization

/// The store of results being filled by a thread of its own while the run is sealed.
///
/// Its transaction ends when the seal is known: with it the run is in the store, without it nothing
/// has changed.
final class StoreFilling: Sendable {
    private let done = DispatchGroup()
    private let decided = DispatchSemaphore(value: 0)
    private let manifest = Mutex<String?>(nil)
    private let failure = Mutex<(any Error)?>(nil)

    /// Begins to fill.
    init(_ run: StoredRun, files: StoredFiles, in workspace: Workspace, after seals: [Seal]) {
        DispatchQueue.global().async(group: done) { [self] in
            do {
                try ResultsStore.add(run, files: files, to: workspace, after: seals) {
                    decided.wait()
                    return manifest.withLock { $0 }
                }
            } catch {
                failure.withLock { $0 = error }
            }
        }
    }

    /// Ends the transaction: with the digest of the sealed manifest, or with nothing.
    ///
    /// Only the first call counts.
    func end(manifest digest: Digest?) throws {
        manifest.withLock { $0 = digest?.hex }
        decided.signal()
        done.wait()
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
