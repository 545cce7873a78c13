import Columnar

/// The statements that load exported tables into a database, to be run in their folder.
func loadScript(_ tables: [ExportedTable], _ dialect: SQLDialect) -> String {
    let run =
        switch dialect {
        case .sqlite: "sqlite3 tables.sqlite < load.sqlite.sql"
        case .duckdb: "duckdb tables.duckdb < load.duckdb.sql"
        case .postgres: "psql -f load.postgres.sql"
        case .spark: "spark-sql -f load.spark.sql"
        }
    return "-- In this folder: \(run)\n" + tables.map { $0.loading(in: dialect) }.joined()
}

extension ExportedTable {
    fileprivate func loading(in dialect: SQLDialect) -> String {
        let quoted = dialect.quoted(name)
        let list = columns.map { "\(dialect.quoted($0.name)) \(type(of: $0, dialect))" }
            .joined(separator: ",\n  ")
        let file = dialect.literal("\(name).csv")
        if dialect == .spark {
            return """
                create or replace temporary view \(quoted) (
                  \(list)
                ) using csv options (path \(file), header 'true', nullValue '');

                """
        }
        var lines = ["create table \(quoted) (\n  \(list)\n);"]
        switch dialect {
        case .duckdb: lines.append("copy \(quoted) from \(file) (header, nullstr '');")
        case .postgres: lines.append("\\copy \(quoted) from \(file) with (format csv, header)")
        case .sqlite:
            lines += [".mode csv", ".import --skip 1 \(name).csv \(name)"]
            lines.append(contentsOf: nullsOfSQLite(quoted))
        case .spark: break
        }
        if let index {
            lines.append("create index \(name)_\(index) on \(quoted) (\(dialect.quoted(index)));")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func type(
        of column: (name: String, type: ValueType), _ dialect: SQLDialect
    ) -> String {
        let type =
            switch column.type {
            case .text: dialect.textType
            case .flag: dialect.flagType
            case .integer, .instant, .duration: dialect.numberType
            }
        return column.name == key && dialect != .spark ? "\(type) primary key" : type
    }

    /// SQLite's shell imports empty fields as empty texts, and knows no truth values.
    private func nullsOfSQLite(_ quoted: String) -> [String] {
        let settings = columns.filter { $0.name != key }.map { column in
            let name = SQLDialect.sqlite.quoted(column.name)
            return column.type == .flag
                ? "\(name) = case \(name) when 'true' then 1 when 'false' then 0 end"
                : "\(name) = nullif(\(name), '')"
        }
        guard !settings.isEmpty else { return [] }
        return ["update \(quoted) set\n  \(settings.joined(separator: ",\n  "));"]
    }
}
