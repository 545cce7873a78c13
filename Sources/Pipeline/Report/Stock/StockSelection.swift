import Columnar
import Ledger
import Tabular

/// Which lines, changes and cases of the stock somebody wants to see.
struct StockSelection {
    private let period: String?
    private let cohort: String?
    private let unit: String?

    init(_ request: StockRequest) {
        period = request.period
        cohort = request.cohort
        unit = request.unit
    }

    /// Whether a line of `stock.csv` is shown: without a wish the agency's totals by month, and
    /// every line of the agency that does not add up.
    func shows(_ line: [String]) -> Bool {
        guard period.map({ $0 == line[0] }) ?? true else { return false }
        guard unit.map({ $0 == line[4] }) ?? (line[3] == Level.agencyName) else { return false }
        if let cohort { return line[5] == cohort }
        return period != nil || line[5] == StockLine.all || line[11] != "0"
    }

    func admits(_ change: StockChange) -> Bool {
        admits(change.period, change.cohort)
            && (unit.map { $0 == change.member } ?? (change.level == Level.agencyName))
    }

    func admits(_ named: StockCase) -> Bool {
        admits(named.period, named.cohort) && (unit.map { $0 == named.unit } ?? true)
    }

    private func admits(_ month: String, _ received: String) -> Bool {
        (period.map { $0 == month } ?? true) && (cohort.map { $0 == received } ?? true)
    }
}

extension SealedFiles {
    /// Whether the run has a ledger of the stock.
    var hasStock: Bool { manifest.outputs.contains { $0.name == RunFiles.stockName } }

    /// The lines of its `stock.csv`, without the header.
    func stockLines() throws -> [[String]] {
        var reader = try CSVReader(
            source: FileBytes(memory: bytes(RunFiles.stockName)),
            dialect: CSVDialect(delimiter: UInt8(ascii: ",")), encoding: .utf8)
        let width = StockLine.header.count
        guard reader.header.count == width else { return [] }
        reader.select(Array(0..<width))
        var batch = RecordBatch(columns: width)
        var children: [RecordBatch] = []
        var lines: [[String]] = []
        while try reader.next(into: &batch, children: &children) {
            for record in 0..<batch.count {
                lines.append(batch.fields.map { batch.text($0, record) })
            }
        }
        return lines
    }
}
