/// A checked formula that has a value for a group of rows.
package struct AggregateFormula: Sendable {
    /// The text as written.
    package let text: String
    /// The parsed tree.
    package let syntax: Syntax
    /// Type of the value: integer, duration or instant.
    package let type: ValueType
    let expression: AggregateExpression
    let aggregates: [Aggregate]

    /// Parses and checks a text.
    package init(_ text: String, schema: Schema) throws(FormulaFaults) {
        let syntax = try Formula.parse(text)
        var checker = AggregateChecker(schema)
        let typed = checker.check(syntax)
        guard let typed, checker.checker.faults.isEmpty else {
            throw FormulaFaults(checker.checker.faults)
        }
        self.text = text
        self.syntax = syntax
        type = typed.type ?? .integer
        expression = typed.expression
        aggregates = checker.aggregates
    }

    /// The columns read, each once, in the order of their first mention.
    package var columns: [String] {
        aggregates.flatMap(\.expressions).flatMap(\.columns).uniqued
    }

    /// A function in it that asks the working calendar; nil where none does.
    package var calendarFunction: String? {
        aggregates.lazy.flatMap(\.expressions).compactMap(\.calendarFunction).first
    }

    /// The parsed tree in canonical spelling, for explanations.
    package var canonical: String { syntax.canonical }
}
