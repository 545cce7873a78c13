import Columnar
import Testing

/// The evaluation by columns against the interpreter by rows, over random formulas and tables.
@Suite struct `Tallies against a row interpreter` {
    private static let seeds = Array(UInt64(1)...200)

    @Test(arguments: seeds)
    func `random measures over random tables agree`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rowCount = seed % 40 == 0 ? 9_000 : Int.random(in: 0...150, using: &random)
        let source = RandomTable(
            &random, rowCount: rowCount, isSorted: seed.isMultiple(of: 2),
            hasHuge: seed.isMultiple(of: 5))
        var maker = TermMaker(random: random)
        let measures = (0..<3).map { _ in RandomMeasure(&maker) }
        let checked = try measures.map { try $0.measure(source.table.schema) }
        let codes = (0..<rowCount).map { _ in
            let code = maker.below(4)
            return code == 3 ? missingCode : UInt32(code)
        }
        let groupings = [.whole, Grouping(codes: codes, count: 3)]
        let periods: [Range<Int64>] = [-100_000..<50_000, 0..<86_400, -500_000..<500_000, 5..<5]
        let scope = Scope(periodStart: 0, periodEnd: 0, asOf: 1_000, calendar: nil)
        for index in measures.indices {
            let expected = slowTallies(measures[index], source, codes, periods)
            let found = tallies(checked[index], source.table, groupings, scope, periods, 1)
            #expect(
                found == expected,
                "seed \(seed): \(measures[index].written)"
            )
            let divided = tallies(
                checked[index], source.table, groupings, scope, periods, 3)
            #expect(divided == found, "seed \(seed): pieces")
            let narrow = tallies(
                checked[index], source.table.narrowed, groupings, scope, periods, 2)
            #expect(narrow == found, "seed \(seed): narrow cells")
        }
    }

    /// By period and group, the whole first; nil where a row that counts has no value.
    private func slowTallies(
        _ measure: RandomMeasure, _ source: RandomTable, _ codes: [UInt32],
        _ periods: [Range<Int64>]
    ) -> [[Tally]]? {
        var byPeriod: [[Tally]] = []
        for period in periods {
            let bounds = [
                "period_start": period.lowerBound, "period_end": period.upperBound, "as_of": 1_000,
            ]
            let rows = source.rows.map { RowInterpreter(row: $0, bounds: bounds) }
            do throws(TooLarge) {
                var tallies = [try measure.tally(rows, period)]
                for group in UInt32(0)..<3 {
                    let members = zip(rows, codes).filter { $0.1 == group }.map(\.0)
                    tallies.append(try measure.tally(members, period))
                }
                byPeriod.append(tallies)
            } catch {
                return nil
            }
        }
        return byPeriod
    }

    private func tallies(
        _ measure: Measure, _ table: Table, _ groupings: [Grouping], _ scope: Scope,
        _ periods: [Range<Int64>], _ pieces: Int
    ) -> [[Tally]]? {
        let scopes = periods.map { period in
            Scope(
                periodStart: period.lowerBound, periodEnd: period.upperBound, asOf: scope.asOf,
                calendar: scope.calendar)
        }
        return try? inPieces(measure, table, groupings, scopes, pieces)
    }

    /// Every piece by a thread of its own, the last first: no order shows in the tallies.
    private func inPieces(
        _ measure: Measure, _ table: Table, _ groupings: [Grouping], _ scopes: [Scope],
        _ pieces: Int
    ) throws(EvaluationError) -> [[Tally]] {
        let plan = try TallyPlan(
            [measure], over: table, groupCounts: groupings.map(\.groupCount), in: scopes)
        var parts: [PartialTally] = []
        for piece in (0..<pieces).reversed() {
            let first = table.rowCount * piece / pieces
            let rows = first..<table.rowCount * (piece + 1) / pieces
            var own = table
            own.keep(rows.map { UInt32($0) })
            var gatherer = TallyGatherer(plan)
            try gatherer.gather(own, by: groupings.map { $0.part(rows) }, base: first)
            parts.append(gatherer.partial)
        }
        var tallies: [[Tally]] = []
        for scope in scopes.indices {
            let byGrouping = try plan.tallies(of: parts, scope: scope)[0]
            tallies.append(byGrouping.flatMap { $0.dropLast() })
        }
        return tallies
    }

    @Test(arguments: seeds.prefix(40))
    func `measures evaluated together are what they are alone`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed &+ 1_000)
        let source = RandomTable(&random, rowCount: 5_000, isSorted: true, hasHuge: false)
        var maker = TermMaker(random: random)
        let measures = try (0..<5).map { _ in
            try RandomMeasure(&maker).measure(source.table.schema)
        }
        let groupings = [Grouping.whole]
        let scope = Scope(periodStart: -9_000, periodEnd: 9_000, asOf: 0, calendar: nil)
        let alone = try measures.map {
            try tally([$0], over: source.table, by: groupings, in: scope)[0]
        }
        let together = try tally(measures, over: source.table, by: groupings, in: scope)
        #expect(together == alone, "seed \(seed)")
        for (measure, expected) in zip(measures, alone) {
            let rows = try members(
                of: measure, in: source.table, grouping: groupings[0], group: 0, scope: scope)
            #expect(rows.count == expected[0][0].members, "seed \(seed)")
        }
    }
}

extension Table {
    /// The same table, numbers in four bytes where they fit.
    fileprivate var narrowed: Table {
        var table = self
        for (index, column) in columns.enumerated() {
            switch column {
            case .integer(let cells), .instant(let cells), .duration(let cells):
                table.fill(index, with: .numbers(cells, column.type))
            default: break
            }
        }
        return table
    }
}

extension Grouping {
    /// The groups of some rows.
    fileprivate func part(_ rows: Range<Int>) -> Grouping {
        isWhole ? self : Grouping(codes: Array(codes[rows]), count: count)
    }
}
