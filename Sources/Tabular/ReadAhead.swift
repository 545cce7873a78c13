import Dispatch
import Synchronization

/// Inflates a file a few blocks ahead of who reads it, on another thread.
///
/// So inflating and parsing one file overlap. Nobody waits for a thread to begin: who asks for a
/// block that is not there makes it, unless it is being made. A job ends when enough blocks lie
/// ready, so that nothing has to be stopped and memory is bounded.
final class ReadAhead: Sendable {
    private static let blockBytes = 256 << 10
    private static let depth = 4

    /// A block, of which so many bytes count.
    struct Block: Sendable {
        var bytes: [UInt8] = []
        var count = 0
    }

    private struct Belt {
        var blocks: [Block] = []
        var spare: [Block] = []
        var failure: TabularError?
        var atEnd = false
        var isWorking = false
    }

    private let source: Mutex<CompressibleFile>
    private let belt = Mutex(Belt())
    private let arrived = DispatchSemaphore(value: 0)

    /// Begins at once.
    init(_ file: consuming sending CompressibleFile) {
        source = Mutex(file)
    }

    /// The next block, empty at the end of the file; `old` is one that is not needed any more.
    func next(_ old: Block) throws(TabularError) -> Block {
        belt.withLock { $0.spare.append(old) }
        while true {
            let block: Result<Block, TabularError>? = belt.withLock { belt in
                if !belt.blocks.isEmpty { return .success(belt.blocks.removeFirst()) }
                if let failure = belt.failure { return .failure(failure) }
                return belt.atEnd ? .success(Block()) : nil
            }
            if let block {
                work()
                return try block.get()
            }
            // Whoever holds the source signals when a block has arrived.
            let made: Void? = source.withLockIfAvailable { makeBlock(&$0) }
            if made == nil { arrived.wait() }
        }
    }

    /// Lets another thread make blocks until enough are ready.
    private func work() {
        let begins = belt.withLock { belt in
            if belt.isWorking || belt.atEnd || belt.blocks.count >= Self.depth { return false }
            belt.isWorking = true
            return true
        }
        guard begins else { return }
        DispatchQueue.global().async { [self] in
            while true {
                source.withLock { makeBlock(&$0) }
                let isDone = belt.withLock { belt in
                    belt.isWorking = !belt.atEnd && belt.blocks.count < Self.depth
                    return !belt.isWorking
                }
                if isDone { return }
            }
        }
    }

    /// Inflates one block, unless enough are ready.
    private func makeBlock(_ source: inout CompressibleFile) {
        defer { arrived.signal() }
        let room: Block? = belt.withLock { belt in
            if belt.atEnd || belt.blocks.count >= Self.depth { return nil }
            return belt.spare.popLast() ?? Block()
        }
        guard var block = room else { return }
        if block.bytes.isEmpty { block.bytes = Array(repeating: 0, count: Self.blockBytes) }
        block.count = 0
        var failure: TabularError?
        do {
            block.count = try source.fill(&block.bytes, at: 0, upTo: Self.blockBytes)
        } catch {
            failure = error
        }
        let made = block
        belt.withLock { belt in
            if made.count > 0 { belt.blocks.append(made) }
            belt.failure = failure
            belt.atEnd = made.count == 0
        }
    }
}

/// The blocks of a file that is read ahead, as one stretch of bytes.
struct BlocksAhead {
    private let source: ReadAhead
    private var block = ReadAhead.Block()
    private var from = 0

    /// At the beginning of the file.
    init(_ source: ReadAhead) { self.source = source }

    /// Overwrites elements from `start` on; fewer than `limit` only at the end of the file.
    mutating func fill(
        _ bytes: inout [UInt8], at start: Int, upTo limit: Int
    ) throws(TabularError) -> Int {
        var count = 0
        while count < limit {
            if from == block.count {
                do {
                    block = try source.next(block)
                } catch {
                    block = ReadAhead.Block()
                    from = 0
                    if count > 0 { return count }
                    throw error
                }
                from = 0
                if block.count == 0 { return count }
            }
            let step = min(limit - count, block.count - from)
            bytes.overwrite(
                from: start + count, with: block.bytes.span.extracting(from..<from + step))
            count += step
            from += step
        }
        return count
    }
}
