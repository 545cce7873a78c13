import Ledger

extension Plan {
    /// What of the findings is new since the last run of the pipeline.
    ///
    /// `files` are those of the run that is about to be sealed.
    func news(_ files: RunFiles, asOf: Int64, in workspace: borrowing OpenWorkspace) -> FindingNews
    {
        let bytes = files.bytes(findingsName) ?? []
        let lines = FindingLine.lines(of: bytes)
        let earlier = workspace.journal.seals.last { isRun($0.run, of: name) }
        let before = earlier.flatMap { try? SealedFiles(workspace.workspace, run: $0.run) }
            .map { sealed in
                let old = sealed.bytes(findingsName)
                return (
                    run: sealed.manifest.run,
                    lines: old == bytes ? lines : FindingLine.lines(of: old)
                )
            }
        return FindingNews(lines, before: before, known: knownFindings, asOf: asOf)
    }
}

/// The run of the pipeline that was sealed before another one.
func earlierRun(of pipeline: String, before run: String, in seals: [Seal]) -> String? {
    let earlier = seals.prefix { $0.run != run }
    return earlier.last { isRun($0.run, of: pipeline) }?.run
}

/// Name of the file of findings of a run.
let findingsName = "findings.jsonl"
