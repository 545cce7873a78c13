/// A database whose SQL can be printed.
package enum SQLDialect: String, Sendable, CaseIterable {
    /// SQLite, from 3.30 on.
    case sqlite
    /// DuckDB.
    case duckdb
    /// PostgreSQL, from 12 on.
    case postgres
    /// Apache Spark SQL, from 3.4 on.
    case spark

    /// A name in quotes, so that no word of the dialect is met.
    package func quoted(_ name: String) -> String {
        let quote: Character = self == .spark ? "`" : "\""
        return "\(quote)\(String(name.flatMap { $0 == quote ? [quote, quote] : [$0] }))\(quote)"
    }

    /// A text as a literal.
    package func literal(_ text: String) -> String {
        let escaped = text.flatMap { character -> [Character] in
            if character == "'" { return self == .spark ? ["\\", "'"] : ["'", "'"] }
            return character == "\\" && self == .spark ? ["\\", "\\"] : [character]
        }
        return "'\(String(escaped))'"
    }

    /// A quotient toward zero; the divisor is not 0.
    func quotient(_ left: String, _ right: String) -> String {
        switch self {
        case .sqlite, .postgres: "\(left) / \(right)"
        case .duckdb: "\(left) // \(right)"
        case .spark: "\(left) div \(right)"
        }
    }

    /// The least or the greatest of several, nulls left out.
    func extreme(_ isLeast: Bool, _ parts: [String]) -> String {
        if parts.count == 1 { return "(\(parts[0]))" }
        guard self == .sqlite else {
            return "\(isLeast ? "least" : "greatest")(\(parts.joined(separator: ", ")))"
        }
        // SQLite gives null where any is null; with each part first once, all have a value or none.
        let filled = parts.indices.map { first in
            let others = parts.indices.filter { $0 != first }.map { parts[$0] }
            return "coalesce(\(([parts[first]] + others).joined(separator: ", ")))"
        }
        return "\(isLeast ? "min" : "max")(\(filled.joined(separator: ", ")))"
    }

    /// The type of whole numbers, instants and seconds.
    package var numberType: String { self == .sqlite ? "integer" : "bigint" }

    /// The type of texts.
    package var textType: String {
        switch self {
        // Texts compare by their bytes.
        case .postgres: "text collate \"C\""
        case .spark: "string"
        case .sqlite, .duckdb: "text"
        }
    }

    /// The type of truth values.
    package var flagType: String { self == .sqlite ? "integer" : "boolean" }

    /// A null of a type; a bare one has none in a `case` or a comparison.
    func null(_ type: ValueType?) -> String {
        switch (self, type) {
        case (.sqlite, _): "null"
        case (_, .flag?): "cast(null as boolean)"
        case (.spark, .text?): "cast(null as string)"
        case (_, .text?): "cast(null as text)"
        default: "cast(null as bigint)"
        }
    }
}

/// What stands for the period and `as_of` in printed SQL.
///
/// Numbers are local seconds since 1970-01-01 00:00:00; for what is nil stands a named parameter of
/// the dialect, such as `:period_start`.
package struct SQLBounds: Sendable {
    /// First second of the period.
    package var periodStart: Int64?
    /// First second after the period.
    package var periodEnd: Int64?
    /// The moment for which the query speaks.
    package var asOf: Int64?

    /// These numbers, or parameters.
    package init(periodStart: Int64? = nil, periodEnd: Int64? = nil, asOf: Int64? = nil) {
        self.periodStart = periodStart
        self.periodEnd = periodEnd
        self.asOf = asOf
    }

    func text(_ bound: Bound, in dialect: SQLDialect) -> String {
        let value =
            switch bound {
            case .periodStart: periodStart
            case .periodEnd: periodEnd
            case .asOf: asOf
            }
        return value.map(SQLPrinter.instant) ?? (dialect == .duckdb ? "$" : ":") + bound.rawValue
    }
}

/// Something that a dialect cannot say.
package struct SQLRefusal: Error, Sendable, Equatable {
    /// What, why, and what to do, in one sentence.
    package let sentence: String
}
