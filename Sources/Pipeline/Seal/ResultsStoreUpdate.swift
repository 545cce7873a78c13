import FoundationEssentials
import GRDB
import Ledger

extension ResultsStore {
    /// Brings the store of a workspace up to date; the file is named when that fails.
    static func update(from workspace: Workspace, _ journal: Journal) throws {
        try open(workspace) { store in
            try store.update(from: workspace, seals: journal.seals)
            try store.update(decisions: journal)
        }
    }

    /// Adds the run that is about to be sealed; kept only if `manifest` gives a digest.
    ///
    /// So the store is filled while files are written and synchronized. Where an earlier run is
    /// missing in it, nothing is added: `update` will, in the order of the seals.
    static func add(
        _ run: StoredRun, files: StoredFiles, to workspace: Workspace, after seals: [Seal],
        manifest: () -> String?
    ) throws {
        try open(workspace) { store in
            guard Set(try store.runs()) == Set(seals.map(\.run)) else { return }
            try store.add(
                run, files: files, before: workspace.sealedFiles(seals),
                manifest: manifest)
        }
    }

    private static func open(_ workspace: Workspace, _ body: (ResultsStore) throws -> Void) throws {
        let path = workspace.root + "/results.sqlite"
        do {
            do {
                try body(try ResultsStore(path: path))
            } catch let error as DatabaseError
                where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
            {
                // All of it can be made again from `runs/`.
                try FileManager.default.removeItem(atPath: path)
                try body(try ResultsStore(path: path))
            }
        } catch let error as DatabaseError {
            throw RunError.store("\(path): \(error.message ?? error.resultCode.description)")
        }
    }

    /// Adds the sealed runs that the store lacks: none after a good night, all after it was
    /// deleted.
    private func update(from workspace: Workspace, seals: [Seal]) throws {
        let known = Set(try runs())
        for seal in seals where !known.contains(seal.run) {
            let folder = workspace.path(ofRun: seal.run)
            guard let manifest = Manifest(bytes: try fileBytes(folder + "/" + Manifest.fileName))
            else { throw RunError.store("\(seal.run) has no manifest") }
            try add(
                StoredRun(manifest, seal),
                files: try StoredFiles(in: folder, manifest),
                before: workspace.sealedFiles(seals), manifest: { seal.manifest.hex })
        }
    }
}

extension Workspace {
    /// Gives the files of a sealed run; nil where they are not what was sealed.
    fileprivate func sealedFiles(_ seals: [Seal]) -> (_ run: String) throws -> StoredFiles? {
        { run in
            let folder = self.path(ofRun: run)
            guard let seal = seals.first(where: { $0.run == run }),
                let manifest = (try? fileBytes(folder + "/" + Manifest.fileName))
                    .flatMap({ Manifest(bytes: $0) }),
                Digest.of(manifest.bytes) == seal.manifest,
                let files = try? StoredFiles(in: folder, manifest),
                files.areSealed(by: manifest)
            else { return nil }
            return files
        }
    }
}

extension StoredRun {
    /// A run as its manifest and its seal tell of it.
    fileprivate init(_ manifest: Manifest, _ seal: Seal) {
        let pipeline = manifest.pipeline.first { $0.role == PlanSource.Role.pipeline.rawValue }
        self.init(
            name: manifest.run, pipeline: pipeline?.name ?? "", asOf: manifest.asOf,
            program: manifest.program, resultsDigest: seal.results.hex,
            revisions: manifest.revisions)
    }
}

/// The bytes of a small file of the workspace.
func fileBytes(_ path: String) throws -> [UInt8] {
    guard let contents = FileManager.default.contents(atPath: path) else {
        throw RunError.ledger(.sourceMissing(path: path))
    }
    return [UInt8](contents)
}
