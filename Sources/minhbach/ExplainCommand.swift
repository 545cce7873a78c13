import ArgumentParser
import Pipeline

/// Shows why a figure is what it is, or why a case counts as it does.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Trace a figure, or a case under a KPI, to its records and clauses.",
        discussion: """
            The figure is KPI/PERIOD for the agency, or KPI/PERIOD/LEVEL/MEMBER, such as \
            on-time-of-finished/2025-06/unit/H56.14: its members, what keeps other rows out, \
            which records became no row. With --case and --kpi: the facts of one case, every \
            clause, in what it is counted, what would have been enough. Both are computed again, \
            from what other nights have kept or, with --recompute, from raw files alone; the \
            answer is the same. A code such as N-012 explains that kind of finding.
            """)

    @Argument(help: "The figure, or the code of a finding.") var figure: String?
    @Option(name: .customLong("case"), help: "Code of a case, instead of a figure.")
    var caseID: String?
    @Option(help: "Name of the KPI under which the case is judged.") var kpi: String?
    @Option(help: "The period, such as 2025-06. Default: the shortest that counts the case.")
    var period: String?
    @Option(help: "Language of what is said of a case: vi or en.") var lang: SpokenLanguage = .vi
    @Option(
        help: "Write a page about the case that can be printed (HTML); the file must not exist.",
        completion: .file())
    var page: String?
    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @Option(help: "So many members at most; 0: all.") var limit = 20
    @Option(help: "Of the rows that a clause keeps out so many at most; 0: all.") var excluded = 3
    @Flag(help: "Read everything from raw files, whatever the cache holds.") var recompute = false
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    /// A language as the command line has it.
    enum SpokenLanguage: String, ExpressibleByArgument {
        case vi, en
    }

    func validate() throws {
        guard limit >= 0, excluded >= 0 else {
            throw ValidationError("--limit and --excluded must not be negative.")
        }
        guard (caseID == nil) == (kpi == nil) else {
            throw ValidationError("--case and --kpi belong together.")
        }
        if caseID == nil, period != nil || page != nil {
            throw ValidationError("--period and --page are for a case; name --case and --kpi.")
        }
        if caseID != nil, figure != nil {
            throw ValidationError("Name a figure or a case, not both.")
        }
        guard let figure else {
            if caseID == nil { throw ValidationError("Name a figure, or --case and --kpi.") }
            return
        }
        guard FindingCode(rawValue: figure) == nil, FigureName(figure) == nil else { return }
        throw ValidationError(
            "'\(figure)': expected KPI/PERIOD, KPI/PERIOD/LEVEL/MEMBER, or a code such as N-012.")
    }

    private var verification: VerificationRequest {
        VerificationRequest(
            workspace: shared.workspace, run: name, keyFile: work.keyFile,
            threads: work.threadCount)
    }

    func run() throws {
        try atTheDoor {
            if let caseID, let kpi { return try explainCase(caseID, kpi) }
            guard let figure else { return .usage }
            if let code = FindingCode(rawValue: figure) {
                for line in code.explanation { print(line) }
                return .done
            }
            guard let named = FigureName(figure) else { return .usage }
            let explanation = try explain(
                ExplanationRequest(
                    figure: named, verification: verification, limit: limit == 0 ? nil : limit,
                    excluded: excluded == 0 ? nil : excluded, recomputes: recompute))
            for line in explanation.lines { print(printable(line)) }
            return explanation.holds ? .done : .verificationFailed
        }
    }

    private func explainCase(_ id: String, _ kpi: String) throws -> ExitStatus {
        if let page { try requireNewPage(page, outside: shared.workspace) }
        let answer = try explain(
            CaseRequest(
                id: id, kpi: kpi, period: period, verification: verification,
                recomputes: recompute))
        let language: Language = lang == .vi ? .vietnamese : .english
        for line in answer.lines(language) { print(printable(line)) }
        if let page { try answer.write(to: page, language, outside: shared.workspace) }
        return answer.holds ? .done : .verificationFailed
    }
}
