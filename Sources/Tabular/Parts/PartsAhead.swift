import Dispatch
import Synchronization

/// Reads parts of a file ahead of who yields them, on other threads.
///
/// Nobody waits as long as there is a part to read: who asks for one that is being read reads a
/// later one meanwhile.
final class PartsAhead<Reader: PartReader & ~Copyable>: Sendable {
    /// One batch and its children.
    struct Piece: Sendable {
        var batch: RecordBatch
        var children: [RecordBatch]
    }

    /// All of a part, and where it ended.
    struct Made: Sendable {
        var pieces: [Piece] = []
        var end: Reader.Place?
    }

    private enum State: Sendable {
        case beingRead
        /// Nil if something was wrong with it.
        case read(Made?)
    }

    private struct Belt {
        /// The first part that nobody has begun.
        var next = 1
        /// The part that was asked for last.
        var wanted = 0
        var states: [Int: State] = [:]
        var jobs = 0
        var spare: [Piece] = []
        var isStopped = false
    }

    /// Opens a part.
    let open: PartsReader<Reader>.Open
    private let starts: [Reader.Place]
    private let threads: Int
    private let belt = Mutex(Belt())
    private let arrived = DispatchSemaphore(value: 0)

    /// Begins at once.
    init(
        starts: [Reader.Place], threads: Int, open: @escaping PartsReader<Reader>.Open
    ) {
        self.open = open
        self.starts = starts
        self.threads = threads
        work()
    }

    /// Nothing more is wanted.
    func stop() { belt.withLock { $0.isStopped = true } }

    /// Takes back the memory of a piece.
    func reuse(_ piece: consuming Piece) {
        let piece = piece
        belt.withLock { if $0.spare.count < 32 { $0.spare.append(piece) } }
    }

    /// What was read ahead of a part; nil if the caller shall read it, because nobody has begun it
    /// or because something was wrong with it.
    func take(_ part: Int) -> Made? {
        belt.withLock { $0.wanted = part }
        work()
        while true {
            let state: State? = belt.withLock { belt in
                belt.states = belt.states.filter { $0.key >= part || isBeingRead($0.value) }
                if belt.next <= part {
                    belt.next = part + 1
                    return nil
                }
                let state = belt.states[part]
                if case .read? = state { belt.states[part] = nil }
                return state
            }
            switch state {
            case nil: return nil
            case .read(let made): return made
            case .beingRead: if !readOne() { arrived.wait() }
            }
        }
    }

    private func isBeingRead(_ state: State) -> Bool {
        if case .beingRead = state { return true }
        return false
    }

    /// Lets other threads read on until enough is ready.
    private func work() {
        let begins = belt.withLock { belt in
            let count = canGoOn(belt) ? threads - 1 - belt.jobs : 0
            belt.jobs += count
            return count
        }
        for _ in 0..<begins {
            DispatchQueue.global().async { [self] in
                while readOne() {}
                belt.withLock { $0.jobs -= 1 }
            }
        }
    }

    /// Reads the next part that nobody has begun; false if enough is ready.
    private func readOne() -> Bool {
        let claimed: Int? = belt.withLock { belt in
            guard canGoOn(belt) else { return nil }
            belt.next += 1
            belt.states[belt.next - 1] = .beingRead
            return belt.next - 1
        }
        guard let part = claimed else { return false }
        let made = read(part)
        belt.withLock { belt in
            belt.states[part] = part < belt.wanted ? nil : .read(made)
        }
        arrived.signal()
        return true
    }

    private func canGoOn(_ belt: borrowing Belt) -> Bool {
        !belt.isStopped && belt.next < starts.count && belt.next <= belt.wanted + 2 * threads
    }

    /// Reads a part on trial; nil if something is wrong with it.
    private func read(_ part: Int) -> Made? {
        var made = Made()
        do {
            var reader = try open(part, starts[part], true)
            while true {
                let spare: Piece? = belt.withLock { $0.isStopped ? nil : $0.spare.popLast() }
                var piece = spare ?? Piece(batch: RecordBatch(columns: 0), children: [])
                guard try reader.next(into: &piece.batch, children: &piece.children) else { break }
                made.pieces.append(piece)
            }
            made.end = reader.end
            return made
        } catch {
            return nil
        }
    }
}
