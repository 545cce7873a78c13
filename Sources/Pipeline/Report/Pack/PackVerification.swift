import Columnar
import FoundationEssentials
import Ledger

/// What the check of a pack found, a sentence a line.
package struct PackVerification: Sendable {
    /// What was found, and what cannot be told.
    package var lines: [String] = []
    /// Whether everything holds.
    package var holds = true

    mutating func fault(_ sentence: String) {
        lines.append("fault: " + sentence)
        holds = false
    }
}

/// Unpacks a pack into a workspace for the time being, and computes its run again from raw files.
///
/// Without raw files only hashes, journal and manifests can be checked; the figures then rest on
/// the facts, which the pack's own verifier adds up.
package func verifyPack(
    _ path: String, keyFile: String?, threads: Int
) throws -> PackVerification {
    let place = FileManager.default.temporaryDirectory.path + "/minhbach-pack"
    let scratch = try ScratchFolder(beside: place)
    let names = try unpack(path, into: scratch.path)
    let workspace = Workspace(existing: scratch.path)
    var verification = PackVerification()
    try verification.checkSums(names, in: scratch.path)
    guard let about = PackFacts(try fileBytes(scratch.path + "/pack.json")) else {
        verification.fault("pack.json is not of a form that this version of minhbach knows")
        return verification
    }
    for run in [about.run] + about.taken {
        try verification.checkRun(run, about, in: workspace)
    }
    if verification.holds, about.hasRaw {
        try verification.recompute(about, in: workspace, keyFile: keyFile, threads: threads)
    }
    verification.lines.append(verification.verdict(about))
    return verification
}

/// What a pack says of itself, read again.
struct PackFacts {
    let run: String
    let hasRaw: Bool
    let taken: [String]
    let periods: [String]
    let cases: String

    init?(_ bytes: [UInt8]) {
        guard bytes.last == UInt8(ascii: "\n"),
            let value = try? CanonicalJSON(parsing: bytes.dropLast()),
            value["format"]?.number == 1, let run = value["run"]?.text,
            case .bool(let hasRaw)? = value["raw"], let cases = value["cases"]?.text
        else { return nil }
        self.run = run
        self.hasRaw = hasRaw
        self.cases = cases
        taken = (value["taken"]?.elements ?? []).compactMap(\.text)
        periods = (value["periods"]?.elements ?? []).compactMap(\.text)
    }
}

extension PackVerification {
    /// Every file is what `SHA256SUMS` says, and there are no others.
    fileprivate mutating func checkSums(_ names: [String], in folder: String) throws {
        let sums = String(decoding: try fileBytes(folder + "/SHA256SUMS"), as: UTF8.self)
        var expected: [String: String] = [:]
        for line in sums.split(separator: "\n") where line.utf8.count > 66 {
            expected[String(line.dropFirst(66))] = String(line.prefix(64))
        }
        for name in names where name != "SHA256SUMS" {
            let found = try digest(ofFileAt: folder + "/" + name).hex
            if expected.removeValue(forKey: name) != found {
                fault("\(name) is not what SHA256SUMS says")
            }
        }
        for name in expected.keys.sorted(by: precedes) {
            fault("\(escapedControls(name)) is named in SHA256SUMS and not there")
        }
    }

    /// The journal holds together and seals the run, whose files and objects are what they were.
    fileprivate mutating func checkRun(
        _ run: String, _ about: PackFacts, in workspace: Workspace
    ) throws {
        var absent: Set<String> = []
        if !about.hasRaw, let sealed = try? SealedFiles(workspace, run: run) {
            let rules = Set(sealed.manifest.pipeline.map(\.digest))
            for file in sealed.manifest.inputs where !rules.contains(file.digest) {
                absent.insert("objects/\(file.digest.hex.prefix(2))/\(file.digest.hex)")
            }
        }
        // Which run is published is no matter of a pack.
        for found in try verifyLedger(workspace, run: run)
        where found.file != "current" && !absent.contains(found.file) {
            let causes = causes(of: found, run, in: workspace)
            fault("\(found.file) is not what the journal and the manifest say; cause: \(causes)")
        }
    }

    /// The causes for which a file stands, by the roles that the manifest gives to its object.
    private func causes(of fault: LedgerFault, _ run: String, in workspace: Workspace) -> String {
        let name = fault.file.split(separator: "/").last.map(String.init) ?? fault.file
        guard let digest = Digest(hex: name) else {
            let isJournal = fault.file == "journal.jsonl" || name == Manifest.fileName
            return (isJournal ? Cause.journal : .result).rawValue
        }
        let manifest = try? SealedFiles(workspace, run: run).manifest
        var causes = (manifest?.pipeline ?? []).filter { $0.digest == digest }
            .map { Cause(role: $0.role) }
        if manifest?.inputs.contains(where: { $0.digest == digest }) ?? false {
            causes.append(.input)
        }
        return Set(causes.map(\.rawValue)).sorted(by: precedes).joined(separator: ", ")
    }

    /// The sealed files and the facts come out of the raw files again.
    fileprivate mutating func recompute(
        _ about: PackFacts, in workspace: Workspace, keyFile: String?, threads: Int
    ) throws {
        let sealed = try SealedFiles(workspace, run: about.run)
        let computed = try rebuild(
            sealed.manifest, in: workspace, keyFile: keyFile, threads: threads)
        let files = try computed.files(sealed.manifest, in: workspace, threads: threads)
        for (name, bytes) in files.files where sealed.bytes(name) != bytes {
            fault("runs/\(about.run)/\(name) does not come out of the raw files; cause: result")
        }
        for output in sealed.manifest.outputs where files.bytes(output.name) == nil {
            fault(
                "runs/\(about.run)/\(output.name) does not come out of the raw files; cause: result"
            )
        }
        if about.cases != Pseudonyms(key: nil).kind, keyFile == nil {
            lines.append(
                "note: facts were not computed again: only the holder of --key-file can name their "
                    + "cases; `python3 verify.py` adds them up to the figures")
            return
        }
        let pseudonyms = Pseudonyms(
            key: about.cases == Pseudonyms(key: nil).kind
                ? nil : try keyFile.map { try KeyedHash(keyFile: $0, outside: workspace) })
        let request = PackRequest(
            verification: VerificationRequest(
                workspace: workspace.root, run: about.run, keyFile: keyFile, threads: threads),
            path: "", periods: about.periods, now: Moment(local: 0))
        let sources = try sealed.manifest.factSources(
            in: workspace, asked: Set(about.periods))
        var evidence = Evidence(
            manifest: sealed.manifest, taken: about.taken, pseudonyms: pseudonyms,
            request: request)
        let scratch = try ScratchFolder(beside: workspace.root + "/facts-anew")
        for source in sources {
            try evidence.addFacts(of: source, in: workspace, scratch: scratch.path)
        }
        for file in evidence.files
        where try digest(ofFileAt: workspace.root + "/" + file.name) != file.digest {
            fault("\(file.name) does not come out of the raw files; cause: result")
        }
        let rules = FactRules(files: evidence.files, pseudonyms: pseudonyms).bytes
        if try fileBytes(workspace.root + "/facts/rules.json") != rules {
            fault("facts/rules.json does not come out of the pipeline files; cause: result")
        }
    }

    fileprivate func verdict(_ about: PackFacts) -> String {
        guard holds else { return "not verified: the pack of \(about.run)" }
        if about.hasRaw, !lines.contains(where: { $0.hasPrefix("note: facts were not") }) {
            return "verified: \(about.run) and its facts come out of the raw files byte for byte; "
                + hashed
        }
        return about.hasRaw
            ? "verified: \(about.run) comes out of the raw files byte for byte, its facts aside; "
                + hashed
            : "verified: hashes, journal and seals of \(about.run) hold; the pack has no raw "
                + "files, so nothing was computed again: `python3 verify.py` adds up the facts"
    }
}

/// What no computation was held against.
private let hashed = "approvals.csv, bridge.csv and totals.sql were hashed, not made anew"
