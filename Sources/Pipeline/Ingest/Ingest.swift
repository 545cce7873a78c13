package import Ledger

/// Archives every file of every input, and says what arrived.
///
/// Nothing looks into a file before its bytes lie in the archive. A file that is `known` not to
/// have changed is not opened. `whenStored` is called for each other as soon as its bytes lie
/// there, on one of the threads, with the bytes of a small one: reading a file is begun while it is
/// still in the processor's cache, and while others are being copied. Files that cannot be had
/// become findings; whether they stop the run is the pipeline's to say.
func ingest(
    _ plan: Plan, from folder: String, into workspace: borrowing OpenWorkspace, at moment: Moment,
    threads: Int, known: KnownFiles?,
    whenStored: @Sendable (Input, Digest, [UInt8]?, _ files: Int) -> Void = { _, _, _, _ in }
) throws -> Reception {
    let (sources, missing) = sources(of: plan, from: folder)
    var findings = missing
    let objects = workspace.objects
    let blocks = Spares<[UInt8]>()
    let archived = concurrentMap(sources.count, threads: threads) { index in
        let name = sources[index].path
        let path = name.hasPrefix("/") || folder.isEmpty ? name : folder + "/" + name
        if let object = known?.object(at: path, in: objects) {
            known?.remember(object)
            return Result<StoredObject, LedgerError>.success(object)
        }
        var block = blocks.take() ?? []
        defer { blocks.give(block) }
        do throws(LedgerError) {
            let (object, isWhole) = try objects.store(
                fileAt: path, durability: .deferred, by: &block,
                // Where there are as many files as threads, each thread has a file.
                threads: threads / sources.count)
            known?.remember(object)
            whenStored(
                sources[index].input, object.digest, isWhole ? block : nil, sources.count)
            return .success(object)
        } catch {
            return .failure(error)
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
    return Reception(
        stored, findings, in: workspace, at: moment,
        flush: DiskFlush(objects, stored.map(\.object)))
}

/// The same, every file read: for callers that know of no earlier night.
package func ingest(
    _ plan: Plan, from folder: String, into workspace: borrowing OpenWorkspace, at moment: Moment,
    threads: Int
) throws -> Reception {
    try ingest(plan, from: folder, into: workspace, at: moment, threads: threads, known: nil)
}

/// The files of all inputs, and what is missing.
func sources(
    of plan: Plan, from folder: String
) -> (sources: [(input: Input, path: String)], findings: [Finding]) {
    let files = PlanFiles.disk(folder: folder)
    var sources: [(input: Input, path: String)] = []
    var findings: [Finding] = []
    for input in plan.inputs {
        let matches = Set(input.files.flatMap(files.match)).sorted(by: precedes)
        if matches.isEmpty { findings.append(missingFinding(input)) }
        sources += matches.map { (input, $0) }
    }
    return (sources, findings)
}

/// The finding that an input has no file.
func missingFinding(_ input: Input) -> Finding {
    Finding(
        .inputMissing,
        at: FindingPlace(
            input: input.name, file: input.files.joined(separator: ", "), object: ""))
}

extension LedgerError {
    /// Whether the file to be archived is to blame, not the archive.
    fileprivate var isOfSource: Bool { sourceReason != nil }
}
