import Columnar
import Ledger

/// Leads the figures of one sealed run to those of another, cause by cause, from the archive.
///
/// Places between the runs have the files of the later run put in one cause after the other, in
/// the order of `BridgeStep`, and each is computed as a run is. Where nothing differs nothing is
/// computed; where a place cannot be, its cause is joined with the next.
package func bridge(_ request: BridgeRequest) throws -> Bridge {
    let workspace = Workspace(existing: request.verification.workspace)
    let from = try NamedEnd(request.from, of: request.pipeline, in: workspace)
    let to = try NamedEnd(request.to, of: request.pipeline, in: workspace)
    var filter = request.filter
    filter.period = try period(from, to, asked: filter.period)
    let ends = try BridgedRuns(workspace, from: from.run, to: to.run)
    let wanted = try ends.wanted(filter, always: filter.kpi != nil && filter.period != nil)
    if wanted.names.isEmpty { try ends.requireKnown(filter) }
    var bridge = Bridge(
        from: from.run, to: to.run, figures: [], remarks: [], others: wanted.others)
    var made: [BridgedName: BridgedFigure] = [:]
    for pair in ends.pairs(wanted.names) {
        let span = try BridgeSpan(
            workspace, pair, ends, request, WantedFigures(Set(pair.names)))
        let (figures, remarks) = try span.built()
        for figure in figures { made[figure.name] = figure }
        for remark in remarks where !bridge.remarks.contains(remark) {
            bridge.remarks.append(remark)
        }
    }
    bridge.figures = wanted.names.compactMap { made[$0] }
    return bridge
}

/// The period of both ends, where one is named: a bridge is between revisions of one period.
private func period(_ from: NamedEnd, _ to: NamedEnd, asked: String?) throws -> String? {
    if let first = from.period, let second = to.period, first != second {
        throw RunError.periodRefused(
            "\(first) and \(second) are different periods, and a bridge leads from one revision of "
                + "a period to another of the same; name two such as \(second)@1 and \(second)@2, "
                + "or two runs")
    }
    let own = from.period ?? to.period
    if let own, let asked, own != asked {
        throw RunError.periodRefused(
            "--period \(asked) is not the period of the revision, \(own); leave --period out")
    }
    return own ?? asked
}

/// Two sealed runs and their figures.
struct BridgedRuns {
    let workspace: Workspace
    let from: (name: String, files: SealedFiles)
    let to: (name: String, files: SealedFiles)

    /// Two runs whose figures of the same names are computed by the same runs, and which.
    struct Pair {
        var from: String
        var to: String
        var names: [BridgedName]
    }

    init(_ workspace: Workspace, from: String, to: String) throws {
        self.workspace = workspace
        self.from = (from, try SealedFiles(workspace, run: from))
        self.to = (to, try SealedFiles(workspace, run: to))
    }

    /// The figures that are to be shown, in the order of `results.csv`, and how many others of
    /// other levels differ.
    func wanted(
        _ filter: ResultsFilter, always: Bool
    ) throws -> (names: [BridgedName], others: [(level: String, count: Int)]) {
        var open = filter
        open.level = nil
        open.member = nil
        open.status = nil
        var before: [BridgedName: BridgedLine] = [:]
        for figure in try from.files.figures(open) { before[figure.name] = figure }
        var differing: [(figure: BridgedLine, differs: Bool)] = []
        for figure in try to.files.figures(open) {
            let other = before.removeValue(forKey: figure.name)
            differing.append((figure, !figure.isSame(as: other)))
        }
        differing += before.values.map { ($0, true) }
        differing.sort { $0.figure.precedes($1.figure) }
        var names: [BridgedName] = []
        var others: [String: Int] = [:]
        for (figure, differs) in differing {
            if filter.admits(figure.fields) {
                if differs || always { names.append(figure.name) }
            } else if differs {
                others[figure.name.level, default: 0] += 1
            }
        }
        return (
            names,
            others.sorted { precedes($0.key, $1.key) }.map { (level: $0.key, count: $0.value) }
        )
    }

    /// Throws where a filter names a KPI, period, level or member that neither run has.
    func requireKnown(_ filter: ResultsFilter) throws {
        let asked = [
            ("KPI", filter.kpi, 0), ("period", filter.period, 2), ("level", filter.level, 5),
            ("member", filter.member, 6),
        ]
        var known: [Int: Set<String>] = [:]
        for files in [from.files, to.files] {
            try forEachFigure(in: files.sealedResults) { line in
                let fields = line.fields
                for (_, name, place) in asked where name != nil {
                    known[place, default: []].insert(fields[place])
                }
            }
        }
        for (part, name, place) in asked {
            guard let name, let names = known[place], !names.contains(name) else { continue }
            throw RunError.inNeitherRun(
                part: part, name: name, known: names.sorted(by: precedes))
        }
    }

    /// The figures by the runs that computed them.
    func pairs(_ names: [BridgedName]) -> [Pair] {
        let (before, after) = (from.files.sources, to.files.sources)
        var pairs: [Pair] = []
        for name in names {
            let runs = (before[name.period] ?? from.name, after[name.period] ?? to.name)
            let place = pairs.firstIndex { $0.from == runs.0 && $0.to == runs.1 }
            if let place {
                pairs[place].names.append(name)
            } else {
                pairs.append(Pair(from: runs.0, to: runs.1, names: [name]))
            }
        }
        return pairs
    }
}

extension BridgedLine {
    /// The order of `results.csv`.
    fileprivate func precedes(_ other: BridgedLine) -> Bool {
        // KPI, start, the longer periods last, level, member; those without one last.
        let texts = [(0, false), (3, false), (4, false), (2, false), (5, false), (6, true)]
        for (place, isMember) in texts where fields[place] != other.fields[place] {
            if isMember, fields[place] == LevelGrouping.unnamed { return false }
            if isMember, other.fields[place] == LevelGrouping.unnamed { return true }
            return Pipeline.precedes(fields[place], other.fields[place])
        }
        return false
    }
}
