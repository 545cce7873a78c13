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

/// Changes values in place, each on the thread that takes it; gives what the changes gave.
///
/// While a value is changed nothing else owns it, so that what it owns is changed in place too.
func concurrentChange<Value: Sendable, Result: Sendable>(
    _ values: inout [Value], threads: Int, _ change: @Sendable (Int, inout Value) -> Result
) -> [Result] {
    let count = values.count
    let given = Mutex<[Value?]>(values.map { $0 })
    values = []
    let results = concurrentMap(count, threads: threads) { index in
        guard var value = given.withLock({ $0[index].take() }) else {
            preconditionFailure("a value is given once")
        }
        let result = change(index, &value)
        given.withLock { [value] in $0[index] = value }
        return result
    }
    values = given.withLock { $0.compactMap { $0 } }
    return results
}
