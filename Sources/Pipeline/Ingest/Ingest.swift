package import Ledger

/// Archives every file of every input, and says what arrived.
///
/// Nothing looks into a file before its bytes lie in the archive and the journal names them. Files
/// that cannot be had become findings; whether they stop the run is the pipeline's to say.
package func ingest(
    _ plan: Plan, from folder: String, into workspace: inout OpenWorkspace, at moment: Moment,
    threads: Int
) throws -> (intake: Intake, findings: [Finding]) {
    let files = PlanFiles.disk(folder: folder)
    var sources: [(input: Input, path: String)] = []
    var findings: [Finding] = []
    for input in plan.inputs {
        let matches = Set(input.files.flatMap(files.match)).sorted(by: precedes)
        if matches.isEmpty {
            findings.append(
                Finding(
                    .inputMissing,
                    at: FindingPlace(
                        input: input.name, file: input.files.joined(separator: ", "), object: "")))
        }
        sources += matches.map { (input, $0) }
    }
    let objects = workspace.objects
    let wanted = sources
    let archived = concurrentMap(sources.count, threads: threads) { index in
        let name = wanted[index].path
        let path = name.hasPrefix("/") || folder.isEmpty ? name : folder + "/" + name
        return Result { () throws(LedgerError) in
            try objects.store(fileAt: path, durability: .deferred)
        }
    }
    var stored: [(input: String, name: String, object: StoredObject)] = []
    for (source, result) in zip(sources, archived) {
        let name = source.path.split(separator: "/").last.map(String.init) ?? source.path
        switch result {
        case .success(let object): stored.append((source.input.name, name, object))
        case .failure(let error) where error.isOfSource:
            findings.append(
                Finding(
                    .fileUnavailable,
                    at: FindingPlace(input: source.input.name, file: name, object: ""),
                    hint: error.sourceReason))
        case .failure(let error): throw RunError.ledger(error)
        }
    }
    try objects.makeDurable(stored.map(\.object))
    return (try journalled(stored, in: &workspace, at: moment), findings)
}

/// Journals the contents that arrived for the first time, and dates each file by its first arrival.
private func journalled(
    _ stored: [(input: String, name: String, object: StoredObject)],
    in workspace: inout OpenWorkspace, at moment: Moment
) throws -> Intake {
    var events: [JournalEvent] = []
    var seen: Set<Digest> = []
    for (input, name, object) in stored.sorted(by: { $0.object.digest < $1.object.digest })
    where workspace.journal.receipt(of: object.digest) == nil {
        guard seen.insert(object.digest).inserted else { continue }
        events.append(
            .objectReceived(digest: object.digest, size: object.size, name: name, input: input))
    }
    try workspace.append(events, at: moment.journalText)
    return Intake(
        files: stored.map { input, name, object in
            IntakeFile(
                input: input, name: name, object: object.digest, size: object.size,
                received: workspace.journal.receipt(of: object.digest) ?? moment.journalText)
        })
}

extension LedgerError {
    /// Whether the file to be archived is to blame, not the archive.
    fileprivate var isOfSource: Bool { sourceReason != nil }
}
