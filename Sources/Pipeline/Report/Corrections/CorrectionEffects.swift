import Columnar
import Ledger

/// The corrections of a sealed run, and which of its figures each of them touches.
///
/// A correction touches a figure if its row belongs to it as it is, or did as it was.
package struct CorrectionEffects: Sendable {
    /// Name of the run.
    package let run: String
    /// Whether its pipeline names files of corrections.
    package let isDeclared: Bool
    /// The lines of its `corrections.csv`, in the order in which they were judged.
    package let lines: [[String]]
    /// Reason, author and approver of each, from the archived files.
    package let people: [[String]]
    private let plan: Plan
    private let asOf: Int64
    private let tables: [CorrectedSides]
    private let manifest: Manifest

    /// The corrections of a run, by default of the published one.
    package init(workspace root: String, run: String?) throws {
        let workspace = Workspace(existing: root)
        self.run = try runName(run, in: workspace)
        let sealed = try SealedFiles(workspace, run: self.run)
        manifest = sealed.manifest
        isDeclared = sealed.manifest.outputs.contains { $0.name == RunFiles.correctionsName }
        plan = try archivedPlan(sealed.manifest, in: workspace)
        asOf = try Moment(journalText: sealed.manifest.asOf).local
        guard isDeclared else {
            (lines, people, tables) = ([], [], [])
            return
        }
        let found = try sealedLines(sealed.bytes(RunFiles.correctionsName))
        guard found.header == correctionsHeader else {
            throw RunError.store("there is a corrections.csv of another version")
        }
        lines = found.lines
        people = plan.corrections.map { [$0.reason, $0.author, $0.approver] }
        tables = CorrectedSides.all(
            try sealedLines(sealed.bytes(RunFiles.correctedName)).lines, plan)
    }

    /// For each correction the places of the figures that it touches, among lines of
    /// `results.csv` whose periods the run computed itself.
    package func touched(_ figures: [[String]]) -> [[Int]] {
        var places: [[Int]] = Array(repeating: [], count: lines.count)
        var byRecord: [String: [Int]] = [:]
        for (number, line) in lines.enumerated()
        where line[7] == JudgedCorrection.Status.applied.rawValue {
            byRecord["\(line[8]) \(line[9])", default: []].append(number)
        }
        guard !byRecord.isEmpty else { return places }
        var groups: [[String]: [Int]] = [:]
        for (place, figure) in figures.enumerated() where manifest.origin(of: figure[2]) == nil {
            groups[[figure[0], figure[1], figure[3], figure[4]], default: []].append(place)
        }
        for (key, own) in groups {
            guard
                let kpi = plan.kpis.first(where: {
                    $0.name == key[0] && String($0.version) == key[1]
                }), let rows = tables.first(where: { $0.table == kpi.table }),
                let start = parseInstant(key[2]), let end = parseInstant(key[3])
            else { continue }
            let scope = Scope(
                periodStart: start, periodEnd: end, asOf: asOf, calendar: plan.calendar?.working)
            let belonging = rows.sides.map { rowsBelonging(to: kpi, $0, scope) }
            for place in own {
                let figure = figures[place]
                var numbers: Set<Int> = []
                for (side, members) in zip(rows.sides, belonging) {
                    for row in members where has(side, row, kpi, figure[5], figure[6]) {
                        numbers.formUnion(byRecord[rows.records[row]] ?? [])
                    }
                }
                for number in numbers.sorted() { places[number].append(place) }
            }
        }
        return places.map { $0.sorted() }
    }

    /// The rows that belong to a KPI; where it cannot be told, all of them.
    private func rowsBelonging(to kpi: KPI, _ rows: Table, _ scope: Scope) -> [Int] {
        guard let measure = kpi.measure else { return [] }
        let found = try? members(of: measure, in: rows, grouping: .whole, group: 0, scope: scope)
        return found?.map { Int($0) } ?? Array(0..<rows.rowCount)
    }

    /// Whether a row counts for a member of a level.
    private func has(_ rows: Table, _ row: Int, _ kpi: KPI, _ level: String, _ member: String)
        -> Bool
    {
        guard let column = kpi.levels.first(where: { $0.name == level })?.column else {
            return true
        }
        let text = rows[column]?.cellText(row) ?? ""
        let own = text.isEmpty ? LevelGrouping.unnamed : text
        if own == unmarked(member) { return true }
        // What a divided unit has is given to others by their shares.
        guard kpi.unitView(of: level)?.aspect == .restated, plan.split == .estimate,
            let division = plan.unitHistory.divisions[own]
        else { return false }
        return division.parts.contains { $0.unit == unmarked(member) && $0.share != nil }
    }
}
