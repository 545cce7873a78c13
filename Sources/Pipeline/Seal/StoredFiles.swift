import Ledger

/// The files of a run that the store of results holds.
package struct StoredFiles: Sendable {
    /// The bytes of `results.csv`.
    package var results: [UInt8]
    /// The bytes of `scores.csv`; empty where the pipeline has no scorecards.
    package var scores: [UInt8]

    /// These bytes.
    package init(results: [UInt8], scores: [UInt8] = []) {
        self.results = results
        self.scores = scores
    }

    /// The files of a run that is about to be sealed.
    init(_ files: RunFiles) {
        results = files.bytes(Manifest.resultsName) ?? []
        scores = files.bytes(Score.fileName) ?? []
    }

    /// The files of a sealed run, by its manifest.
    init(in folder: String, _ manifest: Manifest) throws {
        results = try fileBytes(folder + "/" + Manifest.resultsName)
        let hasScores = manifest.outputs.contains { $0.name == Score.fileName }
        scores = hasScores ? try fileBytes(folder + "/" + Score.fileName) : []
    }

    /// Whether the files are those that the manifest tells of.
    func areSealed(by manifest: Manifest) -> Bool {
        let named = [(Manifest.resultsName, results), (Score.fileName, scores)]
        return named.allSatisfy { name, bytes in
            let output = manifest.outputs.first { $0.name == name }
            return output.map { $0.digest == Digest.of(bytes) } ?? bytes.isEmpty
        }
    }
}
