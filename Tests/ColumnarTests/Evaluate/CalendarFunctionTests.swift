import Columnar
import Testing

/// `working_days` and `add_working_days` in formulas, by the days that the notices leave.
@Suite struct `Calendar functions` {
    private func value(
        _ formula: String, _ type: ValueType, _ table: Table, _ calendar: WorkingCalendar
    ) throws -> [Int64] {
        try rowValues(
            of: RowFormula(formula, schema: table.schema, type: type), over: table,
            in: Scope(periodStart: 0, periodEnd: 0, asOf: 0, calendar: calendar))
    }

    @Test(
        arguments: [
            ("31/12/2025", 5, "9/1/2026", "9/1/2026"), ("31/12/2025", 6, "10/1/2026", "12/1/2026"),
            ("13/2/2026", 3, "25/2/2026", "25/2/2026"), ("20/8/2026", 2, "22/8/2026", "24/8/2026"),
            ("28/8/2026", 1, "3/9/2026", "3/9/2026"), ("20/11/2026", 3, "26/11/2026", "26/11/2026"),
            ("25/4/2025", 1, "26/4/2025", "28/4/2025"), ("29/12/2023", 2, "3/1/2024", "3/1/2024"),
            ("2/2/2024", 5, "16/2/2024", "16/2/2024"),
        ] as [(String, Int64, String, String)])
    func `end a term on the day that the law gives, at the time of day it began`(
        start: String, count: Int64, end: String, endWithoutMakeUpDays: String
    ) throws {
        let began = try VietnamCalendar.date(start).instant + 34_567
        for (makeUpDays, end) in [
            (VietnamCalendar.MakeUpDays.worked, end), (.ignored, endWithoutMakeUpDays),
        ] {
            let calendar = try VietnamCalendar.calendar(makeUpDays)
            let due = try VietnamCalendar.date(end).instant
            var table = Table(rowCount: 2)
            table.append("a", .instant([began, missing]))
            table.append("b", .instant([due + 3, due]))
            table.append("n", .integer([count, count]))
            #expect(
                try value("add_working_days(a, n)", .instant, table, calendar)
                    == [due + 34_567, missing])
            #expect(
                try value("working_days(a, b)", .integer, table, calendar) == [count, missing])
            #expect(
                try value("working_days(b, a) = -n", .flag, table, calendar) == [2, 1])
        }
    }

    @Test func `know no day outside of the covered years`() throws {
        let calendar = try VietnamCalendar.calendar()
        var table = Table(rowCount: 2)
        table.append("a", .instant([try VietnamCalendar.date("28/12/2026").instant, missing]))
        table.append("n", .integer([40, 40]))
        let formulas = [
            "add_working_days(a, n)",
            "a + interval '1 day' * working_days(a, a + n * interval '1 day')",
        ]
        for formula in formulas {
            #expect(try value(formula, .instant, table, calendar) == [missing, missing])
        }
    }
}
