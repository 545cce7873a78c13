/// For whom a printed query counts.
package enum SQLMember: Sendable {
    /// One group of all rows, under this name.
    case whole(String)
    /// Each code of a column; rows that have none under this name.
    case column(String, unnamed: String)
}

extension Measure {
    /// The query that gives the measure for each member: one row with both sides as whole numbers.
    ///
    /// Columns: `member`, `members`, `numerator`, `numerator_over` (1 where the side is whole),
    /// and the same of the denominator where there is one. A value is `numerator` over
    /// `numerator_over`, null where either is.
    package func query(
        over table: String, for member: SQLMember, in dialect: SQLDialect, bounds: SQLBounds,
        calendar: WorkingCalendar?
    ) throws(SQLRefusal) -> String {
        let printer = SQLPrinter(
            dialect: dialect, bounds: bounds, intervalsPerDay: calendar?.intervalsPerDay ?? 0)
        var query = MeasureQuery(printer: printer, member: member)
        try query.begin(condition?.expression, over: table)
        try query.add(numerator, "numerator")
        if let denominator { try query.add(denominator, "denominator") }
        return query.text
    }
}

/// Gathers the parts of a query: what orders rows first goes into tables of its own.
private struct MeasureQuery {
    let printer: SQLPrinter
    let member: SQLMember
    private var tables: [String] = []
    private var columns: [String] = []
    private var figures: [String] = []

    init(printer: SQLPrinter, member: SQLMember) {
        self.printer = printer
        self.member = member
    }

    private var dialect: SQLDialect { printer.dialect }

    mutating func begin(_ condition: Expression?, over table: String) throws(SQLRefusal) {
        let name =
            switch member {
            case .whole(let name): dialect.literal(name)
            case .column(let column, let unnamed):
                "coalesce(\(dialect.quoted(column)), \(dialect.literal(unnamed)))"
            }
        var lines = ["select \(name) as kpi_member, t.*", "from \(dialect.quoted(table)) t"]
        for (index, conjunct) in (condition?.conjuncts ?? []).enumerated() {
            let text = try printer.condition(conjunct)
            lines.append((index == 0 ? "where " : "  and ") + text)
        }
        addTable("member_rows", lines)
        columns = [
            memberColumn + " as member", "count(member_rows.kpi_member) as members",
        ]
    }

    private var memberColumn: String {
        if case .whole(let name) = member { return dialect.literal(name) }
        return "member_rows.kpi_member"
    }

    private mutating func addTable(_ name: String, _ lines: [String]) {
        tables.append("\(name) as (\n  \(lines.joined(separator: "\n  "))\n)")
    }

    mutating func add(_ formula: AggregateFormula, _ name: String) throws(SQLRefusal) {
        var own: [String?] = []
        for aggregate in formula.aggregates { own.append(try figure(aggregate)) }
        let side = SQLSide(printer: printer, figures: own, aggregates: formula.aggregates)
        let fraction = try side.fraction(formula.expression)
        columns.append("\(fraction.upper) as \(name)")
        columns.append("\(fraction.lower ?? "1") as \(name)_over")
    }

    /// The table that has an aggregate for each member, if SQL has none for it.
    private mutating func figure(_ aggregate: Aggregate) throws(SQLRefusal) -> String? {
        switch aggregate.function {
        case .median(let value):
            let lower = dialect.quotient("(total + 1)", "2")
            let upper = dialect.quotient("total", "2") + " + 1"
            let middles = [lower, upper].map { "sum(case when place = \($0) then value end)" }
            return try sample(value, aggregate.filter, middles.joined(separator: " + "))
        case .percentile(let value, let rank):
            let place =
                rank.numerator == 0
                ? "1"
                : dialect.quotient(
                    "(total * \(rank.numerator) + \(rank.denominator - 1))", "\(rank.denominator)")
            return try sample(
                value, aggregate.filter, "sum(case when place = \(place) then value end)")
        case .peak(let from, let to): return try peak(from, to, aggregate.filter)
        default: return nil
        }
    }

    private func rows(
        _ columns: String, _ filter: Expression?
    ) throws(SQLRefusal) -> String {
        let condition = try filter.map { (filter) throws(SQLRefusal) in
            " where \(try printer.text(filter))"
        }
        return "(select kpi_member, \(columns) from member_rows\(condition ?? ""))"
    }

    /// Values of each member in order, and what is picked of them.
    private mutating func sample(
        _ value: Expression, _ filter: Expression?, _ picked: String
    ) throws(SQLRefusal) -> String {
        let number = figures.count + 1
        let partition = "partition by kpi_member"
        let place = "row_number() over (\(partition) order by value)"
        addTable(
            "sample_\(number)",
            [
                "select kpi_member, value, \(place) as place,",
                "  count(*) over (\(partition)) as total",
                "from \(try rows("\(printer.text(value)) as value", filter)) v",
                "where value is not null",
            ])
        return addFigure("select kpi_member, \(picked) as figure", from: "sample_\(number)")
    }

    private mutating func addFigure(_ select: String, from table: String) -> String {
        let name = "figure_\(figures.count + 1)"
        addTable(name, [select, "from \(table)", "group by kpi_member"])
        figures.append(name)
        return name
    }

    /// Rows that begin and end, in order of time, ends first; and how many are open meanwhile.
    private mutating func peak(
        _ from: Expression, _ to: Expression, _ filter: Expression?
    ) throws(SQLRefusal) -> String {
        let number = figures.count + 1
        let (start, end) = (
            printer.bounds.text(.periodStart, in: dialect),
            printer.bounds.text(.periodEnd, in: dialect)
        )
        let first = dialect == .sqlite ? "max" : "greatest"
        let last = dialect == .sqlite ? "min" : "least"
        let columns = "\(try printer.text(from)) as opened, \(try printer.text(to)) as closed"
        addTable(
            "span_\(number)",
            [
                "select kpi_member, \(first)(opened, \(start)) as opened,",
                "  \(last)(coalesce(closed, \(end)), \(end)) as closed",
                "from \(try rows(columns, filter)) v", "where opened is not null",
            ])
        addTable(
            "step_\(number)",
            [
                "select kpi_member, opened as moment, 1 as step from span_\(number)",
                "where opened < closed", "union all",
                "select kpi_member, closed, -1 from span_\(number)", "where opened < closed",
            ])
        addTable(
            "open_\(number)",
            [
                "select kpi_member, sum(step) over (partition by kpi_member",
                "  order by moment, step rows between unbounded preceding and current row) as many",
                "from step_\(number)",
            ])
        return addFigure("select kpi_member, max(many) as figure", from: "open_\(number)")
    }

    var text: String {
        var lines = ["with \(tables.joined(separator: ",\n"))"]
        lines.append("select \(columns.joined(separator: ",\n  "))")
        lines.append("from member_rows")
        for figure in figures {
            lines.append(
                "left join \(figure) on \(figure).kpi_member = member_rows.kpi_member")
        }
        if case .column = member {
            lines += ["group by member_rows.kpi_member", "order by member_rows.kpi_member"]
        }
        return lines.joined(separator: "\n")
    }
}
