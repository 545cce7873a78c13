package import Columnar
import Tabular

extension Score {
    /// Name of the file in a run's folder.
    package static let fileName = "scores.csv"

    /// The names of the columns of `scores.csv`.
    package static let header = [
        "scorecard", "version", "period", "start", "end", "level", "member", "item", "kpi",
        "kpi_version", "numerator", "denominator", "weight", "points_numerator",
        "points_denominator", "points", "shown", "reachable", "class", "status",
    ]

    /// The columns that hold whole numbers.
    package static let wholeNumbers: Set = [
        "version", "kpi_version", "numerator", "denominator", "points_numerator",
        "points_denominator",
    ]

    /// The fields of the score's line in `scores.csv`.
    package var fields: [String] {
        let (upper, lower) = pair?.wholeTexts ?? ("", "")
        return [
            scorecard, String(version), period.name, instantText(period.start),
            instantText(period.end), level, member, line, counted,
            countedVersion.map { String($0) } ?? "", upper, lower, weight.decimalText(),
            points.map { "\($0.numerator)" } ?? "", points.map { "\($0.denominator)" } ?? "",
            points?.decimalText() ?? "", shown, reachable.decimalText(), grade, status.rawValue,
        ]
    }
}

/// The bytes of `scores.csv`: UTF-8, `\n`, in the order of the scores; formulas neutralized.
package func scoresCSV(_ scores: [Score]) -> [UInt8] {
    let writer = CSVWriter(formulas: .neutralized)
    var bytes: [UInt8] = []
    writer.append(Score.header, to: &bytes)
    for score in scores { writer.append(score.fields, to: &bytes) }
    return bytes
}

extension ExactPair {
    /// Both sides as whole numbers: a fraction on either side is cleared from both.
    ///
    /// Empty where that takes more than 128 bits.
    package var wholeTexts: (String, String) {
        if numerator.isWhole, denominator.isWhole {
            return ("\(numerator.numerator)", "\(denominator.numerator)")
        }
        let upper = numerator.numerator.multipliedReportingOverflow(by: denominator.denominator)
        let lower = numerator.denominator.multipliedReportingOverflow(by: denominator.numerator)
        if upper.overflow || lower.overflow { return ("", "") }
        return ("\(upper.partialValue)", "\(lower.partialValue)")
    }
}
