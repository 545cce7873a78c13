package import Ledger

/// Why a command about the log cannot do what it was asked.
package enum LogRefusal: Error, Sendable, Equatable {
    /// A text that can name no key.
    case keyName(String)
    /// A text that can be no origin of a log.
    case origin(String)
    /// Neither a verifier key nor a file that holds one.
    case verifierKey(String)
    /// A file that is not there or cannot be read.
    case unreadable(file: String)
    /// The journal has no such line.
    case noSuchLine(Int, lines: Int)
    /// The log had never this size with that line in it.
    case noSuchSize(Int, line: Int, lines: Int)
    /// No line of the journal seals a run of this name.
    case notSealed(run: String)
    /// The journal does not hold together: nothing is signed or proved of it.
    case brokenJournal(JournalFault)
    /// The checkpoint cannot be trusted, or is not of this log.
    case checkpoint(file: String, CheckpointFault)

    /// The exit status that it leads to.
    var status: ExitStatus {
        switch self {
        case .brokenJournal, .checkpoint: .verificationFailed
        case .keyName, .origin, .verifierKey, .unreadable, .noSuchLine, .noSuchSize, .notSealed:
            .usage
        }
    }

    /// What happened and what to do, a line each.
    var report: [String] {
        switch self {
        case .keyName(let name):
            [
                "error: '\(name)' can name no key: it must not be empty and has no spaces and no "
                    + "'+'; take one such as mot-cua.example.gov.vn/nhat-ky"
            ]
        case .origin(let text):
            ["error: '\(text)' can be no origin: it is one line of text, such as the key's name"]
        case .verifierKey(let text):
            [
                "error: '\(text)' is no verifier key, and no file that holds one on each line; "
                    + "`minhbach key` has printed it, of the form name+id+key"
            ]
        case .unreadable(let file):
            ["error: \(file): there is no such file, or it cannot be read"]
        case .noSuchLine(let number, let lines):
            ["error: the journal has no line \(number); it has the lines 1 to \(lines)"]
        case .noSuchSize(let size, let line, let lines):
            [
                "error: line \(line) is in no log of \(size) lines; --size is from \(line) to "
                    + "\(lines)"
            ]
        case .notSealed(let run): ["error: no line of the journal seals a run '\(run)'"]
        case .brokenJournal(let fault):
            [
                "error: journal.jsonl line \(fault.line) does not hold together, so nothing is "
                    + "signed or proved of it; `minhbach verify` tells what is wrong"
            ]
        case .checkpoint(let file, let fault): ["error: \(fault.place(file)): \(fault.sentence)"]
        }
    }
}

extension CheckpointFault {
    /// The file that is to blame: the checkpoint's own, or the journal that is not its journal.
    func place(_ file: String) -> String {
        switch self {
        case .beyond, .root: "journal.jsonl"
        case .malformed, .unsigned, .forged, .strangers, .origin: file
        }
    }

    /// What is wrong, in words.
    var sentence: String {
        switch self {
        case .malformed(let line):
            "is no checkpoint: line \(line) is not of the form (origin, number of lines, root; a "
                + "blank line; signatures)"
        case .unsigned: "is no checkpoint: it bears no signature"
        case .forged(let key):
            "has a signature that says it is by \(key) and is not: text or signature were changed"
        case .strangers(let names):
            "is not signed with the verifier key, but by \(names.joined(separator: ", "))"
        case .origin(let expected, let found):
            "is a checkpoint of another log: '\(found)' instead of '\(expected)'"
        case .beyond(let size, let lines):
            "has \(lines) lines, and the checkpoint was made of \(size): lines were cut off its end"
        case .root(let size, let expected, let found):
            "does not begin with the \(size) lines that the checkpoint was made of (root "
                + "\(found.hex) instead of \(expected.hex)): lines were changed, dropped, put in "
                + "another order, or the journal is another one"
        }
    }
}
