import Ledger

extension RunError {
    /// What happened, where, and what to do, a line each.
    package var report: [String] {
        switch self {
        case .planUnusable(let faults, let folder): faults.flatMap { $0.lines(in: folder) }
        case .inputUnusable(let findings):
            // Whatever stops a run is an error, however little it mattered otherwise.
            findings.map { $0.line(as: .error) }
                + ["nothing was published; what was published before stays"]
        case .accountUnbalanced(let file):
            ["error: the account of \(file) does not balance; this is a fault of minhbach"]
        case .levelUnbalanced(let kpi, let level, let period):
            [
                "error: the members of level \(level) do not add up to the agency in KPI \(kpi), "
                    + "\(period); this is a fault of minhbach"
            ]
        case .evaluation(let formula, let reason): ["error: \(formula): \(reason)"]
        case .tooLarge(let table): ["error: \(table) holds more text than a column can"]
        case .formsBroken(let breaks): breaks.report
        case .noSuchForm(let part, let name, let hint):
            [
                "error: the run has no filled form with \(part) '\(name)'"
                    + (hint.map { "; did you mean '\($0)'?" } ?? "")
            ]
        case .noSuchRun(let name): ["error: there is no run '\(name)' in this workspace"]
        case .nothingPublished(let workspace):
            ["error: nothing is published in \(workspace); `minhbach run` does that"]
        case .nothingKnown(let instant, let pipeline):
            [
                "error: the archive knows no file of pipeline '\(pipeline)' that was received by "
                    + "\(instant); name a later instant, or with --name the run by whose rules to "
                    + "compute"
            ]
        case .noSuchCase(let id, let pipeline):
            [
                "error: no export of pipeline '\(pipeline)' speaks of a case '\(id)'; write the "
                    + "code as the exports have it, of another pipeline with --pipeline"
            ]
        case .noSuchPipeline(let name):
            [
                "error: no run of a pipeline '\(name)' is sealed in this workspace; a pipeline is "
                    + "called as its file is, without .yaml"
            ]
        case .noStock(let run):
            ["error: \(run) has no ledger of the stock; add `stock: {}` to the pipeline and run it"]
        case .noSuchFigure(let part, let name, let hint):
            [
                "error: the run has no \(part) '\(name)'"
                    + (hint.map { "; did you mean '\($0)'?" } ?? "")
            ]
        case .noSuchRevision(let period, let revision, let pipeline):
            [
                "error: no sealed run of pipeline '\(pipeline)' has made revision \(revision) of "
                    + "\(period); name two runs (`ls runs` in the workspace), a revision that "
                    + "there is (`minhbach periods`), or another pipeline with --pipeline"
            ]
        case .noClocks(let pipeline):
            [
                "error: the pipeline '\(pipeline)' does not say how due dates are rebuilt; add "
                    + "`clocks:` and `calendar:` to it and run it again"
            ]
        case .resultsForged(let run):
            [
                "error: results.csv of \(run) is not what was sealed, and nothing of it is shown; "
                    + "`minhbach verify \(run)` tells where "
                    + "(kết quả không còn là bản đã niêm phong)"
            ]
        case .periodLost(let span, let file):
            [
                "error: the figures of \(span.name) are taken from \(file), and that is not the "
                    + "file that was sealed; put it back from a copy, or reopen the period",
                "nothing was published; what was published before stays",
            ]
        case .periodRefused(let sentence): ["error: \(sentence)"]
        case .receiptNeedsKey:
            ["error: a receipt needs the secret of the agency; name --key-file"]
        case .noVerdict(let period):
            [
                "error: no case of that code was counted in \(period); see `minhbach results` for "
                    + "the periods, and write the code as the system does"
            ]
        case .unprintable(let sentence): ["error: \(sentence)"]
        case .inNeitherRun(let part, let name, let known):
            [
                "error: neither run has a \(part) '\(name)'; they have "
                    + known.prefix(30).joined(separator: ", ") + (known.count > 30 ? ", …" : "")
            ]
        case .keyMissing:
            ["error: a mapping keeps a personal column as its keyed hash; name --key-file"]
        case .generation(let fault): ["error: \(fault.sentence)"]
        case .log(let refusal): refusal.report
        case .file(let error): ["error: \(error.sentence)"]
        case .rowsHaveNoPlace(let folder, let error):
            [
                "error: \(folder): rows beyond a quarter of --memory lie there, and cannot be "
                    + "written: \(error.sentence)",
                "make it a folder that can be written and has room (all of cache/ can be deleted "
                    + "at any time), or give more --memory",
            ]
        case .ledger(let error): ["error: \(error.sentence)"]
        case .store(let reason): ["error: \(reason)"]
        case .sealed(let run, let error):
            error.report + ["the run \(run) is sealed; the next run completes what is missing"]
        }
    }
}

extension GenerateFault {
    fileprivate var sentence: String {
        switch self {
        case .folderNotEmpty(let folder):
            "\(folder) holds files already; name a folder that is empty or not there"
        case .folderNotUsable(let folder): "\(folder) is no folder, or cannot be made or listed"
        case .nothingToGenerate: "there is nothing to make: name a format and at least one case"
        }
    }
}
