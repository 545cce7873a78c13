import FoundationEssentials
import GRDB
import Ledger

extension ResultsStore {
    /// Brings the store of a workspace up to date; the file is named when that fails.
    static func update(from workspace: Workspace, seals: [Seal]) throws {
        let path = workspace.root + "/results.sqlite"
        do {
            try ResultsStore(path: path).update(from: workspace, seals: seals)
        } catch let error as DatabaseError {
            throw RunError.store("\(path): \(error.message ?? error.resultCode.description)")
        }
    }

    /// Adds the sealed runs that the store lacks: one after a good night, all after it was deleted.
    private func update(from workspace: Workspace, seals: [Seal]) throws {
        let known = Set(try runs())
        for seal in seals where !known.contains(seal.run) {
            let folder = workspace.path(ofRun: seal.run)
            guard let manifest = Manifest(bytes: try fileBytes(folder + "/" + Manifest.fileName))
            else { throw RunError.store("\(seal.run) has no manifest") }
            let pipeline = manifest.pipeline.first { $0.role == PlanSource.Role.pipeline.rawValue }
            let run = StoredRun(
                name: seal.run, pipeline: pipeline?.name ?? "", asOf: manifest.asOf,
                program: manifest.program, manifestDigest: seal.manifest.hex,
                resultsDigest: seal.results.hex)
            try add(run, resultsAt: folder + "/" + Manifest.resultsName)
        }
    }
}

/// The bytes of a small file of the workspace.
func fileBytes(_ path: String) throws -> [UInt8] {
    guard let contents = FileManager.default.contents(atPath: path) else {
        throw RunError.ledger(.sourceMissing(path: path))
    }
    return [UInt8](contents)
}
