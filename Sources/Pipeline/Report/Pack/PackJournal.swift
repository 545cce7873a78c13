import Columnar
import Ledger
import Tabular

extension Evidence {
    /// Origin, size and root of the journal's tree as a checkpoint has them, unsigned.
    func treeHead(_ head: TreeHead) -> [UInt8] {
        Checkpoint(origin: "minhbach/\(manifest.run)", head: head)?.text ?? []
    }

    /// The checkpoint of the journal, signed, under the name of the key.
    func signedHead(_ head: TreeHead, _ path: String, _ workspace: Workspace) throws -> [UInt8] {
        let key = try SigningKey(file: path, outside: workspace)
        guard let checkpoint = Checkpoint(origin: key.verifier.name, head: head) else {
            throw RunError.ledger(.badName(key.verifier.name))
        }
        return try checkpoint.signed(with: key).bytes
    }

    /// The whole lines of the journal; what is to be signed no run may be adding to.
    func journalLines(_ workspace: Workspace) throws -> [UInt8] {
        let path = workspace.root + "/journal.jsonl"
        guard request.signingKey != nil else { return wholeLines(try fileBytes(path)) }
        let lock = try workspace.lock()
        let bytes = try fileBytes(path)
        _ = consume lock
        return wholeLines(bytes)
    }

    /// Who approved, locked and reopened which period, as the journal tells.
    ///
    /// The journal is read as JSON: events of a later version are shown as well.
    func approvalsCSV(_ journal: [UInt8]) -> [UInt8] {
        let names = [
            "sequence", "at", "pipeline", "period", "start", "end", "revision", "run", "results",
            "state", "actor", "document", "reason",
        ]
        let writer = CSVWriter(formulas: .neutralized)
        var bytes: [UInt8] = []
        writer.append(names, to: &bytes)
        for line in journal.split(separator: UInt8(ascii: "\n")) {
            guard let event = try? CanonicalJSON(parsing: line),
                event["event"]?.text == "period-state"
            else { continue }
            writer.append(
                names.map { name in
                    event[name]?.text.map(escapedControls)
                        ?? event[name]?.number.map { String($0) } ?? ""
                }, to: &bytes)
        }
        return bytes
    }
}

/// Without what a killed run had begun to write behind the last line.
private func wholeLines(_ bytes: [UInt8]) -> [UInt8] {
    Array(bytes[..<(bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)])
}
