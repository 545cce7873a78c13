import Ledger

extension Verification {
    /// What was found, a line each.
    package var lines: [String] {
        var lines = ledger.map { "fault: \($0.file): \($0.kind.sentence)" }
        for difference in differences {
            let line = difference.line.map { " line \($0)" } ?? ""
            lines.append("differs: runs/\(run)/\(difference.file)\(line)")
            lines.append("  sealed:   \(difference.sealed)")
            lines.append("  computed: \(difference.computed)")
        }
        lines += periods.map { "fault: \($0.sentence)" }
        for run in Set(taken.map(\.run)).sorted(by: precedes) {
            let names = taken.filter { $0.run == run }.map(\.span.name)
            lines.append(
                "note: \(names.joined(separator: ", ")): taken from \(run) and equal to what is "
                    + "sealed there; `minhbach verify \(run)` computes it again")
        }
        if let otherProgram {
            lines.append(
                "note: sealed by version \(otherProgram), computed again by \(Program.version)")
        }
        lines.append(
            holds
                ? "verified: \(run) comes out of the archive byte for byte"
                : "not verified: \(run)")
        return lines
    }
}

extension LedgerFault.Kind {
    /// The difference in words.
    fileprivate var sentence: String {
        switch self {
        case .missing: "is named and not there"
        case .unexpected: "is there and nothing names it"
        case .wrongKind(let found): "is a \(found.rawValue)"
        case .size(let expected, let found): "has \(found) bytes instead of \(expected)"
        case .digest(let expected, let found):
            "has SHA-256 \(found.hex) instead of \(expected.hex)"
        case .mode(let expected, let found):
            "has mode \(String(found, radix: 8)) instead of \(String(expected, radix: 8))"
        case .unreadable(let number): "cannot be read: \(systemReason(number))"
        case .journal(let fault): "line \(fault.line) \(fault.kind.sentence)"
        case .malformedManifest: "is no manifest of this run"
        case .unknownRun: "is sealed and the journal does not know it"
        case .current(let expected, let found): "points to \(found) instead of \(expected)"
        case .unfinished: "was left by a run that was killed; the next run puts it right"
        }
    }
}

extension JournalFault.Kind {
    fileprivate var sentence: String {
        switch self {
        case .torn(let count, let byCrash):
            byCrash
                ? "was not written to its end (\(count) bytes); the next run sets it aside"
                : "breaks off after \(count) bytes, and not as a crash leaves it"
        case .malformed(let offset): "is not canonical JSON from byte \(offset) on"
        case .chain(let expected, let found):
            "is bound to a line with SHA-256 \(found.hex), and the line before has \(expected.hex)"
        case .sequence(let expected, let found): "has number \(found) instead of \(expected)"
        case .check: "is not the line that its own check was made for"
        case .time(let before, let found):
            "is of \(found), earlier than the line before (\(before)): the clock was set back"
        case .unknownEvent: "tells of an event that this program does not know"
        }
    }
}
