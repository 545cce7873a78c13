import FoundationEssentials
import Ledger
import Tabular

/// Differences between the archive of a run and the copies that somebody else holds of its files.
///
/// Pipeline files are compared by their names, raw files by input, then by digest, then by name.
/// Of pipeline files the first line that differs is shown; of raw files only its number, since they
/// may hold what is personal.
@Sendable func copiesCheck(_ checked: CheckedRun) throws -> [VerificationFault] {
    guard let path = checked.request.copies, let manifest = checked.sealed?.manifest else {
        return []
    }
    let copies = Copies(path)
    let faults =
        copies.pipelineFaults(manifest, in: checked.workspace)
        + (try copies.inputFaults(manifest, checked))
    return faults.map { fault in
        var fault = fault
        fault.remedy = .lookWhich
        return fault
    }
}

/// The files that lie beside a pipeline file on somebody's disk.
private struct Copies {
    let folder: String
    let pipeline: String
    let loaded: LoadedPlan

    init(_ path: String) {
        let request = RunRequest(pipeline: path, workspace: "", now: Moment(local: 0))
        folder = request.folder
        pipeline = request.file
        loaded = Plan.load(pipeline, from: .disk(folder: folder))
    }

    /// The name under which a file of the manifest lies here: the pipeline may be called otherwise.
    private func name(of file: Manifest.PipelineFile) -> String {
        file.role == PlanSource.Role.pipeline.rawValue ? pipeline : file.name
    }

    private func path(of name: String) -> String {
        name.hasPrefix("/") || folder.isEmpty ? name : folder + "/" + name
    }

    func pipelineFaults(_ manifest: Manifest, in workspace: Workspace) -> [VerificationFault] {
        let disk = PlanFiles.disk(folder: folder)
        var faults: [VerificationFault] = []
        for file in manifest.pipeline {
            let name = name(of: file)
            var fault = VerificationFault(Cause(role: file.role), path(of: name), .copyMissing)
            fault.roles = ["\(file.role) \(escapedControls(file.name))"]
            fault.object = file.digest
            if let bytes = try? disk.read(name) {
                if Digest.of(bytes) == file.digest { continue }
                fault.wording = .copyDiffers
                if let archived = try? fileBytes(workspace.objects.path(of: file.digest)),
                    let line = firstDifferingLine(archived, bytes)
                {
                    (fault.line, fault.sealed, fault.found) = (line.number, line.left, line.right)
                }
            }
            faults.append(fault)
        }
        let known = Set(manifest.pipeline.map(name))
        for source in loaded.sources where !known.contains(source.name) {
            var fault = VerificationFault(
                Cause(role: source.role.rawValue), path(of: source.name), .copyAdditional)
            fault.roles = ["\(source.role.rawValue) \(escapedControls(source.name))"]
            faults.append(fault)
        }
        return faults
    }

    func inputFaults(
        _ manifest: Manifest, _ checked: CheckedRun
    ) throws -> [VerificationFault] {
        guard let plan = (try? archivedPlan(manifest, in: checked.workspace)) ?? loaded.plan else {
            return []
        }
        let found = sources(of: plan, from: folder).sources
        let hashed = concurrentMap(found.count, threads: checked.request.threads) { index in
            try? Digest.of(fileAt: path(of: found[index].path))
        }
        var here = zip(found, hashed).map { file, digest in
            InputCopy(input: file.input.name, path: path(of: file.path), digest: digest)
        }
        var missing: [Manifest.InputFile] = []
        for file in manifest.inputs {
            let same = here.firstIndex { $0.input == file.input && $0.digest == file.digest }
            if let same { here.remove(at: same) } else { missing.append(file) }
        }
        var faults: [VerificationFault] = []
        for file in missing {
            var fault = VerificationFault(.input, escapedControls(file.name), .copyMissing)
            let other = here.firstIndex { $0.input == file.input && $0.name == file.name }
            if let other {
                let copy = here.remove(at: other)
                fault.file = escapedControls(copy.path)
                fault.wording = .copyDiffers
                fault.line = try? firstDifferingLine(
                    FileBytes(path: checked.workspace.objects.path(of: file.digest)),
                    FileBytes(path: copy.path))
            }
            fault.roles = ["input \(file.input): \(escapedControls(file.name))"]
            fault.object = file.digest
            faults.append(fault)
        }
        for copy in here {
            var fault = VerificationFault(.input, escapedControls(copy.path), .copyAdditional)
            fault.roles = ["input \(copy.input)"]
            faults.append(fault)
        }
        return faults
    }
}

/// A raw file on somebody's disk.
private struct InputCopy {
    let input: String
    let path: String
    let digest: Digest?

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// The number of the first line in which two files differ, gzip inflated; nil where none does.
private func firstDifferingLine(
    _ first: consuming FileBytes, _ second: consuming FileBytes
) throws -> Int? {
    var left = first
    var right = second
    var number = 1
    while true {
        var blocks: ([UInt8], [UInt8]) = ([], [])
        _ = try left.read(into: &blocks.0, upTo: 1 << 20)
        _ = try right.read(into: &blocks.1, upTo: 1 << 20)
        if blocks.0.isEmpty, blocks.1.isEmpty { return nil }
        if let line = firstDifferingLine(blocks.0, blocks.1) { return number + line.number - 1 }
        number += blocks.0.count { $0 == UInt8(ascii: "\n") }
    }
}
