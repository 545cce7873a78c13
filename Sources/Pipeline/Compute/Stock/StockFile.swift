import Columnar
import Tabular

extension StockLine {
    /// The names of the columns of `stock.csv`.
    package static let header = [
        "period", "start", "end", "level", "member", "cohort", "opening", "received", "finished",
        "withdrawn", "closing", "residue",
    ]

    /// The fields of the line in `stock.csv`.
    package var fields: [String] {
        [period.name, instantText(period.start), instantText(period.end), level, member, cohort]
            + [opening, received, finished, withdrawn, closing, residue].map { String($0) }
    }
}

/// The bytes of `stock.csv`: by month, level, member, cohort.
func stockCSV(_ lines: [StockLine]) -> [UInt8] {
    let writer = CSVWriter(formulas: .neutralized)
    var bytes: [UInt8] = []
    writer.append(StockLine.header, to: &bytes)
    for line in lines { writer.append(line.fields, to: &bytes) }
    return bytes
}
