import Synchronization

/// Memory that was made for one file and serves the next one as well.
///
/// Three thousand small files would each ask the system for half a megabyte and give it back: the
/// page faults took longer than reading the files.
final class Spares<Memory: Sendable>: Sendable {
    private let spares = Mutex<[Memory]>([])

    /// What somebody has done with, if there is any; it is then nobody else's.
    func take() -> Memory? { spares.withLock { $0.popLast() } }

    /// Leaves it to others.
    func give(_ memory: Memory) { spares.withLock { $0.append(memory) } }

    /// Gives all of it back: no file is left to be read.
    func clear() { spares.withLock { $0 = [] } }
}
