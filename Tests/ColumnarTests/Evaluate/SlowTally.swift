import Columnar

/// A measure of terms, as text for the program and as a tree for the interpreter.
struct RandomMeasure {
    let condition: Term?
    let numerator: RandomAggregate
    let denominator: RandomAggregate?

    init(_ maker: inout TermMaker) {
        condition =
            maker.below(6) == 0
            ? nil
            : maker.pick([
                maker.term(.flag, 3),
                .all([
                    .compare(">=", .column("x"), .bound("period_start")),
                    .compare("<", .column("x"), .bound("period_end")), maker.term(.flag, 1),
                ]),
            ])
        numerator = RandomAggregate(&maker)
        denominator = maker.below(2) == 0 ? nil : RandomAggregate(count: nil, filter: nil)
    }

    var written: String { "\(numerator.written) where \(condition?.written ?? "true")" }

    func measure(_ schema: Schema) throws(FormulaFaults) -> Measure {
        var row: RowFormula?
        if let condition {
            row = try RowFormula(condition.written, schema: schema, type: .flag)
        }
        var lower: AggregateFormula?
        if let denominator {
            lower = try AggregateFormula(denominator.written, schema: schema)
        }
        return try Measure(
            where: row, numerator: try AggregateFormula(numerator.written, schema: schema),
            denominator: lower)
    }

    func tally(_ rows: [RowInterpreter], _ period: Range<Int64>) throws(TooLarge) -> Tally {
        var members: [RowInterpreter] = []
        for row in rows where try holds(condition, row) { members.append(row) }
        var lower: Exact?
        if let denominator { lower = try denominator.value(members, period) }
        return Tally(
            members: members.count, numerator: try numerator.value(members, period),
            denominator: lower)
    }
}

func holds(_ condition: Term?, _ row: RowInterpreter) throws(TooLarge) -> Bool {
    guard let condition else { return true }
    return try row.value(condition) == .truth(true)
}

/// An aggregate of terms.
struct RandomAggregate {
    let function: String
    let arguments: [Term]
    let rank: Int
    let filter: Term?

    init(count argument: Term?, filter: Term?) {
        function = "count"
        arguments = argument.map { [$0] } ?? []
        rank = 0
        self.filter = filter
    }

    init(_ maker: inout TermMaker) {
        function = maker.pick([
            "count", "count", "sum", "min", "max", "median", "percentile", "peak", "avg",
            "count distinct", "percentile_disc", "percentile_cont", "stock",
        ])
        filter = maker.below(2) == 0 ? nil : maker.term(.flag, 2)
        rank = maker.below(101)
        let number = maker.pick([ValueType.integer, .duration])
        arguments =
            switch function {
            case "count":
                maker.below(2) == 0 ? [] : [maker.term(maker.pick([number, .text, .flag]), 2)]
            case "count distinct":
                [maker.term(maker.pick([number, .text, .text, .flag, .instant]), 2)]
            case "peak": [maker.term(.instant, 1), maker.term(.instant, 1)]
            case "stock": (0..<3).map { _ in maker.term(.instant, 1) }
            default: [maker.term(number, 2)]
            }
    }

    var written: String {
        var inner = arguments.map(\.written)
        if inner.isEmpty { inner = ["*"] }
        let suffix = filter.map { " filter (where \($0.written))" } ?? ""
        switch function {
        case "count distinct": return "count(distinct \(inner[0]))\(suffix)"
        case "percentile_disc", "percentile_cont":
            let zeros = rank < 10 ? "0" : ""
            let share =
                function == "percentile_cont"
                ? "0.5" : (rank == 100 ? "1" : "0.\(zeros)\(rank)")
            return "\(function)(\(share)) within group (order by \(inner[0]))\(suffix)"
        default: break
        }
        if function == "percentile" { inner.append("\(rank)") }
        return "\(function)(\(inner.joined(separator: ", ")))\(suffix)"
    }

    func value(_ members: [RowInterpreter], _ period: Range<Int64>) throws(TooLarge) -> Exact? {
        var filtered: [RowInterpreter] = []
        for row in members where try holds(filter, row) { filtered.append(row) }
        if function == "peak" { return try peak(filtered, period) }
        if function == "stock" { return try stock(filtered) }
        guard let argument = arguments.first else { return Exact(filtered.count) }
        var numbers: [Int64] = []
        var present: [Value] = []
        for row in filtered {
            let value = try row.value(argument)
            if value != .null { present.append(value) }
            if case .number(let number) = value { numbers.append(number) }
        }
        if function == "count" { return Exact(present.count) }
        if function == "count distinct" {
            return Exact(present.indices.count { !present[..<$0].contains(present[$0]) })
        }
        numbers.sort()
        guard let first = numbers.first, let last = numbers.last else { return nil }
        switch function {
        case "sum": return Exact(numbers.reduce(Int128(0)) { $0 + Int128($1) })
        case "avg":
            return try? Exact(
                numbers.reduce(Int128(0)) { $0 + Int128($1) }, over: Int128(numbers.count))
        case "min": return Exact(Int128(first))
        case "max": return Exact(Int128(last))
        case "median", "percentile_cont":
            let middle = numbers.count / 2
            if !numbers.count.isMultiple(of: 2) { return Exact(Int128(numbers[middle])) }
            return try? Exact(Int128(numbers[middle - 1]) + Int128(numbers[middle]), over: 2)
        default:
            // The first value at or below which so many per cent of all lie.
            for (index, number) in numbers.enumerated()
            where (index + 1) * 100 >= rank * numbers.count {
                return Exact(Int128(number))
            }
            return nil
        }
    }

    private func stock(_ rows: [RowInterpreter]) throws(TooLarge) -> Exact {
        var open = 0
        for row in rows {
            let values = [
                try row.value(arguments[0]), try row.value(arguments[1]),
                try row.value(arguments[2]),
            ]
            guard case .number(let from) = values[0], case .number(let at) = values[2],
                from <= at
            else { continue }
            if case .number(let to) = values[1], to <= at { continue }
            open += 1
        }
        return Exact(open)
    }

    /// At every instant at which a span begins, counts the spans that are open.
    private func peak(_ rows: [RowInterpreter], _ period: Range<Int64>) throws(TooLarge) -> Exact {
        var spans: [(from: Int64, to: Int64)] = []
        for row in rows {
            let (from, to) = (try row.value(arguments[0]), try row.value(arguments[1]))
            guard case .number(let start) = from else { continue }
            if case .number(let end) = to {
                spans.append((start, end))
            } else {
                spans.append((start, .max))
            }
        }
        let instants = spans.map { max($0.from, period.lowerBound) }.filter(period.contains)
        let open = instants.map { instant in
            spans.count { $0.from <= instant && instant < $0.to }
        }
        return Exact(open.max() ?? 0)
    }
}
