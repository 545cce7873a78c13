import Columnar

/// What is in stock and how it leaves it: the ledger of opening, received, finished, closing.
package struct StockRule: Sendable, Equatable {
    /// The table whose rows are counted.
    package var table = "case"
    /// The instant from which on a row is in stock.
    package var opened = "accepted_at"
    /// The instant at which it leaves.
    package var closed = "resolved_at"
    /// The column that says how it left.
    package var status = "status"
    /// Statuses of rows that were finished.
    package var finished = ["resolved", "returned"]
    /// Statuses of rows that left otherwise: withdrawn, stopped, refused after acceptance.
    package var withdrawn = ["refused", "stopped", "withdrawn"]
    /// Columns of codes for whose members ledgers of their own are kept.
    package var levels = ["unit"]

    /// The columns that it reads.
    var columns: [String] { [opened, closed, status] + levels }
}

/// Reads `stock` of a pipeline file, and checks it against the tables that inputs fill.
struct StockRuleFile {
    let value: YAMLValue
    let log: FaultLog

    func rule(_ tables: TableDrafts) -> StockRule? {
        guard var map = YAMLMapReader(value, log: log) else { return nil }
        var rule = StockRule()
        rule.table = map.text("table") ?? rule.table
        rule.opened = map.text("opened") ?? rule.opened
        rule.closed = map.text("closed") ?? rule.closed
        rule.status = map.text("status") ?? rule.status
        if map.value("finished") != nil { rule.finished = map.texts("finished") }
        if map.value("withdrawn") != nil { rule.withdrawn = map.texts("withdrawn") }
        if map.value("levels") != nil { rule.levels = map.texts("levels") }
        map.finish()
        for status in rule.finished where rule.withdrawn.contains(status) {
            log.report(.twoMeanings(status), at: map.valuePlace(of: "withdrawn"))
        }
        guard let table = tables[rule.table] else {
            log.report(
                .unknownTable(rule.table), at: map.valuePlace(of: "table"),
                suggestion: nearest(to: rule.table, among: tables.tables.map(\.name)))
            return nil
        }
        for (key, column) in [("opened", rule.opened), ("closed", rule.closed)] {
            check(column, map.valuePlace(of: key), table, tables) { $0 == .instant }
        }
        for (key, columns) in [("status", [rule.status]), ("levels", rule.levels)] {
            for column in columns {
                check(column, map.valuePlace(of: key), table, tables) { $0 == .code }
            }
        }
        return rule
    }

    private func check(
        _ column: String, _ place: PlanPlace, _ table: PlannedTable, _ tables: TableDrafts,
        _ fits: (ColumnType) -> Bool
    ) {
        if tables.mayHave(column, in: table.name) { return }
        guard let index = table.schema.index(of: column) else {
            log.report(
                .unknownColumn(column, of: "table \(table.name)"), at: place,
                suggestion: nearest(to: column, among: table.schema.fields.map(\.name)))
            return
        }
        if !fits(table.types[index]) {
            log.report(
                .notApplicable(key: column, to: "a ledger: it is \(table.types[index].rawValue)"),
                at: place)
        }
    }
}
