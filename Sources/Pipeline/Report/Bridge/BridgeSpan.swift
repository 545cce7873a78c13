import Columnar
import Ledger

/// The bridge between two runs that computed the same figures.
struct BridgeSpan {
    private let request: BridgeRequest
    private let wanted: WantedFigures
    private let names: [BridgedName]
    private let runs: (from: String, to: String)
    private let manifests: (from: Manifest, to: Manifest)
    private let sealed: (from: [BridgedName: BridgedLine], to: [BridgedName: BridgedLine])
    private let computation: BridgeComputation
    private let mixing: FileMixing

    /// What lies between two places.
    struct Edge {
        var steps: [BridgeStep]
        var ends: [BridgedName: BridgeEnd]
        var cases: [BridgedName: EdgeCases.Found]
    }

    /// A bridge for the figures of a pair of runs.
    init(
        _ workspace: Workspace, _ pair: BridgedRuns.Pair, _ ends: BridgedRuns,
        _ request: BridgeRequest, _ wanted: WantedFigures
    ) throws {
        self.request = request
        self.wanted = wanted
        names = pair.names
        runs = (pair.from, pair.to)
        let from = try SealedFiles(workspace, run: pair.from)
        let to = try SealedFiles(workspace, run: pair.to)
        manifests = (from.manifest, to.manifest)
        sealed = (
            try Self.figures(ends.from.files, wanted), try Self.figures(ends.to.files, wanted)
        )
        computation = BridgeComputation(
            workspace: workspace, keyFile: request.verification.keyFile,
            threads: request.verification.threads, wanted: wanted)
        mixing = FileMixing(
            from: manifests.from, try? archivedPlan(manifests.from, in: workspace),
            to: manifests.to, try? archivedPlan(manifests.to, in: workspace))
    }

    private static func figures(
        _ files: SealedFiles, _ wanted: WantedFigures
    ) throws -> [BridgedName: BridgedLine] {
        var figures: [BridgedName: BridgedLine] = [:]
        for figure in try files.figures(ResultsFilter(), periods: wanted.periods)
        where wanted.names.contains(figure.name) {
            figures[figure.name] = figure
        }
        return figures
    }

    /// The figures with their parts, and what is to be said of the parts.
    func built() throws -> (figures: [BridgedFigure], remarks: [BridgeRemark]) {
        var walk = BridgeWalk()
        if runs.from != runs.to {
            walk.remarks = mixing.remarks + otherPrograms
            try cross(&walk)
        }
        let begin = try ends(sealed.from, walk.first)
        let end = try ends(sealed.to, walk.last)
        walk.close(at: end)
        let figures = try names.map { name in
            try FigureWalk(
                name: name, from: begin[name] ?? .absent, edges: walk.edges
            ).figure(runs: runs, form: form(of: name.kpi, walk))
        }
        return (figures, walk.remarks)
    }

    /// Computes one place after the other; no more than two have their rows in memory at once.
    private func cross(_ walk: inout BridgeWalk) throws {
        var steps: Set<BridgeStep> = []
        var attempted = mixing.files(with: steps)
        try attempt(attempted, isMixed: false, &walk)
        for step in BridgeStep.allCases where step != .program {
            steps.insert(step)
            let files = mixing.files(with: steps)
            guard files != attempted else { continue }
            attempted = files
            walk.pending.append(step)
            try attempt(files, isMixed: step != .asOf, &walk)
        }
    }

    /// Computes a place, or leaves its causes to be joined with the next.
    private func attempt(_ files: MixedFiles, isMixed: Bool, _ walk: inout BridgeWalk) throws {
        let state: BridgeState
        do {
            state = try computation.state(files, isMixed: isMixed, besides: walk.last)
        } catch {
            let error = RunError(error)
            guard let reason = error.reasonOfUnfitFiles else { throw error }
            walk.reasons.append(reason)
            return
        }
        var cases: [BridgedName: EdgeCases.Found] = [:]
        if let last = walk.last {
            cases = try EdgeCases.find(last, state, wanted, limit: request.limit)
        }
        walk.step(to: state, cases)
    }

    /// The sealed figures at an end, beside the place that should be the same.
    private func ends(
        _ sealed: [BridgedName: BridgedLine], _ state: BridgeState?
    ) throws -> [BridgedName: BridgeEnd] {
        var ends: [BridgedName: BridgeEnd] = [:]
        for (name, figure) in sealed {
            ends[name] = try figure.end(state?.ends[name], state?.fields[name], state?.plan)
        }
        return ends
    }

    /// Unit and decimal places of a KPI, by the later plan that has it.
    private func form(of kpi: String, _ walk: BridgeWalk) -> (unit: String, decimals: Int) {
        for plan in [walk.last?.plan, walk.first?.plan] {
            if let kpi = plan?.kpis.last(where: { $0.name == kpi }) {
                return (kpi.unit, kpi.decimals)
            }
        }
        return ("", 0)
    }

    private var otherPrograms: [BridgeRemark] {
        [(runs.from, manifests.from), (runs.to, manifests.to)].compactMap { run, manifest in
            manifest.program == Program.version
                ? nil : .otherProgram(run: run, version: manifest.program)
        }
    }
}
