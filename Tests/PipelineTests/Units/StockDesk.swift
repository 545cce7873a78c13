import Columnar
import Pipeline

/// A desk that keeps a ledger of its stock.
struct StockDesk {
    /// A case as its export writes it.
    struct Row: Hashable, Sendable {
        var id: String
        var unit = "A"
        var status = "open"
        var accepted = ""
        var resolved = ""
    }

    var rows: [Row] = []
    var stock = "stock: {}"
    var asOf: Int64 = 1_751_328_000  // 2025-07-01

    /// The desk with its files.
    var desk: SmallDesk {
        var desk = SmallDesk()
        desk.columns = """
              case_id: {header: [id], type: id, required: true}
              unit: {header: [unit], type: code}
              status:
                header: [status]
                type: code
                dictionary: {open: processing, done: resolved, handed: returned, gone: withdrawn,
                  ended: stopped}
              accepted_at: {header: [accepted], type: instant, formats: [dd/MM/yyyy]}
              resolved_at: {header: [resolved], type: instant, formats: [dd/MM/yyyy]}
            """
        desk.pipeline = """
            periods: {every: [quarter], from: 2025-01-01, until: 2025-07-01}
            \(stock)
            """
        return desk
    }

    var export: String {
        "id,unit,status,accepted,resolved\n"
            + rows.map { "\($0.id),\($0.unit),\($0.status),\($0.accepted),\($0.resolved)\n" }
            .joined()
    }

    func dataset(threads: Int = 1) throws -> Dataset {
        try desk.dataset([("a.export", export)], threads: threads)
    }

    func ledger(threads: Int = 1) throws -> [StockLine] {
        let results = try compute(
            desk.plan(), dataset(threads: threads), asOf: asOf, threads: threads)
        return results.stock ?? []
    }

    func snapshot() throws -> StockSnapshot { try StockSnapshot(desk.plan(), dataset()) }

    /// Lines as `month member cohort opening+received-finished-withdrawn=closing residue`.
    func lines(_ level: String = "agency", _ cohort: String? = nil) throws -> [String] {
        try ledger().filter { $0.level == level && $0.cohort == cohort ?? $0.cohort }.map(\.short)
    }
}

extension StockLine {
    /// The line in one word.
    var short: String {
        "\(period.name) \(member) \(cohort) \(opening)+\(received)-\(finished)-\(withdrawn)"
            + "=\(closing)" + (residue == 0 ? "" : " residue \(residue)")
    }
}
