import Columnar
import Ledger

/// Leads the figures of one sealed run to those of another, cause by cause, from the archive.
///
/// Places between the runs have the files of the later run put in one cause after the other, in
/// the order of `BridgeStep`, and each is computed as a run is. Where nothing differs nothing is
/// computed; where a place cannot be, its cause is joined with the next.
package func bridge(_ request: BridgeRequest) throws -> Bridge {
    let workspace = Workspace(existing: request.verification.workspace)
    let from = try NamedEnd(request.from, in: workspace)
    let to = try NamedEnd(request.to, in: workspace)
    var filter = request.filter
    for period in [from.period, to.period].compactMap(\.self) {
        guard filter.period == nil || filter.period == period else {
            throw RunError.noSuchFigure(part: "period", name: filter.period ?? "", hint: period)
        }
        filter.period = period
    }
    let ends = try BridgedRuns(workspace, from: from.run, to: to.run)
    let wanted = try ends.wanted(filter, always: filter.kpi != nil && filter.period != nil)
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
