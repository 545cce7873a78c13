/// Reads a whole workspace again and lists every difference, the files in a fixed order.
///
/// Every object is hashed, every journal line is checked against the one before, every sealed run's
/// manifest against the journal and its files against the manifest. With a run named, only the
/// journal, this run and the objects it was made from. Nothing is written, no lock is taken.
///
/// What this cannot prove: that lines were not cut off the end of the journal together with all
/// that they tell of. For this somebody outside must keep the journal's head.
package func verifyLedger(
    _ workspace: Workspace, run: String? = nil
) throws(LedgerError) -> [LedgerFault] {
    let reading = try LedgerReading(workspace, run: run)
    return reading.faults(withObjects: reading.objects.compactMap(workspace.fault))
}

/// What a workspace shows before its objects are read, and which objects are to be read.
///
/// Objects are most of its bytes: whoever reads them anyway can hash them on the way.
package struct LedgerReading: Sendable {
    /// The journal.
    package let journal: Journal
    /// The objects whose bytes are to be hashed, sorted.
    package private(set) var objects: [ExpectedObject] = []
    private var leading: [LedgerFault] = []
    private var trailing: [LedgerFault] = []

    /// Reads all but the objects; with a run named, only the journal and this run.
    package init(_ workspace: Workspace, run: String? = nil) throws(LedgerError) {
        journal = try workspace.journal()
        leading = journal.faults.map { LedgerFault(file: "journal.jsonl", kind: .journal($0)) }
        leading += try tornLineFaults(workspace, journal)
        var named: [Digest: Int?] = [:]
        for seal in journal.seals where run == nil || run == seal.run {
            let check = RunCheck(workspace, run: seal.run, seal: seal)
            leading += check.faults
            for digest in check.objects { named[digest] = .some(nil) }
        }
        if let run, journal.seal(of: run) == nil {
            leading.append(LedgerFault(file: "runs/" + run, kind: .missing))
        }
        // What a line tells that was changed is no reason to doubt an object.
        if journal.holdsTogether {
            for case .objectReceived(let digest, let size, _, _) in journal.entries.map(\.event)
            where run == nil || named[digest] != nil {
                named[digest] = size
            }
        }
        objects = named.map { digest, size in
            ExpectedObject(
                digest: digest, size: size, isNamed: true,
                redaction: journal.redaction(of: digest))
        }
        if run == nil {
            trailing += try redactedFaults(workspace, journal)
            try addStrayObjects(workspace, named)
            trailing += try strayRunFaults(workspace, journal)
        }
        objects.sort { $0.digest < $1.digest }
        trailing += currentFaults(workspace, journal)
    }

    /// All differences, those of the objects among them.
    package func faults(withObjects faults: [LedgerFault]) -> [LedgerFault] {
        leading + faults + trailing
    }

    /// Notes what lies in the archive and neither the journal nor a run names.
    private mutating func addStrayObjects(
        _ workspace: Workspace, _ named: [Digest: Int?]
    ) throws(LedgerError) {
        if let fault = try faultOf(folder: "objects", workspace) {
            trailing.append(fault)
            return
        }
        for folder in try FileSystem.names(in: workspace.objectsPath) {
            let path = "objects/" + folder
            if folder.hasPrefix("tmp-") {
                trailing.append(LedgerFault(file: path, kind: .unfinished))
                continue
            }
            let kind = try FileSystem.status(of: workspace.root + "/" + path)?.kind ?? .unknown
            guard kind == .folder, folder.utf8.count == 2 else {
                trailing.append(LedgerFault(file: path, kind: .unexpected))
                continue
            }
            for name in try FileSystem.names(in: workspace.root + "/" + path) {
                guard let digest = Digest(hex: name), name.hasPrefix(folder) else {
                    trailing.append(LedgerFault(file: path + "/" + name, kind: .unexpected))
                    continue
                }
                guard named[digest] == nil else { continue }
                objects.append(ExpectedObject(digest: digest, size: nil, isNamed: false))
            }
        }
    }
}

/// An object of the archive, and what is known of it.
package struct ExpectedObject: Sendable, Equatable {
    /// Its name.
    package let digest: Digest
    /// Its size in bytes as journalled; nil where no line tells of it.
    package let size: Int?
    /// Whether the journal or a run names it.
    package let isNamed: Bool
    /// What stands for it, where personal values were overwritten in it.
    package var redaction: Redaction?
}

extension Workspace {
    /// Reads an object and says how it differs from what is known of it; nil where it does not.
    package func fault(of object: ExpectedObject) -> LedgerFault? {
        if object.redaction != nil || objects.hasRedaction(object.digest) {
            return faultOfRedacted(object)
        }
        guard let fault = objects.verify(object.digest, size: object.size) else { return nil }
        var found = LedgerFault(object: object.digest, fault)
        // Not confirmed by any line: what a power failure damaged, the next run removes.
        if !object.isNamed { found.kind = .unfinished }
        return found
    }
}

/// What is wrong with a folder of the workspace; nil where it is one.
private func faultOf(
    folder: String, _ workspace: Workspace
) throws(LedgerError) -> LedgerFault? {
    let kind = try FileSystem.status(of: workspace.root + "/" + folder)?.kind
    if kind == .folder { return nil }
    return LedgerFault(file: folder, kind: kind.map { .wrongKind($0) } ?? .missing)
}

private func tornLineFaults(
    _ workspace: Workspace, _ journal: Journal
) throws(LedgerError) -> [LedgerFault] {
    var faults: [LedgerFault] = []
    let present = try workspace.tornLines()
    for digest in present {
        let file = "journal.torn-" + digest.hex
        faults += fileFaults(workspace, file, digest: digest, size: nil)
        if !journal.names(torn: digest) {
            faults.append(LedgerFault(file: file, kind: .unfinished))
        }
    }
    for case .journalRecovered(_, let digest) in journal.entries.map(\.event)
    where !present.contains(digest) {
        faults.append(LedgerFault(file: "journal.torn-" + digest.hex, kind: .missing))
    }
    return faults
}

private func strayRunFaults(
    _ workspace: Workspace, _ journal: Journal
) throws(LedgerError) -> [LedgerFault] {
    if let fault = try faultOf(folder: "runs", workspace) { return [fault] }
    let current = try? workspace.currentRun()
    var faults: [LedgerFault] = []
    var isFirst = true
    for name in try FileSystem.names(in: workspace.runsPath) where journal.seal(of: name) == nil {
        let file = "runs/" + name
        if name.hasPrefix("tmp-") {
            faults.append(LedgerFault(file: file, kind: .unfinished))
        } else if !isPlainName(name) {
            faults.append(LedgerFault(file: file, kind: .unexpected))
        } else {
            let byCrash = isFirst && name != current
            faults.append(LedgerFault(file: file, kind: byCrash ? .unfinished : .unknownRun))
            isFirst = false
        }
    }
    return faults
}

private func currentFaults(_ workspace: Workspace, _ journal: Journal) -> [LedgerFault] {
    let seals = journal.seals
    guard let last = seals.last?.run else { return [] }
    let found: String
    do {
        found = try workspace.currentRun().map { "runs/" + $0 } ?? ""
    } catch .badName(let target) {
        found = target
    } catch .wrongKind(_, let kind) {
        return [LedgerFault(file: "current", kind: .wrongKind(kind))]
    } catch .system(_, _, let errno) {
        return [LedgerFault(file: "current", kind: .unreadable(errno: errno))]
    } catch {
        return [LedgerFault(file: "current", kind: .missing)]
    }
    if found == "runs/" + last { return [] }
    // A kill between the journal line and the move of `current` leaves the run before.
    let before = seals.dropLast().last.map { "runs/" + $0.run } ?? ""
    return [
        LedgerFault(
            file: "current",
            kind: found == before ? .unfinished : .current(expected: "runs/" + last, found: found))
    ]
}
