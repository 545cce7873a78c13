import Columnar
import Tabular

extension Results {
    /// The names of the columns of `results.csv`.
    package static let header = [
        "kpi", "version", "period", "start", "end", "level", "member", "numerator", "denominator",
        "value", "shown", "status", "target", "met",
    ]

    /// The bytes of `results.csv`: UTF-8, `\n`, sorted; formula injection neutralized.
    package func csv(threads: Int = 1) -> [UInt8] {
        var bytes: [UInt8] = []
        CSVWriter(formulas: .neutralized).append(Self.header, to: &bytes)
        // Each thread takes the next piece: a line does not depend on the lines before it.
        let pieces = stretches.flatMap { stretch in
            stride(from: 0, to: stretch.count, by: 4096).map {
                stretch[$0..<min($0 + 4096, stretch.count)]
            }
        }
        let made = concurrentMap(pieces.count, threads: threads) { lines(pieces[$0]) }
        bytes.reserveCapacity(made.reduce(bytes.count) { $0 + $1.count })
        for piece in made { bytes += piece }
        return bytes
    }

    private func lines(_ figures: ArraySlice<Figure>) -> [UInt8] {
        let writer = CSVWriter(formulas: .neutralized)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(figures.count * 128)
        // What a line shares with the one before is quoted once: that is half of each line.
        var shared: [UInt8] = []
        // Figures are read where they lie: a copy of one counts its six texts up and down.
        for index in figures.indices {
            if index == figures.startIndex || !sharesRule(figures, index) {
                shared.removeAll(keepingCapacity: true)
                for (place, field) in figures[index].ruleFields.enumerated() {
                    writer.append(field, isFirst: place == 0, to: &shared)
                }
            }
            bytes.append(contentsOf: shared)
            writer.append(figures[index].member, isFirst: false, to: &bytes)
            if !appendPair(
                figures[index].numerator, figures[index].denominator, figures[index].status,
                to: &bytes, by: writer)
            {
                let (upper, lower) = figures[index].pair
                writer.append(upper, isFirst: false, to: &bytes)
                writer.append(lower, isFirst: false, to: &bytes)
            }
            writer.append(figures[index].value, isFirst: false, to: &bytes)
            writer.append(figures[index].shown, isFirst: false, to: &bytes)
            writer.append(figures[index].status.rawValue, isFirst: false, to: &bytes)
            writer.append(figures[index].target, isFirst: false, to: &bytes)
            writer.append(metText(figures[index].met), isFirst: false, to: &bytes)
            writer.endRecord(&bytes)
        }
        return bytes
    }
}

extension Figure {
    /// The fields of the figure's line in `results.csv`.
    package var fields: [String] { ruleFields + valueFields }

    /// The fields that the members of a level share in one period.
    fileprivate var ruleFields: [String] {
        [
            kpi, String(version), period.name, instantText(period.start), instantText(period.end),
            level,
        ]
    }

    fileprivate var valueFields: [String] {
        let (upper, lower) = pair
        return [member, upper, lower, value, shown, status.rawValue, target, metText(met)]
    }

    /// Numerator and denominator as whole numbers.
    ///
    /// A fraction on either side (the median of an even number) is cleared from both sides. Of an
    /// estimate it is not: the parts of a divided unit add up as they stand.
    fileprivate var pair: (String, String) {
        guard let numerator else { return ("", "") }
        if let denominator, status == .estimated || status == .withheld {
            return (numerator.fractionText, denominator.fractionText)
        }
        guard let denominator else {
            return (numerator.isWhole ? "\(numerator.numerator)" : "", "")
        }
        return ExactPair(numerator, over: denominator).wholeTexts
    }
}

private func metText(_ met: Bool?) -> String { met.map { $0 ? "true" : "false" } ?? "" }

/// Whether a figure is of the KPI, period and level of the one before.
private func sharesRule(_ figures: ArraySlice<Figure>, _ index: Int) -> Bool {
    figures[index].period == figures[index - 1].period
        && figures[index].level == figures[index - 1].level
        && figures[index].version == figures[index - 1].version
        && figures[index].kpi == figures[index - 1].kpi
}

/// Appends numerator and denominator where both are whole and of usual size, as nearly all are;
/// false, and nothing is appended, where they are not.
private func appendPair(
    _ numerator: Exact?, _ denominator: Exact?, _ status: FigureStatus,
    to bytes: inout [UInt8], by writer: CSVWriter
) -> Bool {
    guard let numerator, let denominator, status != .estimated, status != .withheld,
        numerator.isWhole, denominator.isWhole,
        let upper = Int64(exactly: numerator.numerator),
        let lower = Int64(exactly: denominator.numerator)
    else { return false }
    writer.append(upper, isFirst: false, to: &bytes)
    writer.append(lower, isFirst: false, to: &bytes)
    return true
}
