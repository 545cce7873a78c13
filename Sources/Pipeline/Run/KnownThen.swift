import Columnar
import Ledger

/// Figures as they come out of what was known at an instant.
package struct KnownFigures: Sendable {
    /// The run by whose pipeline files they were computed.
    package var rules: String
    /// Number of raw files that were known.
    package var files: Int
    /// The lines of `results.csv` that are wanted, and all its bytes.
    package var lines: [[String]]
    /// The bytes that `results.csv` of such a run has.
    package var results: [UInt8]
}

/// Computes the figures from the files that the archive held at an instant; writes nothing.
///
/// The rules are those of the run that is named, else of the last run that was sealed by then.
/// `asOf` is the same instant unless it is said.
package func resultsKnown(
    by instant: Moment, asOf: Moment? = nil, _ request: VerificationRequest,
    _ filter: ResultsFilter = ResultsFilter()
) throws -> KnownFigures {
    let workspace = Workspace(existing: request.workspace)
    let journal = try workspace.journal()
    var manifest: Manifest
    if let run = request.run {
        manifest = try workspace.manifest(ofRun: runName(run, in: workspace))
    } else {
        let current = try runName(nil, in: workspace)
        let pipeline = try archivedPlan(workspace.manifest(ofRun: current), in: workspace).name
        guard let last = try lastRun(of: pipeline, by: instant, journal, in: workspace) else {
            throw RunError.nothingKnown(by: instant.journalText, pipeline: pipeline)
        }
        manifest = last.manifest
    }
    let rules = manifest.run
    let plan = try archivedPlan(manifest, in: workspace)
    let known = try knownIntake(of: plan, by: instant, in: workspace)
    let names = Set(plan.inputs.map(\.name))
    manifest.inputs = known.intake.files.filter { names.contains($0.input) }.map { file in
        Manifest.InputFile(
            input: file.input, digest: file.object, size: file.size, received: file.received,
            name: file.name)
    }
    if manifest.inputs.isEmpty {
        throw RunError.nothingKnown(by: instant.journalText, pipeline: plan.name)
    }
    manifest.asOf = (asOf ?? instant).journalText
    let rebuilt = try rebuild(
        manifest, in: workspace, keyFile: request.keyFile, threads: request.threads)
    let results = rebuilt.results.csv(threads: request.threads)
    var lines: [[String]] = []
    try forEachFigure(in: results) { line in
        let fields = line.fields
        if filter.admits(fields) { lines.append(fields) }
    }
    return KnownFigures(
        rules: rules, files: manifest.inputs.count, lines: lines, results: results)
}
