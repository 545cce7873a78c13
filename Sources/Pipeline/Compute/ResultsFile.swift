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
        // A stretch a thread: a line does not depend on the lines before it.
        let stretches = max(threads, 1)
        let made = concurrentMap(stretches, threads: threads) { index in
            let first = figures.count * index / stretches
            return lines(figures[first..<figures.count * (index + 1) / stretches])
        }
        bytes.reserveCapacity(made.reduce(bytes.count) { $0 + $1.count })
        for stretch in made { bytes += stretch }
        return bytes
    }

    private func lines(_ figures: ArraySlice<Figure>) -> [UInt8] {
        let writer = CSVWriter(formulas: .neutralized)
        var bytes: [UInt8] = []
        // What a line shares with the one before is quoted once: that is half of each line.
        var shared: [UInt8] = []
        var last: Figure?
        for figure in figures {
            if last.map({ !$0.sharesRule(with: figure) }) ?? true {
                shared = []
                for (place, field) in figure.ruleFields.enumerated() {
                    writer.append(field, isFirst: place == 0, to: &shared)
                }
            }
            last = figure
            bytes.append(contentsOf: shared)
            for field in figure.valueFields { writer.append(field, isFirst: false, to: &bytes) }
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
        return [
            member, upper, lower, value, shown, status.rawValue, target,
            met.map { $0 ? "true" : "false" } ?? "",
        ]
    }

    fileprivate func sharesRule(with other: Figure) -> Bool {
        period == other.period && level == other.level && version == other.version
            && kpi == other.kpi
    }

    /// Numerator and denominator as whole numbers.
    ///
    /// A fraction on either side (the median of an even number) is cleared from both sides. Of an
    /// estimate it is not: the parts of a divided unit add up as they stand.
    private var pair: (String, String) {
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
