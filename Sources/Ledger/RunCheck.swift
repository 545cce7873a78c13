/// One sealed run, read again: its manifest against the seal, its files against the manifest.
struct RunCheck {
    /// Every difference, in order of files.
    private(set) var faults: [LedgerFault] = []
    /// What the folder would be sealed as; nil when its manifest cannot be used.
    private(set) var seal: Seal?
    /// The objects from which the run was made.
    private(set) var objects: [Digest] = []

    /// Checks a run's folder; without a seal, only in itself.
    init(_ workspace: Workspace, run: String, seal expected: Seal?) {
        do {
            try read(workspace, run, expected)
        } catch .system(_, _, let errno) {
            faults.append(LedgerFault(file: "runs/" + run, kind: .unreadable(errno: errno)))
        } catch {
            faults.append(LedgerFault(file: "runs/" + run, kind: .missing))
        }
    }

    private mutating func read(
        _ workspace: Workspace, _ run: String, _ expected: Seal?
    ) throws(LedgerError) {
        let folder = "runs/" + run
        let kind = try FileSystem.status(of: workspace.path(ofRun: run))?.kind
        guard kind == .folder else {
            let fault = kind.map(LedgerFault.Kind.wrongKind) ?? .missing
            faults.append(LedgerFault(file: folder, kind: fault))
            return
        }
        let file = folder + "/" + Manifest.fileName
        faults += fileFaults(workspace, file, digest: expected?.manifest, size: nil)
        guard faults.isEmpty else { return }
        let bytes = try readAll(
            PosixFile(reading: workspace.root + "/" + file, followingLink: false))
        guard let manifest = Manifest(bytes: bytes), manifest.run == run,
            let results = manifest.results, expected == nil || expected?.results == results
        else {
            faults.append(LedgerFault(file: file, kind: .malformedManifest))
            return
        }
        seal = Seal(run: run, manifest: .of(bytes), results: results)
        objects = manifest.objects
        for output in manifest.outputs {
            faults += fileFaults(
                workspace, folder + "/" + output.name, digest: output.digest, size: output.size)
        }
        let listed = Set(manifest.outputs.map(\.name)).union([Manifest.fileName])
        for name in try FileSystem.names(in: workspace.path(ofRun: run))
        where !listed.contains(name) {
            faults.append(LedgerFault(file: folder + "/" + name, kind: .unexpected))
        }
    }
}

/// What is wrong with one file that should have a digest and a size in bytes, where they are known.
func fileFaults(
    _ workspace: Workspace, _ file: String, digest expected: Digest?, size: Int?
) -> [LedgerFault] {
    func fault(_ kind: LedgerFault.Kind) -> [LedgerFault] { [LedgerFault(file: file, kind: kind)] }
    let path = workspace.root + "/" + file
    do {
        guard let status = try FileSystem.status(of: path) else { return fault(.missing) }
        guard status.kind == .file else { return fault(.wrongKind(status.kind)) }
        let found = try digest(of: PosixFile(reading: path, followingLink: false))
        if let size, found.size != size {
            return fault(.size(expected: size, found: found.size))
        }
        if let expected, found.digest != expected {
            return fault(.digest(expected: expected, found: found.digest))
        }
        return []
    } catch .system(_, _, let errno) {
        return fault(.unreadable(errno: errno))
    } catch {
        return fault(.missing)
    }
}

extension LedgerFault {
    /// The fault of an object as a fault of its file.
    init(object digest: Digest, _ fault: ObjectFault) {
        file = "objects/\(digest.hex.prefix(2))/\(digest.hex)"
        kind =
            switch fault {
            case .missing: .missing
            case .notAFile(let found): .wrongKind(found)
            case .size(let expected, let found): .size(expected: expected, found: found)
            case .digest(let found): .digest(expected: digest, found: found)
            case .mode(let expected, let found): .mode(expected: expected, found: found)
            case .unreadable(let errno): .unreadable(errno: errno)
            }
    }
}
