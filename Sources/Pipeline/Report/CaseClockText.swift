import Columnar

extension CaseClockReport {
    /// The report for a person, Vietnamese and English, a line each.
    package var lines: [String] {
        var lines = ["\(id)  (\(source), \(file) record \(record))"]
        lines += [
            "  thủ tục / procedure      \(procedure)",
            "  đơn vị / unit            \(unit)" + (hasOwnHours ? "  giờ riêng / own hours" : ""),
            "  kênh / channel           \(channel)",
            "  tiếp nhận / accepted     \(shown(accepted))",
            "  kết thúc / resolved      \(shown(resolved))",
            "  thời hạn / term          \(termText)",
            "  quy tắc / rules          \(clocks.name) v\(clocks.version), \(clocks.end.wording)",
            "",
        ]
        lines += dueLines + [""] + pauseLines
        if !days.isEmpty {
            lines += ["", "  ngày nghỉ, ngày làm bù trong hạn / days that mattered:"]
            lines += days.map(dayLine)
        }
        return lines + ["", "  kết luận / verdict: " + verdict]
    }

    private var termText: String {
        guard let rule else {
            return isImmediate
                ? "trả kết quả ngay / result at once" : "chưa khai báo / none declared"
        }
        let place = rule.place.line > 0 ? "\(rule.place.file):\(rule.place.line)" : rule.place.file
        guard let term = rule.term else { return "trả kết quả ngay / result at once (\(place))" }
        return "\(term.wording)  (\([rule.basis, place].compactMap { $0 }.joined(separator: ", ")))"
    }

    private var dueLines: [String] {
        var table = TextTable(
            ["hạn / due", "", "lệch / gap", "kết quả / verdict"], [.left, .left, .right, .left])
        for due in dues {
            table.append([
                due.name, shown(due.instant), due.gap.map(hoursText) ?? "",
                due.isInTime.map { $0 ? "đúng hạn / in time" : "quá hạn / late" } ?? "",
            ])
        }
        return table.lines.map { "  " + $0 }
            + ["  (lệch so với due_computed, giờ làm việc / from due_computed, working hours)"]
    }

    private var pauseLines: [String] {
        guard hasLedger else {
            return ["  tạm dừng / pauses: nguồn không có dữ liệu / the source does not tell"]
        }
        // Of the versions of a rule that one record makes pauses of, the one in force is shown.
        let told = pauses.filter { pause in
            pause.isInForce
                || !pauses.contains {
                    $0.isInForce && $0.rule.table == pause.rule.table && $0.start == pause.start
                }
        }
        if told.isEmpty { return ["  tạm dừng / pauses: không / none"] }
        return ["  tạm dừng / pauses (\(told.count)):"]
            + told.flatMap { pause in
                let end =
                    pause.end == missing
                    ? "chưa / not yet (tính đến / up to \(shown(horizon)))" : shown(pause.end)
                let moved =
                    !pause.isInForce
                    ? "quy tắc không áp dụng / rule not in force for this case"
                    : pause.due.map { "hạn mới / due date now \(shown($0))" }
                        ?? "không đổi hạn / moves nothing"
                return [
                    "    \(pause.rule.kind.wording)  \(shown(pause.start)) → \(end)",
                    "      \(pause.rule.policy.rawValue): \(pause.rule.policy.wording); \(moved)",
                    "      căn cứ / basis: \(pause.rule.basis)",
                ]
            }
    }

    private func dayLine(_ day: CalendarDay) -> String {
        let kind =
            day.makesUpFor.map { "làm bù / made up for \($0.text)" } ?? "nghỉ / closed"
        var line = "    \(day.date.text)  \(kind)  \(day.name)"
        if let reference = day.reference { line += "  \(reference)" }
        if let published = day.published {
            line += "  công bố / published \(published.text)"
            if accepted != missing, published.instant > accepted {
                line += " (sau ngày tiếp nhận / after acceptance)"
            }
        }
        return line
    }

    private var verdict: String {
        func word(_ name: String) -> String {
            guard let isInTime = dues.first(where: { $0.name == name })?.isInTime else {
                return "không rõ / cannot be said"
            }
            return isInTime ? "đúng hạn / in time" : "quá hạn / late"
        }
        let net = hasLedger ? word("due_computed") : "không rõ / cannot be said"
        return "gộp / gross \(word("due_gross")); trừ tạm dừng / net \(net)"
    }
}

private func shown(_ instant: Int64) -> String {
    instant == missing ? "-" : instantText(instant)
}

/// Working seconds as hours and minutes, with their sign.
private func hoursText(_ seconds: Int64) -> String {
    if seconds == 0 { return "0:00" }
    let minutes = seconds.magnitude / 60
    let rest = minutes % 60
    return (seconds < 0 ? "-" : "+") + "\(minutes / 60):" + (rest < 10 ? "0" : "") + "\(rest)"
}

extension StatutoryTerm {
    /// The term in Vietnamese and English.
    package var wording: String {
        let plural = count == 1 ? "" : "s"
        let (vi, en) =
            switch unit {
            case .workingDay: ("ngày làm việc", "working day")
            case .day: ("ngày", "day")
            case .workingHour: ("giờ làm việc", "working hour")
            case .hour: ("giờ", "hour")
            case .month: ("tháng", "month")
            }
        return "\(count) \(vi) / \(count) \(en)\(plural)"
    }
}

extension TermEnd {
    fileprivate var wording: String {
        switch self {
        case .sameTime: "cùng giờ / at the same time of day"
        case .endOfDay: "hết ngày / with the day (BLDS 2015, Điều 148)"
        }
    }
}

extension PauseKind {
    fileprivate var wording: String {
        switch self {
        case .supplement: "bổ sung hồ sơ / supplement"
        case .payment: "nghĩa vụ tài chính / payment"
        case .consultation: "lấy ý kiến, thẩm tra / consultation"
        case .other: "khác / other"
        }
    }
}

extension PausePolicy {
    fileprivate var wording: String {
        switch self {
        case .restart: "tính lại từ đầu / counted anew"
        case .subtract: "trừ thời gian tạm dừng / taken off"
        case .shift: "dời hạn / shifted"
        }
    }
}
