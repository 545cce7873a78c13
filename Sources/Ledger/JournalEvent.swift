/// What a journal line tells.
package enum JournalEvent: Sendable, Equatable {
    /// Bytes arrived under a file name as part of an input, and the archive holds them.
    case objectReceived(digest: Digest, size: Int, name: String, input: String)
    /// A run began.
    case runStarted(run: String)
    /// A run was sealed: the digests of its manifest and of its results.
    case runSealed(run: String, manifest: Digest, results: Digest)
    /// A run ended without a result, for a reason that has a code.
    case runFailed(run: String, reason: String)
    /// So many bytes of an unfinished last line were set aside in `journal.torn-<digest>`.
    case journalRecovered(byteCount: Int, digest: Digest)
    /// The personal values of somebody were overwritten in an object.
    case objectRedacted(Redaction)
    /// A period was approved, locked, or opened again.
    case periodState(PeriodEvent)
    /// The verdicts over single cases in a period of a run: root and number of leaves of their
    /// Merkle tree.
    case verdictsPublished(run: String, period: String, root: Digest, count: Int)

    /// The word that stands for the event in a line.
    package var name: String {
        switch self {
        case .objectReceived: "object-received"
        case .runStarted: "run-started"
        case .runSealed: "run-sealed"
        case .runFailed: "run-failed"
        case .journalRecovered: "journal-recovered"
        case .objectRedacted: "object-redacted"
        case .periodState: "period-state"
        case .verdictsPublished: "verdicts-published"
        }
    }

    /// The members that this event adds to its line.
    func write(to line: inout CanonicalJSON.Members) {
        line["event"] = .string(name)
        switch self {
        case .objectReceived(let digest, let size, let name, let input):
            line["digest"] = .string(digest.hex)
            line["size"] = .integer(Int64(size))
            line["name"] = .string(name)
            line["input"] = .string(input)
        case .runStarted(let run):
            line["run"] = .string(run)
        case .runSealed(let run, let manifest, let results):
            line["run"] = .string(run)
            line["manifest"] = .string(manifest.hex)
            line["results"] = .string(results.hex)
        case .runFailed(let run, let reason):
            line["run"] = .string(run)
            line["reason"] = .string(reason)
        case .journalRecovered(let byteCount, let digest):
            line["bytes"] = .integer(Int64(byteCount))
            line["digest"] = .string(digest.hex)
        case .objectRedacted(let redaction): redaction.write(to: &line)
        case .periodState(let event): event.write(to: &line)
        case .verdictsPublished(let run, let period, let root, let count):
            line["run"] = .string(run)
            line["period"] = .string(period)
            line["root"] = .string(root.hex)
            line["count"] = .integer(Int64(count))
        }
    }

    /// The event of a line; nil when the line tells none that is known.
    init?(line: CanonicalJSON) {
        switch line["event"]?.text {
        case "object-received":
            guard let digest = line.digest("digest"), let size = line["size"]?.number,
                let name = line["name"]?.text, let input = line["input"]?.text
            else { return nil }
            self = .objectReceived(digest: digest, size: Int(size), name: name, input: input)
        case "run-started":
            guard let run = line["run"]?.text else { return nil }
            self = .runStarted(run: run)
        case "run-sealed":
            guard let run = line["run"]?.text, let manifest = line.digest("manifest"),
                let results = line.digest("results")
            else { return nil }
            self = .runSealed(run: run, manifest: manifest, results: results)
        case "run-failed":
            guard let run = line["run"]?.text, let reason = line["reason"]?.text else { return nil }
            self = .runFailed(run: run, reason: reason)
        case "journal-recovered":
            guard let count = line["bytes"]?.number, let digest = line.digest("digest") else {
                return nil
            }
            self = .journalRecovered(byteCount: Int(count), digest: digest)
        case "object-redacted":
            guard let redaction = Redaction(line: line) else { return nil }
            self = .objectRedacted(redaction)
        case "period-state":
            guard let event = PeriodEvent(line: line) else { return nil }
            self = .periodState(event)
        case "verdicts-published":
            guard let run = line["run"]?.text, let period = line["period"]?.text,
                let root = line.digest("root"), let count = line["count"]?.number
            else { return nil }
            self = .verdictsPublished(run: run, period: period, root: root, count: Int(count))
        default: return nil
        }
    }
}

extension CanonicalJSON {
    /// The digest that a member writes in hexadecimal.
    func digest(_ key: String) -> Digest? {
        self[key]?.text.flatMap { Digest(hex: $0) }
    }
}

/// One line of the journal.
///
/// `{"at":…,"check":…,"event":…,…,"previous":…,"sequence":…}`: `previous` is the SHA-256 of the
/// line before without its line end (of the first line: 64 zeros), which binds each line to all
/// earlier ones. `check` is the SHA-256 of the same object without `check`: it guards the last
/// line, to which no later one is bound yet.
package struct JournalEntry: Sendable, Equatable {
    /// The number of the line, the first is 1.
    package let sequence: Int
    /// When it happened, as the caller's clock said it.
    package let at: String
    /// What happened.
    package let event: JournalEvent
    /// The SHA-256 of the line before.
    package let previous: Digest
    /// The SHA-256 of this line without its `check`.
    let check: Digest

    private var members: CanonicalJSON.Members {
        var members = CanonicalJSON.Members()
        members["at"] = .string(at)
        members["previous"] = .string(previous.hex)
        members["sequence"] = .integer(Int64(sequence))
        event.write(to: &members)
        return members
    }

    /// The bytes of the line without its line end.
    var line: [UInt8] {
        var members = members
        members["check"] = .string(check.hex)
        return CanonicalJSON.object(members).bytes
    }

    init(sequence: Int, at: String, event: JournalEvent, previous: Digest) {
        let entry = JournalEntry(
            sequence: sequence, at: at, event: event, previous: previous, check: .zero)
        self = JournalEntry(
            sequence: sequence, at: at, event: event, previous: previous,
            check: .of(CanonicalJSON.object(entry.members).bytes))
    }

    private init(sequence: Int, at: String, event: JournalEvent, previous: Digest, check: Digest) {
        self.sequence = sequence
        self.at = at
        self.event = event
        self.previous = previous
        self.check = check
    }

    /// The entry of a parsed line; nil when members are missing, foreign or of a wrong form.
    init?(line value: CanonicalJSON) {
        guard let at = value["at"]?.text, isTime(at), let sequence = value["sequence"]?.number,
            let previous = value.digest("previous"), let check = value.digest("check"),
            let event = JournalEvent(line: value)
        else { return nil }
        self.init(
            sequence: Int(sequence), at: at, event: event, previous: previous, check: check)
    }
}

/// The digest of a canonical line from which the member `check` is cut out.
///
/// A quote inside a text is escaped, so the member's first quote cannot be found in one.
func checkOfLine(_ line: ArraySlice<UInt8>, without check: Digest) -> Digest {
    let member = Array("\"check\":\"\(check.hex)\",".utf8)
    let start = line.indices.first { line[$0...].starts(with: member) } ?? line.endIndex
    return .of(Array(line[..<start] + line[start...].dropFirst(member.count)))
}

/// Whether a text is a time of the form `2025-06-01T02:00:00+07:00`.
func isTime(_ text: String) -> Bool {
    let pattern = Array("dddd-dd-ddTdd:dd:ddsdd:dd".utf8)
    let bytes = Array(text.utf8)
    guard bytes.count == pattern.count else { return false }
    return zip(bytes, pattern).allSatisfy { byte, form in
        switch form {
        case UInt8(ascii: "d"): (0x30...0x39).contains(byte)
        case UInt8(ascii: "s"): byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        default: byte == form
        }
    }
}
