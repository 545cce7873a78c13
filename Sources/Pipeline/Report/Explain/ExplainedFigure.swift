package import Columnar
import Ledger

/// A figure as it stands in the `results.csv` of a sealed run.
package struct ExplainedFigure: Sendable, Equatable {
    /// The fields of its line, those of `Results.header`.
    package var fields: [String]
    /// Its period.
    package var period: Period

    /// The version of its KPI.
    var version: Int { Int(fields[1]) ?? 0 }
    /// Its level.
    var level: String { fields[5] }
    /// Its member.
    var member: String { fields[6] }
    /// Its status; nil where this program does not know it.
    var status: FigureStatus? { FigureStatus(rawValue: fields[11]) }

    /// Numerator and denominator in one phrase.
    var pair: String { Self.pair(fields) }

    /// Numerator and denominator of a line in one phrase.
    static func pair(_ fields: [String]) -> String {
        switch (fields[7], fields[8]) {
        case ("", _): "nothing to count"
        case (let upper, "1"), (let upper, ""): upper
        case (let upper, let lower): "\(upper) of \(lower)"
        }
    }

    init?(_ fields: [String]) {
        guard fields.count == Results.header.count, let start = Moment(text: fields[3])?.local,
            let end = Moment(text: fields[4])?.local,
            let period = Period(name: fields[2], start: start, end: end)
        else { return nil }
        self.fields = fields
        self.period = period
    }
}

/// The `results.csv` of a sealed run.
struct SealedResults {
    private let bytes: [UInt8]
    /// Whether the file is the one that was sealed.
    let isWhole: Bool
    /// The lines that were asked for last.
    private var last: (kpi: String, lines: [[String]]) = ("", [])

    init(_ sealed: SealedFiles) {
        bytes = sealed.bytes(Manifest.resultsName)
        isWhole = sealed.manifest.results == Digest.of(bytes)
    }

    /// The figure of that name; throws with the nearest name where there is none.
    mutating func figure(_ name: FigureName) throws -> ExplainedFigure {
        let own = try lines(of: name.kpi)
        let periods = own.filter { $0[2] == name.period }
        if periods.isEmpty {
            throw missing("period", name.period, among: own.map { $0[2] })
        }
        let levels = periods.filter { $0[5] == name.level }
        if levels.isEmpty { throw missing("level", name.level, among: periods.map { $0[5] }) }
        let line = levels.first { line in
            // A code that a spreadsheet would take for a formula stands there behind a quote.
            name.member.map { line[6] == $0 || line[6] == "'" + $0 } ?? true
        }
        guard let line else {
            throw missing("member", name.member ?? "", among: levels.map { $0[6] })
        }
        guard let figure = ExplainedFigure(line) else {
            throw RunError.store("there is a results.csv of another version")
        }
        return figure
    }

    /// The lines of a KPI; throws with the nearest name where there are none.
    mutating func lines(of kpi: String) throws -> [[String]] {
        if last.kpi == kpi { return last.lines }
        var own: [[String]] = []
        var names: [String] = []
        try forEachFigure(in: bytes) { line in
            if line.holds([kpi], from: 0) {
                own.append(line.fields)
            } else if names.isEmpty || !line.holds([names[names.count - 1]], from: 0) {
                names.append(line.text(0))
            }
        }
        if own.isEmpty { throw missing("KPI", kpi, among: names) }
        last = (kpi, own)
        return own
    }

    private func missing(_ part: String, _ name: String, among names: [String]) -> RunError {
        var known: [String] = []
        for name in names where known.last != name { known.append(name) }
        return .noSuchFigure(part: part, name: name, hint: nearest(to: name, among: known))
    }
}

extension Figure {
    /// The fields as they are read back from `results.csv`.
    var sealedFields: [String] {
        get throws {
            var fields: [String] = []
            try forEachFigure(in: Results(figures: [self]).csv()) { fields = $0.fields }
            return fields
        }
    }
}
