import Dispatch
import Synchronization

/// Makes values on so many threads and takes them in order of index, while others are being made.
///
/// `take` runs on the caller's thread. So reading files and joining what they gave overlap, and the
/// joined whole does not depend on the threads. The first error of `take` is thrown, and nothing is
/// taken after it.
func inOrder<Value: Sendable, State>(
    _ count: Int, threads: Int, state: inout State,
    make: @Sendable (Int) -> Value, take: (inout State, Int, Value) throws -> Void
) throws {
    guard count > 1, threads > 1 else {
        for index in 0..<count { try take(&state, index, make(index)) }
        return
    }
    var failure: (any Error)?
    let work = Conveyor<Value>(count: count, limit: threads * 2)
    // The caller's own thread takes, and makes values whenever none is ready.
    let group = DispatchGroup()
    withoutActuallyEscaping(make) { make in
        for _ in 1..<threads {
            DispatchQueue.global().async(group: group) {
                while let index = work.claim() { work.put(index, make(index)) }
            }
        }
        for index in 0..<count {
            let value = work.value(index, make: make)
            if failure == nil {
                do { try take(&state, index, value) } catch {
                    failure = error
                    work.stop()
                }
            }
            if failure != nil { break }
        }
        group.wait()
    }
    if let failure { throw failure }
}

/// Values on their way from the threads that make them to the one that takes them.
private final class Conveyor<Value: Sendable>: Sendable {
    private struct Belt {
        var next = 0
        var taken = 0
        var stopped = false
        var ready: [Int: Value] = [:]
    }

    private let belt = Mutex(Belt())
    private let arrived = DispatchSemaphore(value: 0)
    private let count: Int
    /// So many values at most lie ready or are being made, so that memory is bounded.
    private let room = DispatchSemaphore(value: 0)

    init(count: Int, limit: Int) {
        self.count = count
        // Begun at 0, since a semaphore may not go below where it began when it is let go.
        for _ in 0..<limit { room.signal() }
    }

    /// The index of the next value to be made; waits until there is room for it.
    func claim() -> Int? {
        room.wait()
        let index = belt.withLock { belt -> Int? in
            guard !belt.stopped, belt.next < count else { return nil }
            belt.next += 1
            return belt.next - 1
        }
        if index == nil { room.signal() }
        return index
    }

    /// The next index, if it is not beyond this one; the taker never waits for room.
    private func claimForTaker(upTo index: Int) -> Int? {
        belt.withLock { belt in
            guard !belt.stopped, belt.next <= index, belt.next < count else { return nil }
            belt.next += 1
            return belt.next - 1
        }
    }

    func put(_ index: Int, _ value: Value) {
        belt.withLock { $0.ready[index] = value }
        arrived.signal()
    }

    /// The value of an index, made here if nobody has begun it.
    ///
    /// While another thread makes it, the taker makes one of the values behind it.
    func value(_ index: Int, make: (Int) -> Value) -> Value {
        if let own = claimForTaker(upTo: index) { return make(own) }
        while true {
            if let value = belt.withLock({ $0.ready.removeValue(forKey: index) }) {
                room.signal()
                return value
            }
            if room.wait(timeout: .now()) == .success {
                if let other = claimForTaker(upTo: count) {
                    put(other, make(other))
                    continue
                }
                room.signal()
            }
            arrived.wait()
        }
    }

    /// Nothing more is to be made.
    func stop() {
        belt.withLock { $0.stopped = true }
        room.signal()
    }
}
