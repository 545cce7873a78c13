package import Columnar
import Ledger

/// Why a figure is what it is: the rule, every row that belongs to it, and what keeps others out.
package struct Explanation: Sendable {
    /// Name of the run that was asked about.
    package var run: String
    /// The run that computed the figure, where another one did.
    package var takenFrom: String?
    /// The figure as it was sealed.
    package var figure: ExplainedFigure
    /// Whether `results.csv` is the file that was sealed.
    package var isWhole: Bool
    /// The fields of the figure as they come out of the rows; nil where none does.
    package var recomputed: [String]?
    /// The KPI by which it was computed.
    package var kpi: KPI
    /// The rows that belong, in the order of their files; no more than were asked for.
    package var members: [ExplainedMember]
    /// Number of rows that belong.
    package var memberCount: Int
    /// The rows of the member that do not belong, by the clause that keeps them out.
    package var exclusions: [Exclusion]
    /// Number of rows of other members.
    package var otherCount: Int
    /// Number of rows of the table.
    package var rowCount: Int
    /// Of a unit that received parts of divided ones, or was divided: who gave what to whom.
    package var shares: [DividedShare]
    /// The files whose records became rows of the table, and how many did not.
    package var accounts: [FileAccount]

    /// Whether the figure comes out of the rows as it was sealed, and every row is accounted for.
    package var holds: Bool {
        let kept = exclusions.reduce(0) { $0 + $1.rows.count }
        return isWhole && recomputed == figure.fields
            && rowCount == memberCount + kept + otherCount
    }
}

/// One row that belongs to a figure, and the record that it came from.
package struct ExplainedMember: Sendable {
    /// The row and its record.
    package var place: RowPlace
    /// What each clause of the KPI says of the row.
    package var clauses: [(clause: JudgedClause, truth: Truth)]
    /// In what the row is counted.
    package var counted: Counted
}

/// Rows that one clause keeps out of a figure.
package struct Exclusion: Sendable {
    /// The clause as written.
    package var clause: String
    /// How many rows, and for how many it is unknown.
    package var rows: SortedRows.Excluded
    /// The first of them.
    package var places: [RowPlace]
}

/// A share of a divided unit.
package struct DividedShare: Sendable {
    /// The unit that was divided.
    package var unit: String
    /// The unit that received the share.
    package var receiver: String
    /// The share; nil where nobody has said how much.
    package var share: Exact?
    /// Number of rows of the divided unit that belong.
    package var memberCount: Int
}

/// What `explain` needs to know.
package struct ExplanationRequest: Sendable {
    /// The figure.
    package var figure: FigureName
    /// Where the run lies, and how it is computed again.
    package var verification: VerificationRequest
    /// So many members at most; nil: all.
    package var limit: Int?
    /// Of the rows that a clause keeps out, and of the files with lost records, so many at most;
    /// nil: all.
    package var excluded: Int?
    /// Whether everything is read from raw files, whatever other nights have kept.
    package var recomputes: Bool

    /// A request.
    package init(
        figure: FigureName, verification: VerificationRequest, limit: Int?, excluded: Int? = 3,
        recomputes: Bool = false
    ) {
        self.figure = figure
        self.verification = verification
        self.limit = limit
        self.excluded = excluded
        self.recomputes = recomputes
    }
}

/// Explains one figure of a sealed run, by what other nights have kept or from the archive alone.
package func explain(_ request: ExplanationRequest) throws -> Explanation {
    let made = try explain([request.figure], request)
    guard let explanation = made.first else {
        throw RunError.noSuchFigure(part: "KPI", name: request.figure.kpi, hint: nil)
    }
    return explanation
}

/// Explains several figures of one KPI of a sealed run; the figure of the request has no say.
package func explain(
    _ names: [FigureName], _ request: ExplanationRequest
) throws -> [Explanation] {
    let workspace = Workspace(existing: request.verification.workspace)
    let name = try runName(request.verification.run, in: workspace)
    let published = try SealedFiles(workspace, run: name)
    var results = SealedResults(published)
    let figures = try names.map { try results.figure($0) }
    let isWhole = results.isWhole
    var explanations: [Explanation] = []
    var first = figures.startIndex
    while first < figures.endIndex {
        let taken = published.manifest.origin(of: figures[first].period.name)
        let own = figures[first...].prefix {
            published.manifest.origin(of: $0.period.name) == taken
                && $0.fields[0] == figures[first].fields[0]
        }
        let question = ExplainedQuestion(
            workspace: workspace, run: taken ?? name,
            sealed: try taken.map { try SealedFiles(workspace, run: $0) } ?? published,
            kpi: figures[first].fields[0], keyFile: request.verification.keyFile,
            threads: request.verification.threads)
        explanations += try question.answer(recomputing: request.recomputes) { run in
            try own.map { figure in
                var explanation = try run.explanation(of: figure, request)
                (explanation.run, explanation.takenFrom) = (name, taken)
                explanation.isWhole = isWhole
                return explanation
            }
        } isGood: {
            $0.allSatisfy(\.holds)
        }
        first = own.endIndex
    }
    return explanations
}

extension ExplainedRun {
    fileprivate func explanation(
        of figure: ExplainedFigure, _ request: ExplanationRequest
    ) throws -> Explanation {
        guard let kpi = kpis.first(where: { $0.version == figure.version }),
            let measure = kpi.measure
        else { throw RunError.noSuchFigure(part: "KPI", name: figure.fields[0], hint: nil) }
        do {
            let rows = try FigureRows(
                self, kpi, measure, figure, limit: request.limit, excluded: request.excluded)
            return Explanation(
                run: name, takenFrom: nil, figure: figure, isWhole: true,
                recomputed: try recomputed(kpi, figure), kpi: kpi, members: rows.members,
                memberCount: rows.memberCount, exclusions: rows.exclusions,
                otherCount: rows.otherCount, rowCount: table.rowCount,
                shares: try shares(kpi, measure, figure), accounts: accounts)
        } catch let error as EvaluationError {
            throw RunError.evaluation(of: "KPI \(kpi.name)", reason: error.sentence)
        }
    }

    /// The figure as it comes out of the rows.
    func recomputed(_ kpi: KPI, _ figure: ExplainedFigure) throws -> [String]? {
        let made = try figures(
            of: kpi, level: figure.level, in: figure.period, plan, table, asOf: asOf,
            threads: threads)
        for other in made {
            let fields = try other.sealedFields
            if fields[6] == figure.member { return fields }
        }
        return nil
    }

    /// The accounts of the files whose records are rows of the table.
    private var accounts: [FileAccount] {
        dataset.accounts.filter { account in
            let names = account.input.split(separator: "/").map(String.init)
            guard let input = plan.inputs.first(where: { $0.name == names[0] }) else {
                return false
            }
            if names.count == 1 { return input.table == table.name }
            return input.mapping.children.contains {
                $0.name == names[1] && $0.table == table.name
            }
        }
    }

    /// What divided units gave to the member, or what was given of it.
    private func shares(
        _ kpi: KPI, _ measure: Measure, _ figure: ExplainedFigure
    ) throws -> [DividedShare] {
        guard kpi.unitView(of: figure.level)?.aspect == .restated else { return [] }
        var shares: [DividedShare] = []
        for (unit, division) in plan.unitHistory.divisions.sorted(by: { precedes($0.key, $1.key) })
        where unit == figure.member || division.parts.contains(where: { $0.unit == figure.member })
        {
            let rows = try FigureRows(
                self, kpi, measure, figure, member: unit, limit: 0, excluded: 0)
            for part in division.parts
            where unit == figure.member || part.unit == figure.member {
                shares.append(
                    DividedShare(
                        unit: unit, receiver: part.unit, share: part.share,
                        memberCount: rows.memberCount))
            }
        }
        return shares
    }
}
