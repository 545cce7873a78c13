import ArgumentParser
import Pipeline

/// Shows which rows make a figure, from which record each came, and which clause decided.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Trace a figure to its records and clauses, and what keeps others out.",
        discussion: """
            The figure is KPI/PERIOD for the agency, or KPI/PERIOD/LEVEL/MEMBER, such as \
            on-time-of-finished/2025-06/unit/H56.14. It is computed again, from what other nights \
            have kept or, with --recompute, from raw files alone; the answer is the same. A code \
            such as N-012 instead of a figure explains that kind of finding.
            """)

    @Argument(help: "The figure, or the code of a finding.") var figure: String
    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @Option(help: "So many members at most; 0: all.") var limit = 20
    @Option(help: "Of the rows that a clause keeps out so many at most; 0: all.") var excluded = 3
    @Flag(help: "Read everything from raw files, whatever the cache holds.") var recompute = false
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    func validate() throws {
        guard limit >= 0, excluded >= 0 else {
            throw ValidationError("--limit and --excluded must not be negative.")
        }
        guard FindingCode(rawValue: figure) == nil, FigureName(figure) == nil else { return }
        throw ValidationError(
            "'\(figure)': expected KPI/PERIOD, KPI/PERIOD/LEVEL/MEMBER, or a code such as N-012.")
    }

    func run() throws {
        try atTheDoor {
            if let code = FindingCode(rawValue: figure) {
                for line in code.explanation { print(line) }
                return .done
            }
            guard let named = FigureName(figure) else { return .usage }
            let explanation = try explain(
                ExplanationRequest(
                    figure: named,
                    verification: VerificationRequest(
                        workspace: shared.workspace, run: name, keyFile: work.keyFile,
                        threads: work.threadCount),
                    limit: limit == 0 ? nil : limit, excluded: excluded == 0 ? nil : excluded,
                    recomputes: recompute))
            for line in explanation.lines { print(printable(line)) }
            return explanation.holds ? .done : .verificationFailed
        }
    }
}
