import FoundationEssentials
import GRDB
import Ledger
import Tabular

extension ResultsStore {
    /// Brings the store of a workspace up to date; the file is named when that fails.
    static func update(from workspace: Workspace, _ journal: Journal) throws {
        try open(workspace) { store in
            try store.update(from: workspace, journal)
            try store.update(decisions: journal)
        }
    }

    /// Adds the run that is about to be sealed; kept only if `sealed` says that it is.
    ///
    /// So the store is opened and filled while files are made, written and synchronized. `given`
    /// waits for the run. Where an earlier run is missing in the store, nothing is added: `update`
    /// will, in the order of the seals. Returns whether the store holds all that it is to hold.
    static func add(
        to workspace: Workspace, after journal: Journal,
        given: () -> (run: StoredRun, files: StoredFiles)?, sealed: () -> StoredSeal?
    ) throws -> Bool {
        var isAdded = false
        try open(workspace) { store in
            let isWhole = Set(try store.runs()) == Set(journal.seals.map(\.run))
            guard isWhole, let (run, files) = given() else { return }
            try store.add(
                run, files: files, before: workspace.sealedFiles(journal.seals),
                decisions: journal, sealed: sealed)
            isAdded = true
        }
        return isAdded
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
    private func update(from workspace: Workspace, _ journal: Journal) throws {
        let known = Set(try runs())
        for seal in journal.seals where !known.contains(seal.run) {
            let folder = workspace.path(ofRun: seal.run)
            guard let manifest = Manifest(bytes: try fileBytes(folder + "/" + Manifest.fileName))
            else { throw RunError.store("\(seal.run) has no manifest") }
            try add(
                StoredRun(manifest, seal),
                files: try StoredFiles(in: folder, manifest),
                before: workspace.sealedFiles(journal.seals), decisions: journal,
                sealed: { StoredSeal(manifest: seal.manifest, revisions: manifest.revisions) })
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
            program: manifest.program, resultsDigest: seal.results.hex)
    }
}

/// The bytes of a small file of the workspace.
func fileBytes(_ path: String) throws -> [UInt8] {
    // Read where it is to lie: a results.csv of ten megabytes is not copied once more.
    var bytes: [UInt8] = []
    do throws(TabularError) {
        var file = try FileBytes(path: path, range: 0..<Int.max)
        let size = try fileSize(path)
        while try file.read(into: &bytes, upTo: max(size - bytes.count, 0) + 1) > 0 {}
    } catch {
        throw RunError.ledger(.sourceMissing(path: path))
    }
    return bytes
}
