package import Columnar
import Ledger

/// Why one case counts as it does under one KPI.
package struct CaseExplanation: Sendable {
    /// The case and its record.
    package var place: RowPlace
    /// The system that it came from.
    package var source: String
    /// The version of the KPI that is in force.
    package var kpi: KPI
    /// The period whose clauses are shown.
    package var period: Period
    /// What the formulas read.
    package var facts: [CaseFact]
    /// Every clause, what it says, and which facts are missing where it is unknown.
    package var clauses: [JudgedFact]
    /// In what the case is counted in the period.
    package var counted: Counted
    /// Where else it is counted.
    package var states: [CaseState]
    /// What would have been enough, or how much was left, the least first.
    package var flips: [Flip]
    /// Records of the case that another one stands for.
    package var lost: [SetAsideRecord]
}

/// What a clause says of a case.
package struct JudgedFact: Sendable, Equatable {
    /// The clause.
    package var clause: JudgedClause
    /// Whether it holds.
    package var truth: Truth
    /// Where it is unknown: the facts that are missing.
    package var nulls: [String]
}

/// In what a case is counted in one period.
package struct CaseState: Sendable, Equatable {
    /// The period.
    package var period: Period
    /// Version of the KPI in force.
    package var version: Int
    /// For whom: level and member.
    package var members: [LevelMember]
    /// In what.
    package var counted: Counted
}

/// A member of a level.
package struct LevelMember: Sendable, Equatable {
    /// Name of the level.
    package var level: String
    /// Its code; of the agency that of the agency.
    package var member: String
}

/// All that a run knows of a case under a KPI.
package struct CaseAnswer: Sendable {
    /// Name of the run.
    package var run: String
    /// The run that computed the period, where another one did.
    package var takenFrom: String?
    /// The code that was asked for.
    package var id: String
    /// The rows that bear it: of several sources there are several.
    package var cases: [CaseExplanation]
    /// Records that name it and were set aside.
    package var setAside: [SetAsideRecord]
    /// The agency's figure of the period as it was sealed; nil where there is none.
    package var sealed: ExplainedFigure?
    /// The same as it comes out of the rows.
    package var recomputed: [String]?
    /// Whether `results.csv` is the file that was sealed.
    package var isWhole: Bool
    /// Name of the agency.
    package var agency: Wording

    /// Whether the verdict stands on the rows from which the sealed figure comes.
    package var holds: Bool { isWhole && (sealed == nil || recomputed == sealed?.fields) }
}

/// What `explain --case` needs to know.
package struct CaseRequest: Sendable {
    /// The case code.
    package var id: String
    /// Name of the KPI.
    package var kpi: String
    /// Name of the period; nil: the one in which it is counted, the shortest of several.
    package var period: String?
    /// Where the run lies, and how it is computed again.
    package var verification: VerificationRequest
    /// Whether everything is read from raw files, whatever other nights have kept.
    package var recomputes: Bool

    /// A request.
    package init(
        id: String, kpi: String, period: String? = nil, verification: VerificationRequest,
        recomputes: Bool = false
    ) {
        self.id = id
        self.kpi = kpi
        self.period = period
        self.verification = verification
        self.recomputes = recomputes
    }
}

/// Explains one case under one KPI, by what other nights have kept or from the archive alone.
///
/// Throws with the nearest code where no record names the case.
package func explain(_ request: CaseRequest) throws -> CaseAnswer {
    let workspace = Workspace(existing: request.verification.workspace)
    let name = try runName(request.verification.run, in: workspace)
    let published = try SealedFiles(workspace, run: name)
    let taken = request.period.flatMap { published.manifest.origin(of: $0) }
    let sealed = try taken.map { try SealedFiles(workspace, run: $0) } ?? published
    let plan = try archivedPlan(sealed.manifest, in: workspace)
    let kpis = plan.kpis.filter { $0.name == request.kpi }
    let read = Set(kpis.flatMap { $0.measure?.columns ?? [] })
    var question = ExplainedQuestion(
        workspace: workspace, run: taken ?? name, sealed: sealed, kpi: request.kpi,
        keyFile: request.verification.keyFile, threads: request.verification.threads)
    question.plan = plan
    if let table = kpis.first?.table {
        question.columns = FactTelling.columns(plan, table: table, read)
    }
    let id = cleanText(request.id)
    var results = SealedResults(published)
    let lines = try results.lines(of: request.kpi)
    return try question.answer(recomputing: request.recomputes) { run in
        let skipped = taken == nil ? Set(published.manifest.takenPeriods) : []
        let asking = CaseAsking(
            run: run, id: id, period: request.period, lines: lines, skipped: skipped,
            columns: question.columns)
        var answer = CaseAnswer(
            run: name, takenFrom: taken, id: id, cases: try asking.cases(),
            setAside: try run.setAside(naming: id), isWhole: true, agency: plan.agency.name)
        if answer.cases.isEmpty, answer.setAside.isEmpty {
            throw RunError.noSuchFigure(
                part: "case", name: id, hint: try run.nearest(to: id))
        }
        answer.isWhole = results.isWhole
        try answer.recompute(run, lines)
        return answer
    } isGood: {
        $0.holds
    }
}

extension CaseAnswer {
    /// Computes the agency's figure again, beside the one that was sealed.
    fileprivate mutating func recompute(_ run: ExplainedRun, _ lines: [[String]]) throws {
        guard let first = cases.first else { return }
        sealed = lines.lazy.compactMap(ExplainedFigure.init).first {
            $0.period == first.period && $0.level == Level.agencyName
        }
        guard let sealed else { return }
        recomputed = try run.recomputed(first.kpi, sealed)
    }
}

extension Manifest {
    /// Names of the periods that the run took from others.
    fileprivate var takenPeriods: [String] {
        details["taken"]?.elements?.compactMap { $0["period"]?.text } ?? []
    }
}

/// Asks the rows of a run about one case.
struct CaseAsking {
    let run: ExplainedRun
    let id: String
    let period: String?
    /// The lines of the KPI in `results.csv`.
    let lines: [[String]]
    /// Periods whose figures another run computed.
    let skipped: Set<String>
    let columns: Set<String>

    /// The rows of the case, explained.
    func cases() throws -> [CaseExplanation] {
        let periods = try periods()
        var naming = RowNaming(run)
        do {
            return try run.rows(of: id).map { piece, row in
                let place = try naming.place(piece: piece, row: row)
                return try explanation(piece, row, place, periods)
            }
        } catch let error as EvaluationError {
            throw RunError.evaluation(of: "KPI \(run.kpis[0].name)", reason: error.sentence)
        }
    }

    /// The periods of each version of the KPI, as the figures of the run have them; throws where
    /// the one that is asked for is none.
    private func periods() throws -> [(kpi: KPI, periods: [Period])] {
        let names = lines.map { $0[2] }
        if let period, !names.contains(period) {
            throw RunError.noSuchFigure(
                part: "period", name: period, hint: nearest(to: period, among: names))
        }
        return run.kpis.map { kpi in
            var periods: [Period] = []
            for line in lines.lazy.compactMap(ExplainedFigure.init)
            where line.version == kpi.version && periods.last != line.period {
                let isWanted =
                    period.map { $0 == line.period.name } ?? !skipped.contains(line.period.name)
                if isWanted, !periods.contains(line.period) { periods.append(line.period) }
            }
            return (kpi, periods)
        }
    }

    private func explanation(
        _ index: Int, _ row: Int, _ place: RowPlace, _ periods: [(kpi: KPI, periods: [Period])]
    ) throws -> CaseExplanation {
        let piece = run.table.pieces[index]
        let levels = Set(run.kpis.flatMap(\.levels).compactMap(\.column))
        let corrections = run.corrections(of: piece.origin(of: row))
        let movable = try MovableRow(
            run, piece: index, row: row, columns: columns.union(levels),
            corrected: Set(corrections.map(\.field)))
        let table = try movable.table()
        var states: [CaseState] = []
        var best: (kpi: KPI, period: Period, order: [Int64])?
        for (kpi, own) in periods {
            guard let measure = kpi.measure, !own.isEmpty else { continue }
            var judge = try RowJudge(measure, over: table, in: own.map(run.scope))
            judge.begin(table, row: 0)
            for (number, period) in own.enumerated() {
                judge.begin(scope: number)
                let counted = judge.counted()
                let failing = zip(judge.clauses, judge.truths()).count {
                    $0.depth == 0 && $1 != .yes
                }
                let order = [
                    counted.belongs ? 0 : 1, Int64(counted.belongs ? 0 : failing),
                    period.end - period.start, -period.start,
                ]
                if best.map({ order.lexicographicallyPrecedes($0.order) }) ?? true {
                    best = (kpi, period, order)
                }
                if counted.belongs || self.period != nil {
                    states.append(
                        CaseState(
                            period: period, version: kpi.version, members: members(of: kpi, table),
                            counted: counted))
                }
            }
        }
        guard let best, let measure = best.kpi.measure else {
            throw RunError.noSuchFigure(part: "period", name: period ?? "", hint: nil)
        }
        var judge = try RowJudge(measure, over: table, in: [run.scope(best.period)])
        judge.begin(table, row: 0)
        let telling = FactTelling(
            run: run, piece: piece, index: index, row: row, table: table,
            corrections: corrections)
        let facts = telling.facts(measure.columns)
        var search = try FlipSearch(
            movable, measure, run.scope(best.period), calendar: calendar(table))
        return CaseExplanation(
            place: place, source: text("source", table), kpi: best.kpi, period: best.period,
            facts: facts, clauses: judged(&judge, table), counted: judge.counted(),
            states: states, flips: try search.flips(facts.movable), lost: run.lost(to: place))
    }

    private func judged(_ judge: inout RowJudge, _ table: Table) -> [JudgedFact] {
        zip(judge.clauses, judge.truths()).map { clause, truth in
            let nulls = clause.columns.filter { table[$0]?.value(0).isNull ?? true }
            return JudgedFact(
                clause: clause, truth: truth, nulls: truth == .unknown ? nulls : [])
        }
    }

    private func members(of kpi: KPI, _ table: Table) -> [LevelMember] {
        kpi.levels.map { level in
            guard let column = level.column else {
                return LevelMember(level: level.name, member: run.plan.agency.code)
            }
            let text = text(column, table)
            return LevelMember(
                level: level.name, member: text.isEmpty ? LevelGrouping.unnamed : text)
        }
    }

    private func text(_ column: String, _ table: Table) -> String {
        if case .text(let text?)? = table[column]?.value(0) { text } else { "" }
    }

    /// The working time of the unit of the case; nil where the pipeline names no calendar.
    private func calendar(_ table: Table) -> WorkingCalendar? {
        guard let calendar = run.plan.calendar else { return nil }
        let calendars = ClockCalendars(calendar)
        return calendars.working(
            .init(
                hours: calendars.hours(of: text("unit", table)),
                known: calendars.publications.count, use: .workingTime))
    }
}

extension CellValue {
    /// Whether nothing stands there.
    var isNull: Bool {
        switch self {
        case .number(let number): number == missing
        case .truth(let truth): truth == .unknown
        case .text(let text): text == nil
        }
    }
}

extension [CaseFact] {
    /// The facts that stand in the record: only they can be another than they are.
    fileprivate var movable: [(column: String, type: ValueType)] {
        filter { fact in
            if case .field = fact.origin { fact.column != "source" } else { false }
        }
        .map { ($0.column, $0.type) }
    }
}
