import Dispatch
import Ledger
import Synchronization

/// Hashes archived objects once each: those of the run while they are read, the others by threads.
final class ArchiveHashing: Sendable {
    private enum State {
        case begun
        case done(LedgerFault?)
    }

    private let workspace: Workspace
    private let expected: [Digest: ExpectedObject]
    private let states = Mutex<[Digest: State]>([:])
    private let group = DispatchGroup()

    init(_ workspace: Workspace, _ objects: [ExpectedObject]) {
        self.workspace = workspace
        expected = Dictionary(objects.map { ($0.digest, $0) }, uniquingKeysWith: { $1 })
    }

    /// Hashes an object, unless that has been begun; nothing is known of one that is not expected.
    func hash(_ digest: Digest) {
        guard let object = expected[digest], begin(digest) else { return }
        finish(object)
    }

    /// The same beside the thread that asks, which goes on at once.
    func hashBeside(_ digest: Digest) {
        guard let object = expected[digest], begin(digest) else { return }
        DispatchQueue.global().async(group: group) { [self] in finish(object) }
    }

    private func begin(_ digest: Digest) -> Bool {
        states.withLock { states in
            if states[digest] != nil { return false }
            states[digest] = .begun
            return true
        }
    }

    private func finish(_ object: ExpectedObject) {
        let fault = workspace.fault(of: object)
        states.withLock { $0[object.digest] = .done(fault) }
    }

    /// Hashes what is left, and gives all faults by digest.
    func faults(threads: Int) -> [(digest: Digest, fault: LedgerFault)] {
        let objects = expected.values.sorted { $0.digest < $1.digest }
        _ = concurrentMap(objects.count, threads: threads) { self.hash(objects[$0].digest) }
        group.wait()
        let states = states.withLock { $0 }
        return objects.compactMap { object in
            guard case .done(let fault?)? = states[object.digest] else { return nil }
            return (object.digest, fault)
        }
    }
}
