/// Prints checked formulas as SQL over exported tables, where instants are whole seconds.
///
/// Everything is arithmetic on integers, so that every database gives the same numbers: decimals
/// have become multiples already, days and seconds are taken apart by `%`.
struct SQLPrinter {
    let dialect: SQLDialect
    let bounds: SQLBounds
    /// Working intervals of a day that the table `working_day` has columns for.
    let intervalsPerDay: Int

    /// An instant as a number that a reader can read.
    static func instant(_ value: Int64) -> String {
        let number = value < 0 ? "(\(value))" : "\(value)"
        return "\(number) /* \(instantText(value)) */"
    }

    /// The expression, for a place where nothing binds tighter than a comma.
    func text(_ expression: Expression) throws(SQLRefusal) -> String {
        switch expression.operation {
        case .constant(let value):
            if value == missing { return dialect.null(expression.type) }
            if expression.type == .instant { return Self.instant(value) }
            return value < 0 ? "(\(value))" : "\(value)"
        case .truth(let truth):
            return truth == 1 ? dialect.null(.flag) : (truth == 2 ? "true" : "false")
        case .text(let text): return dialect.literal(text)
        case .column(let name): return dialect.quoted(name)
        case .bound(let bound): return bounds.text(bound, in: dialect)
        case .arithmetic(let sign, let left, let right):
            return try arithmetic(sign, left, right)
        case .dayStart(let inner):
            let inner = try operand(inner)
            return "\(inner) - \(secondOfDay(inner))"
        case .extract(let field, let inner): return extract(field, try operand(inner))
        case .workingTime(let from, let to):
            return "\(try workingPosition(to)) - \(try workingPosition(from))"
        case .workingDays(let from, let to):
            return "\(try workingDaysUntil(to)) - \(try workingDaysUntil(from))"
        case .addWorkingDays(let from, let days): return try addWorkingDays(from, days)
        case .magnitude(let inner): return "abs(\(try text(inner)))"
        case .least(let parts): return dialect.extreme(true, try texts(parts))
        case .greatest(let parts): return dialect.extreme(false, try texts(parts))
        case .like(let inner, let pattern):
            return "\(try operand(inner)) \(pattern.predicate(in: dialect))"
        case .comparison(let comparison, let left, let right):
            return try self.comparison(comparison, left, right)
        case .all(let parts):
            if let between = try between(parts) { return between }
            return try conditions(parts).joined(separator: " and ")
        case .any(let parts):
            if let membership = try membership(parts) { return membership }
            return try conditions(parts).joined(separator: " or ")
        case .not(let inner):
            if case .isNull(let tested) = inner.operation {
                return "\(try operand(tested)) is not null"
            }
            return "not \(try operand(inner))"
        case .isNull(let inner): return "\(try operand(inner)) is null"
        case .coalesce(let parts):
            let parts = try texts(parts)
            return parts.count == 1 ? "(\(parts[0]))" : "coalesce(\(parts.joined(separator: ", ")))"
        case .choice(let branches, let otherwise):
            var words = ["case"]
            for branch in branches {
                words.append("when \(try text(branch.condition)) then \(try text(branch.value))")
            }
            words.append("else \(try text(otherwise)) end")
            return words.joined(separator: " ")
        }
    }

    /// The expression in parentheses, unless it is a single thing.
    func operand(_ expression: Expression) throws(SQLRefusal) -> String {
        let text = try text(expression)
        switch expression.operation {
        case .constant, .truth, .text, .column, .bound, .magnitude, .least, .greatest, .coalesce:
            return text
        default: return "(\(text))"
        }
    }

    func texts(_ parts: [Expression]) throws(SQLRefusal) -> [String] {
        var texts: [String] = []
        for part in parts { texts.append(try text(part)) }
        return texts
    }

    private func conditions(_ parts: [Expression]) throws(SQLRefusal) -> [String] {
        var texts: [String] = []
        for part in parts { texts.append(try condition(part)) }
        return texts
    }

    /// A part of `and` or `or`: comparisons and tests bind tighter and need no parentheses.
    func condition(_ expression: Expression) throws(SQLRefusal) -> String {
        switch expression.operation {
        case .comparison, .isNull, .like: return try text(expression)
        case .not(let inner):
            if case .isNull = inner.operation { return try text(expression) }
            return try operand(expression)
        default: return try operand(expression)
        }
    }

    private func arithmetic(
        _ sign: ArithmeticOperator, _ left: Expression, _ right: Expression
    ) throws(SQLRefusal) -> String {
        var (upper, lower) = (try operand(left), try operand(right))
        // Literals have 32 bits in most databases until something makes them wider.
        if dialect != .sqlite, left.columns.isEmpty, right.columns.isEmpty {
            upper = "cast(\(upper) as bigint)"
        }
        switch sign {
        case .plus, .minus, .times: return "\(upper) \(sign.rawValue) \(lower)"
        case .dividedBy, .modulo:
            lower = "nullif(\(lower), 0)"
            return sign == .modulo ? "\(upper) % \(lower)" : dialect.quotient(upper, lower)
        }
    }

    private func comparison(
        _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression
    ) throws(SQLRefusal) -> String {
        var upper = try operand(left)
        let isOrder = comparison != .equal && comparison != .unequal
        if dialect == .postgres, left.type == .text, isOrder { upper += " collate \"C\"" }
        return "\(upper) \(comparison.rawValue) \(try operand(right))"
    }

    /// `x between a and b`, if that is what was written.
    private func between(_ parts: [Expression]) throws(SQLRefusal) -> String? {
        guard parts.count == 2, parts[0].range == parts[1].range,
            case .comparison(.greaterOrEqual, let value, let low) = parts[0].operation,
            case .comparison(.lessOrEqual, let same, let high) = parts[1].operation,
            value.type != .text, value.range == same.range, value.scale == same.scale
        else { return nil }
        let (text, other) = (try operand(value), try operand(same))
        guard text == other else { return nil }
        return "\(text) between \(try operand(low)) and \(try operand(high))"
    }

    /// `x in (a, b)`, if that is what was written.
    private func membership(_ parts: [Expression]) throws(SQLRefusal) -> String? {
        var value: String?
        var members: [String] = []
        for part in parts {
            guard case .comparison(.equal, let left, let right) = part.operation,
                part.range == right.range
            else { return nil }
            let text = try operand(left)
            guard value == nil || value == text else { return nil }
            value = text
            members.append(try self.text(right))
        }
        return value.map { "\($0) in (\(members.joined(separator: ", ")))" }
    }
}

extension LikePattern {
    /// The predicate behind a text: `like` where letter case counts, `glob` in SQLite.
    fileprivate func predicate(in dialect: SQLDialect) -> String {
        var bytes: [UInt8] = []
        var needsEscape = false
        for part in parts {
            switch part {
            case .run: bytes.append(UInt8(ascii: dialect == .sqlite ? "*" : "%"))
            case .one: bytes.append(UInt8(ascii: dialect == .sqlite ? "?" : "_"))
            case .byte(let byte) where dialect == .sqlite:
                bytes +=
                    [UInt8]("*?[".utf8).contains(byte)
                    ? [UInt8(ascii: "["), byte, UInt8(ascii: "]")] : [byte]
            case .byte(let byte):
                // The escape that no database has by itself; `\` must be freed of its meaning.
                let isSpecial = [UInt8]("%_!\\".utf8).contains(byte)
                needsEscape = needsEscape || isSpecial
                let escapes = byte == UInt8(ascii: "\\") ? false : isSpecial
                bytes += escapes ? [UInt8(ascii: "!"), byte] : [byte]
            }
        }
        let pattern = dialect.literal(String(decoding: bytes, as: UTF8.self))
        if dialect == .sqlite { return "glob \(pattern)" }
        return needsEscape ? "like \(pattern) escape '!'" : "like \(pattern)"
    }
}

extension RowFormula {
    /// The formula in SQL over a table as it is exported.
    package func sql(
        in dialect: SQLDialect, bounds: SQLBounds, calendar: WorkingCalendar?
    ) throws(SQLRefusal) -> String {
        let printer = SQLPrinter(
            dialect: dialect, bounds: bounds, intervalsPerDay: calendar?.intervalsPerDay ?? 0)
        return try printer.text(expression)
    }
}
