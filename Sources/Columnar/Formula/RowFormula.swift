/// A checked formula that has a value for every row.
package struct RowFormula: Sendable {
    /// The text as written.
    package let text: String
    /// The parsed tree.
    package let syntax: Syntax
    /// Type of the value.
    package let type: ValueType
    let expression: Expression

    /// Parses and checks a text; `type` is what its value must be.
    package init(_ text: String, schema: Schema, type: ValueType) throws(FormulaFaults) {
        let syntax = try Formula.parse(text)
        var checker = Checker(schema)
        let expression = checker.check(syntax).flatMap { checker.require([type], $0) }
            .flatMap { checker.whole($0) }
        guard let expression, checker.faults.isEmpty else { throw FormulaFaults(checker.faults) }
        self.text = text
        self.syntax = syntax
        self.type = type
        self.expression = expression
    }

    /// The columns read, each once, in the order of their first mention.
    package var columns: [String] { expression.columns }

    /// A function in it that asks the working calendar; nil where none does.
    package var calendarFunction: String? { expression.calendarFunction }

    /// The parsed tree in canonical spelling, for explanations.
    package var canonical: String { syntax.canonical }
}
