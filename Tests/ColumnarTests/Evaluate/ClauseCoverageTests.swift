import Columnar
import Testing

/// What clauses decide, counted by columns, against a count row by row.
@Suite struct `Clause coverage` {
    /// The conditions of one random measure; every one reads a column of its own.
    private struct Conditions {
        let period, left, right, last, first, second, one, two: Term

        init(_ random: inout SplitMix64) {
            func sign() -> String {
                ["<", "<=", ">", ">=", "=", "<>"][Int.random(in: 0..<6, using: &random)]
            }
            func compared(_ name: String, _ spread: Int64) -> Term {
                .compare(
                    sign(), .column(name),
                    .integer(Int64.random(in: -spread...spread, using: &random)))
            }
            period = .compare(">=", .column("x"), .bound("period_start"))
            left = compared("n", 4)
            right = compared("m", 100)
            last = .isNull(.column("y"), isNot: Bool.random(using: &random))
            first = .compare(
                sign(), .column("d"), .interval(Int64.random(in: 0...9, using: &random)))
            second = .member(
                .column("s"), [.text("a"), .text("b")], isNot: Bool.random(using: &random))
            one = .compare("=", .column("t"), .text("aa"))
            two = .column("f")
        }

        var condition: String {
            "\(period.written) and (\(left.written) or \(right.written)) and \(last.written)"
        }

        var numerator: String {
            "sum(case when \(one.written) then n when \(two.written) then m else 1 end) "
                + "filter (where \(first.written) and \(second.written))"
        }
    }

    /// One clause as the twin counts it.
    private struct Expected: Equatable, CustomStringConvertible {
        var kind: String
        var counts = [0, 0, 0, 0, 0]

        mutating func count(_ truth: Value, decided: Bool) {
            counts[0] += 1
            counts[truth == .truth(true) ? 1 : truth == .truth(false) ? 2 : 3] += 1
            if decided { counts[4] += 1 }
        }

        var description: String { "\(kind) \(counts)" }
    }

    @Test(arguments: Array(UInt64(1)...120))
    func `agrees with a count row by row`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rowCount = seed % 30 == 0 ? 5_000 : Int.random(in: 0...200, using: &random)
        let source = RandomTable(&random, rowCount: rowCount, isSorted: false, hasHuge: false)
        let conditions = Conditions(&random)
        let schema = source.table.schema
        let measure = try Measure(
            where: RowFormula(conditions.condition, schema: schema, type: .flag),
            numerator: AggregateFormula(conditions.numerator, schema: schema), denominator: nil)
        let start = Int64.random(in: -400_000...400_000, using: &random)
        let scope = Scope(periodStart: start, periodEnd: start + 9, asOf: 0, calendar: nil)
        var gatherer = ClauseGatherer(try ClausePlan(measure, over: source.table, in: scope))
        var used: [Int] = []
        gatherer.gather(source.table) { used.append($0) }
        let expected = try slowly(source, conditions, start)
        // The listed texts of `in` are branches of their own, which the twin does not count.
        let found = gatherer.clauses.filter { !["'a'", "'b'"].contains($0.text) }.map { clause in
            Expected(
                kind: clause.kind.rawValue,
                counts: [clause.rows, clause.yes, clause.no, clause.unknown, clause.decided])
        }
        #expect(found == expected.clauses, "seed \(seed): \(conditions.condition)")
        #expect(used == expected.members && gatherer.memberCount == used.count)
        var twice = gatherer
        twice.merge(gatherer)
        #expect(twice.clauses.map(\.rows) == gatherer.clauses.map { $0.rows * 2 })
    }

    private func slowly(
        _ source: RandomTable, _ conditions: Conditions, _ start: Int64
    ) throws -> (clauses: [Expected], members: [Int]) {
        var clauses = [
            "and", "and", "or", "or", "and", "and", "and", "argument", "when", "when", "else",
        ]
        .map { Expected(kind: $0) }
        var members: [Int] = []
        for (index, row) in source.rows.enumerated() {
            let interpreter = RowInterpreter(row: row, bounds: ["period_start": start])
            func truth(_ term: Term) throws -> Value { try interpreter.value(term) }
            func holds(_ value: Value) -> Bool { value == .truth(true) }
            let either = Term.any([conditions.left, conditions.right])
            let parts = try [conditions.period, either, conditions.last].map { try truth($0) }
            let alone = parts.count { !holds($0) } == 1
            clauses[0].count(parts[0], decided: alone && !holds(parts[0]))
            if holds(parts[0]) {
                clauses[1].count(parts[1], decided: alone && !holds(parts[1]))
                clauses[4].count(parts[2], decided: alone && !holds(parts[2]))
            }
            if holds(parts[0]), holds(parts[2]) {
                let (left, right) = (try truth(conditions.left), try truth(conditions.right))
                clauses[2].count(left, decided: holds(left) && !holds(right))
                clauses[3].count(right, decided: holds(right) && !holds(left))
            }
            guard parts.allSatisfy(holds) else { continue }
            members.append(index)
            let (first, second) = (try truth(conditions.first), try truth(conditions.second))
            clauses[5].count(first, decided: !holds(first) && holds(second))
            clauses[6].count(second, decided: !holds(second) && holds(first))
            guard holds(first), holds(second) else { continue }
            let (one, two) = (try truth(conditions.one), try truth(conditions.two))
            let argument = holds(one) ? row["n"] : holds(two) ? row["m"] : .number(1)
            let isThere = argument != .null
            clauses[7].count(.truth(isThere), decided: !isThere)
            clauses[8].count(one, decided: holds(one))
            if holds(one) { continue }
            clauses[9].count(two, decided: holds(two))
            if !holds(two) { clauses[10].count(.truth(true), decided: true) }
        }
        return (clauses, members)
    }

    @Test func `tells rows on the bound of a comparison`() throws {
        var table = Table(rowCount: 4)
        table.append("resolved_at", .instant([39, 40, 41, missing]))
        table.append("due_at", .instant([40, 40, 40, 40]))
        let measure = try Measure(
            where: nil,
            numerator: AggregateFormula(
                "count(*) filter (where resolved_at <= due_at)", schema: table.schema),
            denominator: AggregateFormula("count(*)", schema: table.schema))
        let scope = Scope(periodStart: 0, periodEnd: 9, asOf: 0, calendar: nil)
        var gatherer = ClauseGatherer(try ClausePlan(measure, over: table, in: scope))
        gatherer.gather(table)
        let clause = try #require(gatherer.clauses.first)
        #expect([clause.rows, clause.yes, clause.no, clause.unknown] == [4, 2, 1, 1])
        #expect(clause.atBound == 1 && clause.decided == 2 && clause.idleness == nil)
        #expect(gatherer.memberCount == 4)
    }
}
