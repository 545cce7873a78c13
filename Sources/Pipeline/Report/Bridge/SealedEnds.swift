import Columnar
import Ledger

/// A figure as a run sealed it: the fields of its line in `results.csv`.
struct BridgedLine {
    let name: BridgedName
    let fields: [String]

    init(_ fields: [String]) {
        self.fields = fields
        name = BridgedName(kpi: fields[0], period: fields[2], level: fields[5], member: fields[6])
    }

    /// Whether numbers and status are those of another line; version, target, form may differ.
    func isSame(as other: BridgedLine?) -> Bool {
        guard let other else { return false }
        return [7, 8, 9, 11].allSatisfy { fields[$0] == other.fields[$0] }
    }

    /// The figure at an end of a bridge.
    ///
    /// Where the same line comes out of the archive, its exact numbers are known; else they are
    /// read from the line, in which fractions are cleared from both sides.
    func end(_ computed: BridgeEnd?, _ line: [String]?, _ plan: Plan?) throws -> BridgeEnd {
        if let computed, let line, line[1] == fields[1],
            [7, 8, 9, 10, 11].allSatisfy({ line[$0] == fields[$0] })
        {
            return computed
        }
        let upper = try Exact(fractionText: fields[7])
        let lower = try Exact(fractionText: fields[8])
        var value: Exact?
        if !fields[9].isEmpty {
            let kpi = plan?.kpis.first { $0.name == fields[0] && String($0.version) == fields[1] }
            if let kpi, let upper, let lower {
                value = try upper.divided(by: lower)?.times(Exact(Int128(kpi.scale)))
            } else {
                value = try Exact(fractionText: fields[9])
            }
        }
        return BridgeEnd(
            version: Int(fields[1]), numerator: upper, denominator: lower, value: value,
            shown: fields[10], status: FigureStatus(rawValue: fields[11]))
    }
}

extension SealedFiles {
    /// The figures that a filter admits, in the order of `results.csv`.
    func figures(_ filter: ResultsFilter, periods: Set<String>? = nil) throws -> [BridgedLine] {
        var figures: [BridgedLine] = []
        try forEachFigure(in: sealedResults) { line in
            let fields = line.fields
            guard filter.admits(fields), periods?.contains(fields[2]) ?? true else { return }
            figures.append(BridgedLine(fields))
        }
        return figures
    }

    /// The runs from which figures of periods were taken instead of being computed.
    var sources: [String: String] {
        var runs: [String: String] = [:]
        for period in manifest.taken { runs[period.span.name] = period.run }
        return runs
    }
}
