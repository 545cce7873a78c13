/// What one KPI counts: which rows, and the two sides of its ratio.
package struct Measure: Sendable {
    /// The rows that belong; nil for all.
    ///
    /// Rows where it is unknown do not belong.
    package let condition: RowFormula?
    /// The number, or the upper side of the ratio.
    package let numerator: AggregateFormula
    /// The lower side of the ratio.
    package let denominator: AggregateFormula?

    /// A measure of checked formulas.
    ///
    /// A ratio needs two sides of one type, or an integer below, and never an instant on either
    /// side. The fault stands at the denominator's text.
    package init(
        where condition: RowFormula?, numerator: AggregateFormula, denominator: AggregateFormula?
    ) throws(FormulaFaults) {
        if let denominator {
            let isRatio =
                numerator.type != .instant
                && (denominator.type == numerator.type || denominator.type == .integer)
            guard isRatio else {
                throw FormulaFaults([
                    FormulaFault(
                        .unlikePair(numerator: numerator.type, denominator: denominator.type),
                        at: denominator.syntax.range)
                ])
            }
        }
        if let condition, condition.type != .flag {
            throw FormulaFaults([
                FormulaFault(
                    .wrongType(expected: [.flag], found: condition.type),
                    at: condition.syntax.range)
            ])
        }
        self.condition = condition
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Whether it counts all rows that belong, and nothing else.
    package var isCount: Bool {
        guard denominator == nil, numerator.aggregates.count == 1,
            case .aggregate = numerator.expression,
            case .count(nil) =
                numerator.aggregates[0].function
        else { return false }
        return numerator.aggregates[0].filter == nil
    }

    /// Whether a formula of it asks the working calendar.
    package var asksCalendar: Bool {
        condition?.calendarFunction != nil || numerator.calendarFunction != nil
            || denominator?.calendarFunction != nil
    }

    /// The columns read, each once, in the order of their first mention.
    package var columns: [String] {
        ((condition?.columns ?? []) + numerator.columns + (denominator?.columns ?? [])).uniqued
    }
}
