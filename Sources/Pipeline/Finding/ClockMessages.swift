extension FindingCode {
    /// What a finding about due dates and pauses means.
    var clockMessage: FindingMessage {
        switch self {
        case .procedureWithoutTerm:
            FindingMessage(
                title: "procedure without statutory term",
                titleVi: "thủ tục chưa có thời hạn giải quyết",
                reason: "No term is declared for the procedure, unit, channel and day of "
                    + "acceptance: the cases have no rebuilt due date.",
                remedy: "Add the term to the catalogue of procedures or to the file of terms.")
        case .calendarYearMissing:
            FindingMessage(
                title: "the calendar ends before the due date",
                titleVi: "lịch làm việc thiếu năm cần tính hạn",
                reason: "The due date lies in a year that the calendar does not hold; guessed "
                    + "holidays make false delays, so the cases have no rebuilt due date.",
                remedy: "Add the year to the calendar.")
        case .dayOutsideCalendar:
            FindingMessage(
                title: "a day outside the years of the calendar",
                titleVi: "ngày nằm ngoài các năm của lịch làm việc",
                reason: "Nobody knows which days were or will be worked then: working times to or "
                    + "from it are null, and count nowhere.",
                remedy: "Correct the date at its source, or add the year to the calendar.")
        case .pauseBackwards:
            FindingMessage(
                title: "pause ends before it begins",
                titleVi: "thời gian tạm dừng kết thúc trước khi bắt đầu",
                reason: "The clock cannot have gone on before it was stopped: the pause does not "
                    + "count.",
                remedy: "Check both instants at the source.")
        default:
            FindingMessage(
                title: "pause without a beginning", titleVi: "thời gian tạm dừng không có bắt đầu",
                reason: "An end alone does not say for how long the clock stood: the pause does "
                    + "not count.",
                remedy: "Complete the record at its source.")
        }
    }
}
