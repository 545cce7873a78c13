import Ledger

/// A new key's public half, and what to do with both.
package struct NewSigningKey: Sendable {
    /// The text of the verifier key.
    package let verifierKey: String
    /// What to do with it, for a person, a line each.
    package let advice: [String]

    /// Makes a key of chance and its file, which must not exist and not lie in the workspace.
    package init(name: String, file: String, workspace: String) throws {
        guard let key = SigningKey(name: name) else { throw LogRefusal.keyName(name) }
        try key.write(file, outside: Workspace(existing: workspace))
        verifierKey = key.verifier.text
        advice = [
            "Khóa ký nằm trong \(file): chỉ người ký đọc được; hãy sao lưu ra ngoài máy này.",
            "Dòng trên là khóa xác minh: công bố trên cổng thông tin và gửi cho thanh tra, kiểm "
                + "toán, hội đồng nhân dân. Ký: minhbach checkpoint --signing-key \(file)",
            "The signing key is in \(file), for its signer alone; keep a copy off this machine.",
            "The line above is the verifier key: publish it and hand it to inspectors, auditors, "
                + "the council. To sign: minhbach checkpoint --signing-key \(file)",
        ]
    }
}

/// A checkpoint of the log as it is now, signed, and what to do with it.
package struct SignedCheckpoint: Sendable {
    /// The note, its line ends included.
    package let note: String
    /// What to do with it, for a person, a line each.
    package let advice: [String]

    /// Signs size and root of the journal.
    ///
    /// Not while a run is on, and not of a journal that does not hold together: what was signed
    /// once must be the beginning of the log for ever.
    package init(workspace root: String, keyFile: String, origin: String? = nil) throws {
        let workspace = Workspace(existing: root)
        let key = try SigningKey(file: keyFile, outside: workspace)
        guard try workspace.log().head.size > 0 else {
            throw RunError.nothingPublished(workspace: root)
        }
        let log = try workspace.settledLog()
        if let fault = log.fault { throw LogRefusal.brokenJournal(fault) }
        let origin = origin ?? key.verifier.name
        guard let checkpoint = Checkpoint(origin: origin, head: log.head) else {
            throw LogRefusal.origin(origin)
        }
        note = String(decoding: try checkpoint.signed(with: key).bytes, as: UTF8.self)
        let (size, last) = (log.head.size, log.journal.entries.last?.at ?? "")
        let named = origin == key.verifier.name ? "" : " --origin '\(origin)'"
        let command = "minhbach verify --checkpoint FILE --verifier-key KEY" + named
        advice = [
            "Bản chốt trên là của \(size) dòng nhật ký, dòng cuối lúc \(last).",
            "Giao nó cho người ngoài cơ quan (thanh tra, kiểm toán, hội đồng nhân dân, báo chí), "
                + "cùng khóa xác minh: \(key.verifier.text)",
            "Ai giữ nó sẽ thấy nếu một trong các dòng ấy bị sửa, bớt hay đổi chỗ: \(command)",
            "The checkpoint above is of \(size) journal lines, the last of \(last).",
            "Hand it to somebody outside the agency (inspectors, auditors, the council, press), "
                + "with the verifier key: \(key.verifier.text)",
            "Whoever keeps it sees if one of these lines is changed, dropped or moved: \(command)",
        ]
    }
}
