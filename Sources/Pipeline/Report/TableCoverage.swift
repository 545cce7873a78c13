import Columnar

/// The clauses of all KPIs of one table, evaluated over its pieces.
struct TableCoverage: Sendable {
    private let run: RebuiltRun
    private let table: DatasetTable
    private let kpis: [KPI]
    private let period: Period
    /// Columns that a dictionary of some mapping fills, and what it can give.
    private let entries: [EntryCoverage]

    init(_ run: RebuiltRun, _ table: DatasetTable, kpis: [KPI], _ period: Period) {
        self.run = run
        self.table = table
        self.kpis = kpis
        self.period = period
        entries = run.plan.inputs.flatMap { $0.entries(of: table.name) }
    }

    /// What one piece showed.
    private struct PieceCount: Sendable {
        var gatherers: [ClauseGatherer]
        /// By entry, rows that carry its code.
        var rows: [Int]
    }

    /// What each clause decided, and how often each entry's code occurs in rows that belong.
    func counted(threads: Int) throws -> (kpis: [KPICoverage], entries: [EntryCoverage]) {
        guard !kpis.isEmpty else { return ([], []) }
        let scope = Scope(
            periodStart: period.start, periodEnd: period.end, asOf: run.asOf,
            calendar: run.plan.calendar?.working)
        let gatherers: [ClauseGatherer]
        do {
            gatherers = try kpis.compactMap(\.measure).map {
                ClauseGatherer(try ClausePlan($0, over: table.shape, in: scope))
            }
        } catch let error as EvaluationError {
            throw RunError.evaluation(of: "KPI \(kpis[0].name)", reason: error.sentence)
        }
        let pieces = concurrentMap(table.pieces.count, threads: threads) { index in
            Result { try count(table.pieces[index], gatherers) }
        }
        var whole = PieceCount(
            gatherers: gatherers, rows: [Int](repeating: 0, count: entries.count))
        for piece in pieces {
            let piece = try piece.get()
            for index in whole.gatherers.indices {
                whole.gatherers[index].merge(piece.gatherers[index])
            }
            for index in whole.rows.indices { whole.rows[index] += piece.rows[index] }
        }
        return (
            zip(kpis, whole.gatherers).map { kpi, gatherer in
                KPICoverage(
                    kpi: kpi.name, version: kpi.version, rowCount: table.rowCount,
                    memberCount: gatherer.memberCount, clauses: gatherer.clauses)
            },
            zip(entries, whole.rows).map { entry, rows in
                var entry = entry
                entry.rows = rows
                return entry
            }
        )
    }

    private func count(
        _ piece: TablePiece, _ gatherers: [ClauseGatherer]
    ) throws -> PieceCount {
        let rows = try piece.table()
        var isUsed = [Bool](repeating: false, count: rows.rowCount)
        var gatherers = gatherers
        for index in gatherers.indices {
            gatherers[index].gather(rows) { isUsed[$0] = true }
        }
        let input = run.dataset.accounts[piece.file].input
        let counts = entries.map { entry in
            entry.input == input ? rows.count(of: entry, among: isUsed) : 0
        }
        return PieceCount(gatherers: gatherers, rows: counts)
    }
}

extension Table {
    /// Rows that belong and carry the code of an entry.
    fileprivate func count(of entry: EntryCoverage, among isUsed: [Bool]) -> Int {
        guard case .code(let cells)? = self[entry.column],
            let code = cells.dictionary.firstIndex(of: entry.code)
        else { return 0 }
        return isUsed.indices.count { isUsed[$0] && cells.codes[$0] == UInt32(code) }
    }
}

extension Input {
    /// What the dictionaries of its mapping can give for a table that it fills.
    fileprivate func entries(of table: String) -> [EntryCoverage] {
        var columns: [(input: String, column: MappedColumn)] = []
        if self.table == table { columns += mapping.columns.map { (name, $0) } }
        for child in mapping.children where child.table == table {
            columns += child.columns.map { ("\(name)/\(child.name)", $0) }
        }
        return columns.flatMap { input, column -> [EntryCoverage] in
            guard case .code(let reading) = column.type, let dictionary = reading.dictionary else {
                return []
            }
            var entries: [EntryCoverage] = []
            for code in dictionary.compactMap(\.code)
            where !entries.contains(where: { $0.code == code }) {
                let texts = dictionary.filter { $0.code == code }.map(\.text)
                entries.append(
                    EntryCoverage(
                        input: input, column: column.name, texts: texts, code: code, rows: 0))
            }
            return entries
        }
    }
}
