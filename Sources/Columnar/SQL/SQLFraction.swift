/// A number of a group in SQL: whole numbers over whole numbers, so that nothing is rounded.
struct SQLFraction {
    var upper: String
    /// The lower side; nil for 1.
    var lower: String?

    /// Both at one lower side.
    static func alike(_ left: SQLFraction, _ right: SQLFraction) -> (String, String, String?) {
        if left.lower == right.lower { return (left.upper, right.upper, left.lower) }
        return (
            times(left.upper, right.lower), times(right.upper, left.lower),
            product(left.lower, right.lower)
        )
    }

    /// The value of an arithmetic of two.
    static func combine(
        _ sign: ArithmeticOperator, _ left: SQLFraction, _ right: SQLFraction
    ) -> SQLFraction {
        switch sign {
        case .plus, .minus:
            let (x, y, lower) = alike(left, right)
            return SQLFraction(upper: "(\(x) \(sign.rawValue) \(y))", lower: lower)
        case .times:
            return SQLFraction(
                upper: times(left.upper, right.upper), lower: product(left.lower, right.lower))
        case .dividedBy:
            let lower = times(right.upper, left.lower)
            return SQLFraction(
                upper: times(left.upper, right.lower), lower: "nullif(\(lower), 0)")
        case .modulo:
            let (x, y, lower) = alike(left, right)
            return SQLFraction(upper: "(\(x) % nullif(\(y), 0))", lower: lower)
        }
    }

    private static func times(_ left: String, _ right: String?) -> String {
        right.map { "(\(left) * \($0))" } ?? left
    }

    private static func product(_ left: String?, _ right: String?) -> String? {
        left.map { times($0, right) } ?? right
    }
}

/// Prints one side of a measure: its aggregates are columns of the grouped rows.
struct SQLSide {
    let printer: SQLPrinter
    /// By aggregate: the name of the table that has it for each member; nil where SQL has it.
    let figures: [String?]
    let aggregates: [Aggregate]

    /// The side as a fraction.
    func fraction(_ expression: AggregateExpression) throws(SQLRefusal) -> SQLFraction {
        switch expression {
        case .constant(let value):
            let text = value == missing ? printer.dialect.null(.integer) : number(Int128(value))
            return SQLFraction(upper: text)
        case .fraction(let value):
            return SQLFraction(
                upper: number(value.numerator),
                lower: value.isWhole ? nil : number(value.denominator))
        case .bound(let bound):
            return SQLFraction(upper: printer.bounds.text(bound, in: printer.dialect))
        case .aggregate(let index): return try aggregate(index)
        case .arithmetic(let sign, let left, let right):
            return SQLFraction.combine(sign, try fraction(left), try fraction(right))
        case .function(let function, let parts): return try self.function(function, parts)
        }
    }

    private func number(_ value: Int128) -> String {
        // Wide from the start: products of literals would not fit into 32 bits.
        let text = value < 0 ? "(\(value))" : "\(value)"
        return printer.dialect == .sqlite ? text : "cast(\(text) as bigint)"
    }

    private func aggregate(_ index: Int) throws(SQLRefusal) -> SQLFraction {
        let aggregate = aggregates[index]
        var filter = ""
        if let condition = aggregate.filter {
            filter = " filter (where \(try printer.text(condition)))"
        }
        func call(_ name: String, _ argument: Expression, _ prefix: String = "")
            throws(SQLRefusal) -> String
        {
            "\(name)(\(prefix)\(try printer.text(argument)))\(filter)"
        }
        let figure = figures[index].map { "max(\($0).figure)" }
        switch aggregate.function {
        case .count(nil): return SQLFraction(upper: "count(*)\(filter)")
        case .count(let argument?): return SQLFraction(upper: try call("count", argument))
        case .countDistinct(let argument):
            return SQLFraction(upper: try call("count", argument, "distinct "))
        case .sum(let argument): return SQLFraction(upper: try call("sum", argument))
        case .mean(let argument):
            return SQLFraction(
                upper: try call("sum", argument), lower: "nullif(\(try call("count", argument)), 0)"
            )
        case .least(let argument): return SQLFraction(upper: try call("min", argument))
        case .greatest(let argument): return SQLFraction(upper: try call("max", argument))
        case .median: return SQLFraction(upper: figure ?? "null", lower: number(2))
        case .percentile: return SQLFraction(upper: figure ?? "null")
        case .peak: return SQLFraction(upper: "coalesce(\(figure ?? "null"), 0)")
        }
    }

    private func function(
        _ function: NumberFunction, _ parts: [AggregateExpression]
    ) throws(SQLRefusal) -> SQLFraction {
        var fractions: [SQLFraction] = []
        for part in parts { fractions.append(try fraction(part)) }
        if function == .abs {
            return SQLFraction(
                upper: "abs(\(fractions[0].upper))", lower: fractions[0].lower.map { "abs(\($0))" })
        }
        // Sides that are null or negative would change what is compared.
        let lowers = Set(fractions.map(\.lower))
        guard lowers.count == 1, let lower = lowers.first, lower.map(isLiteral) ?? true else {
            throw SQLRefusal(
                sentence: "\(function.rawValue) of quotients cannot be printed without rounding; "
                    + "put \(function.rawValue) around whole numbers, or declare numerator and "
                    + "denominator apart.")
        }
        let uppers = fractions.map(\.upper)
        let upper =
            switch function {
            case .nullif: "nullif(\(uppers[0]), \(uppers[1]))"
            case .least, .greatest: printer.dialect.extreme(function == .least, uppers)
            default:
                uppers.count == 1 ? uppers[0] : "coalesce(\(uppers.joined(separator: ", ")))"
            }
        return SQLFraction(upper: upper, lower: lower)
    }

    private func isLiteral(_ text: String) -> Bool {
        !text.contains("(") || text.hasPrefix("cast(") && !text.dropFirst(5).contains("(")
    }
}
