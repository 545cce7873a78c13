/// What happened in a workspace, in order: `journal.jsonl`, to which lines are only ever added.
///
/// This is the journal as it was read, together with everything that is wrong with it. Whoever
/// holds the lock adds lines through `OpenWorkspace`.
package struct Journal: Sendable {
    /// The lines that are whole and hold together with the ones before.
    package private(set) var entries: [JournalEntry] = []
    /// What is wrong, in order of lines.
    package private(set) var faults: [JournalFault] = []
    /// The SHA-256 of the last whole line, to which the next one is bound.
    package private(set) var head = Digest.zero
    /// The bytes behind the last whole line, which an interrupted write left.
    package private(set) var torn: [UInt8] = []
    /// The seals of all runs in the order of their sealing.
    package private(set) var seals: [Seal] = []

    /// Number of whole lines, the faulty ones included.
    private var lines = 0
    /// Length in bytes of the lines that are whole.
    private(set) var length = 0
    /// The time of the last line that is the one its check was made for.
    private(set) var lastTime: String?
    private var receipts: [Digest: String] = [:]
    private var sealed: [String: Seal] = [:]
    private var tornLines: Set<Digest> = []
    private var redacted: [Digest: Redaction] = [:]

    /// Reads a journal; one that is missing is empty.
    init(readingFrom path: String) throws(LedgerError) {
        self.init(bytes: try journalBytes(path))
    }

    /// Reads a journal's bytes.
    package init(bytes: [UInt8]) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            guard take(line: bytes[start..<end], isLast: end + 1 == bytes.count) else { break }
            start = end + 1
            length = start
        }
        if start < bytes.count {
            torn = Array(bytes[start...])
            let isHarmless = isBeginningOfLine(torn)
            faults.append(
                JournalFault(
                    line: lines + 1, kind: .torn(byteCount: torn.count, byCrash: isHarmless)))
        }
    }

    /// When bytes of this digest arrived for the first time; nil when they never did.
    package func receipt(of digest: Digest) -> String? { receipts[digest] }

    /// The last seal of a run; nil when it was never sealed.
    package func seal(of run: String) -> Seal? { sealed[run] }

    /// What stands for an object in which personal values were overwritten; nil where none were.
    package func redaction(of digest: Digest) -> Redaction? { redacted[digest] }

    /// Whether nothing is wrong but a last line that was not written to its end.
    package var holdsTogether: Bool {
        faults.allSatisfy { if case .torn = $0.kind { true } else { false } }
    }

    /// Whether a line tells of these torn bytes.
    func names(torn digest: Digest) -> Bool { tornLines.contains(digest) }

    /// The sequence number of the next line.
    package var next: Int { lines + 1 }

    /// Takes a line with its faults; false for a last line that was not written to its end.
    private mutating func take(line: ArraySlice<UInt8>, isLast: Bool) -> Bool {
        let number = lines + 1
        func fault(_ kind: JournalFault.Kind) {
            faults.append(JournalFault(line: number, kind: kind))
        }
        let value: CanonicalJSON
        do {
            value = try CanonicalJSON(parsing: line)
        } catch {
            if isLast { return false }
            advance(over: line)
            fault(.malformed(offset: error.offset))
            return true
        }
        let expected = head
        advance(over: line)
        guard let entry = JournalEntry(line: value) else {
            fault(.unknownEvent)
            return true
        }
        if entry.sequence != number { fault(.sequence(expected: number, found: entry.sequence)) }
        if entry.previous != expected {
            fault(.chain(expected: expected, found: entry.previous))
        }
        if entry.check != checkOfLine(line, without: entry.check) {
            fault(.check)
        } else {
            if let lastTime, isEarlier(entry.at, than: lastTime) {
                fault(.time(before: lastTime, found: entry.at))
            }
            lastTime = entry.at
        }
        note(entry)
        return true
    }

    private mutating func advance(over line: ArraySlice<UInt8>) {
        lines += 1
        head = .of(Array(line))
    }

    private mutating func note(_ entry: JournalEntry) {
        entries.append(entry)
        switch entry.event {
        case .objectReceived(let digest, _, _, _):
            if receipts[digest] == nil { receipts[digest] = entry.at }
        case .runSealed(let run, let manifest, let results):
            let seal = Seal(run: run, manifest: manifest, results: results)
            seals.append(seal)
            sealed[run] = seal
        case .journalRecovered(_, let digest): tornLines.insert(digest)
        case .objectRedacted(var redaction):
            // What an earlier one may have changed, stays changed.
            if redacted[redaction.digest]?.effect == .possible { redaction.effect = .possible }
            redacted[redaction.digest] = redaction
        case .runStarted, .runFailed, .periodState, .verdictsPublished: break
        }
    }

    /// Adds entries and returns the bytes of their lines.
    mutating func append(_ events: [JournalEvent], at: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for event in events {
            let entry = JournalEntry(sequence: next, at: at, event: event, previous: head)
            let line = entry.line
            bytes += line
            bytes.append(UInt8(ascii: "\n"))
            advance(over: line[...])
            note(entry)
            lastTime = at
        }
        length += bytes.count
        return bytes
    }
}

func journalBytes(_ path: String) throws(LedgerError) -> [UInt8] {
    guard let status = try FileSystem.status(of: path) else { return [] }
    guard status.kind == .file else { throw .wrongKind(path: path, found: status.kind) }
    return try readAll(PosixFile(reading: path, followingLink: false))
}

/// Whether bytes are what a line begins with, as an interrupted write leaves them.
private func isBeginningOfLine(_ bytes: [UInt8]) -> Bool {
    do {
        _ = try CanonicalJSON(parsing: bytes)
        return true
    } catch {
        return error.kind == .truncated
    }
}

/// What is wrong with one line of the journal.
package struct JournalFault: Sendable, Equatable {
    /// What can be wrong.
    package enum Kind: Sendable, Equatable {
        /// The last line was not written to its end; `byCrash` when it is the beginning of a good
        /// one, as a crash leaves it. The next run sets it aside and says so in the journal.
        case torn(byteCount: Int, byCrash: Bool)
        /// Not canonical JSON, from this byte of the line on.
        case malformed(offset: Int)
        /// The line before is not the one that this line was bound to.
        case chain(expected: Digest, found: Digest)
        /// The number of the line is not the next one.
        case sequence(expected: Int, found: Int)
        /// The line is not the one that its own check was made for.
        case check
        /// The line says an earlier time than the one before.
        case time(before: String, found: String)
        /// The line is whole and tells nothing that this program knows.
        case unknownEvent
    }

    /// The line, counted from 1.
    package var line: Int
    /// What is wrong with it.
    package var kind: Kind

    /// A fault of a line.
    package init(line: Int, kind: Kind) {
        self.line = line
        self.kind = kind
    }

    /// Whether it is what a crash leaves.
    package var isUnfinished: Bool {
        if case .torn(_, byCrash: true) = kind { true } else { false }
    }
}
