import Dispatch
import Synchronization

/// Maps indices on so many threads and returns the values in order of index.
///
/// Threads take the next index as they become free; the answer does not depend on who took which.
func concurrentMap<Value: Sendable>(
    _ count: Int, threads: Int, _ transform: @Sendable (Int) -> Value
) -> [Value] {
    guard count > 1, threads > 1 else { return (0..<count).map { transform($0) } }
    let next = Atomic<Int>(0)
    let values = Mutex<[Value?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            let value = transform(index)
            values.withLock { $0[index] = value }
        }
    }
    return values.withLock { $0.compactMap { $0 } }
}

/// Maps values that are given away; the array is empty after.
///
/// Each is moved to the thread that takes it, so that what it owns can be changed in place.
func concurrentTransform<Value: Sendable, Result: Sendable>(
    _ values: inout [Value], threads: Int, _ transform: @Sendable (Int, consuming Value) -> Result
) -> [Result] {
    var moved: [Value] = []
    swap(&moved, &values)
    let count = moved.count
    let given = Mutex<[Value?]>(moved.map { $0 })
    moved = []
    return concurrentMap(count, threads: threads) { index in
        let value = given.withLock { $0[index].take() }
        guard let value else { preconditionFailure("a value is given away once") }
        return transform(index, value)
    }
}
