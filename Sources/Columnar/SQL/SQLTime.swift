extension SQLPrinter {
    /// Seconds since midnight of an instant that is one operand.
    func secondOfDay(_ instant: String) -> String { "((\(instant) % 86400 + 86400) % 86400)" }

    /// Days since 1970-01-01 of an instant that is one operand.
    func day(_ instant: String) -> String {
        "(\(dialect.quotient("(\(instant) - \(secondOfDay(instant)))", "86400")))"
    }

    /// A part of an instant that is one operand.
    func extract(_ field: CalendarField, _ instant: String) -> String {
        let second = secondOfDay(instant)
        switch field {
        case .hour: return dialect.quotient(second, "3600")
        case .minute: return "(\(dialect.quotient(second, "60"))) % 60"
        case .second: return "\(second) % 60"
        default: break
        }
        switch dialect {
        case .sqlite: return sqlitePart(field, instant)
        case .duckdb, .postgres:
            let date = "date '1970-01-01' + cast(\(day(instant)) as integer)"
            return "cast(extract(\(field.rawValue) from \(date)) as bigint)"
        case .spark: return sparkPart(field, "date_add(date '1970-01-01', int(\(day(instant))))")
        }
    }

    private func sqlitePart(_ field: CalendarField, _ instant: String) -> String {
        func part(_ format: String, _ modifiers: String = "") -> String {
            "cast(strftime('\(format)', \(instant), 'unixepoch'\(modifiers)) as integer)"
        }
        // The Thursday of a week tells which year and week of ISO 8601 it is.
        let thursday = ", '-3 days', 'weekday 4'"
        return switch field {
        case .year: part("%Y")
        case .quarter: "(\(part("%m")) + 2) / 3"
        case .month: part("%m")
        case .doy: part("%j")
        case .dow: part("%w")
        case .isodow: "(\(part("%w")) + 6) % 7 + 1"
        case .week: "(\(part("%j", thursday)) - 1) / 7 + 1"
        case .isoyear: part("%Y", thursday)
        default: part("%d")
        }
    }

    private func sparkPart(_ field: CalendarField, _ date: String) -> String {
        let part =
            switch field {
            case .dow: "dayofweek(\(date)) - 1"
            case .isodow: "weekday(\(date)) + 1"
            case .doy: "dayofyear(\(date))"
            case .week: "weekofyear(\(date))"
            case .isoyear: "extract(yearofweek from \(date))"
            default: "\(field.rawValue)(\(date))"
            }
        return "cast(\(part) as bigint)"
    }
}

/// Working time by the table `working_day`, which has a row for each day that the calendar covers.
extension SQLPrinter {
    /// Working seconds from the first covered day up to an instant.
    func workingPosition(_ instant: Expression) throws(SQLRefusal) -> String {
        let instant = try calendarOperand(instant)
        let second = secondOfDay(instant)
        var terms = ["w.seconds_before"]
        for interval in 1...max(intervalsPerDay, 1) {
            let worked = "\(lesser(second, "w.end_\(interval)")) - w.start_\(interval)"
            terms.append(greater("0", worked))
        }
        let sum = terms.joined(separator: " + ")
        return "(select \(sum) from working_day w where w.day = \(day(instant)))"
    }

    /// Working days from the first covered day up to the day of an instant, itself included.
    func workingDaysUntil(_ instant: Expression) throws(SQLRefusal) -> String {
        let instant = try calendarOperand(instant)
        return "(select w.days_until from working_day w where w.day = \(day(instant)))"
    }

    /// The instant as many working days later or, if negative, earlier.
    func addWorkingDays(_ from: Expression, _ days: Expression) throws(SQLRefusal) -> String {
        let instant = try calendarOperand(from)
        let count = try operand(days)
        let back = "case when \(count) < 0 then 1 - s.is_working else 0 end"
        let until = "select s.days_until + \(count) + \(back) from working_day s"
        let target = "(\(until) where s.day = \(day(instant)))"
        let found =
            "(select w.day * 86400 from working_day w where w.is_working = 1 "
            + "and w.days_until = \(target))"
        return "case when \(count) = 0 then \(instant) else \(found) + \(secondOfDay(instant)) end"
    }

    private func calendarOperand(_ instant: Expression) throws(SQLRefusal) -> String {
        guard dialect != .spark else {
            throw SQLRefusal(
                sentence: "Spark takes no subquery that asks for the day of a row, so functions of "
                    + "the working calendar cannot be printed for it; print them for duckdb, "
                    + "postgres or sqlite.")
        }
        return try operand(instant)
    }

    /// Of two that are not null.
    private func lesser(_ left: String, _ right: String) -> String {
        "\(dialect == .sqlite ? "min" : "least")(\(left), \(right))"
    }

    private func greater(_ left: String, _ right: String) -> String {
        "\(dialect == .sqlite ? "max" : "greatest")(\(left), \(right))"
    }
}
