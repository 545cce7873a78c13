import Ledger

extension Workspace {
    /// The manifest of a sealed run; nil where it is not the one that was sealed.
    func manifest(_ seal: Seal) -> Manifest? {
        let path = path(ofRun: seal.run) + "/" + Manifest.fileName
        guard let bytes = try? fileBytes(path), Digest.of(bytes) == seal.manifest else {
            return nil
        }
        return Manifest(bytes: bytes)
    }

    /// A file of a sealed run; nil where it is not the one that was sealed.
    func file(_ name: String, of manifest: Manifest) -> [UInt8]? {
        guard let output = manifest.outputs.first(where: { $0.name == name }),
            let bytes = try? fileBytes(path(ofRun: manifest.run) + "/" + name),
            Digest.of(bytes) == output.digest
        else { return nil }
        return bytes
    }

    /// The last run of a pipeline that published what lay there, by its sealed manifest.
    ///
    /// Whoever verifies is told of a manifest that is not the sealed one; the night goes on from
    /// the run before. Runs that looked back to what was known once are passed over: they make no
    /// revision.
    func lastManifest(of pipeline: String, among seals: [Seal]) -> Manifest? {
        for seal in seals.reversed() where isRun(seal.run, of: pipeline) {
            if let manifest = manifest(seal), manifest.receivedBy == nil { return manifest }
        }
        return nil
    }
}

/// The pipeline that a run's name names: `nightly` of `nightly-20250601T020000-2`.
func pipelineName(ofRun run: String) -> String? {
    guard let mark = run.lastIndex(of: "T") else { return nil }
    let name = String(run[..<mark].dropLast(9))
    return isRun(run, of: name) ? name : nil
}
