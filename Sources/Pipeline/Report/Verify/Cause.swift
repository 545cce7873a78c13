/// For what reason a sealed run does not come out again: what has to be looked at.
package enum Cause: String, Sendable, CaseIterable {
    /// A raw file.
    case input
    /// The pipeline file, a KPI, a form, a scorecard, objectives, terms, clocks.
    case pipelineFile = "pipeline-file"
    /// A mapping with its dictionaries, or the catalogue of procedures.
    case dictionary
    /// The working calendar, or a calendar of reports.
    case calendar
    /// The units, or what became of them.
    case units
    /// Corrections that somebody approved.
    case corrections
    /// Another version of the program, which is known to compute otherwise.
    case program
    /// A published file that is not what was sealed, or not what the archive gives.
    case result
    /// The journal, a seal, a manifest, or what is published.
    case journal

    /// The cause for which an archived file of this role stands.
    package init(role: String) {
        switch role {
        case "mapping", "procedures": self = .dictionary
        case "calendar", "reporting": self = .calendar
        case "units", "succession": self = .units
        case "corrections": self = .corrections
        default: self = .pipelineFile
        }
    }
}

extension Cause {
    /// What the cause is called.
    package var title: Wording {
        switch self {
        case .input: Wording(vietnamese: "tệp đầu vào", english: "input")
        case .pipelineFile: Wording(vietnamese: "tệp quy trình", english: "pipeline file")
        case .dictionary: Wording(vietnamese: "từ điển, ánh xạ", english: "dictionary")
        case .calendar: Wording(vietnamese: "lịch làm việc", english: "calendar")
        case .units: Wording(vietnamese: "danh mục đơn vị", english: "units")
        case .corrections: Wording(vietnamese: "đính chính", english: "corrections")
        case .program: Wording(vietnamese: "phiên bản chương trình", english: "program version")
        case .result: Wording(vietnamese: "kết quả", english: "result")
        case .journal: Wording(vietnamese: "nhật ký", english: "journal")
        }
    }

    /// What to do about it.
    package var remedy: Wording {
        switch self {
        case .input:
            Wording(
                vietnamese: "chép lại đúng tệp gốc (từ bản sao lưu hoặc nơi gửi), "
                    + "SHA-256 của nó là tên của nó, rồi xác minh lại",
                english: "put the original file back, from a backup or from whoever delivered it; "
                    + "its SHA-256 is its name; then verify again")
        case .pipelineFile, .dictionary, .calendar, .units, .corrections:
            Wording(
                vietnamese: "chép lại đúng bản đã lưu trữ; "
                    + "muốn đổi quy tắc thì sửa tệp mới và chạy lại",
                english: "put the archived version back; a change of rules is a new file "
                    + "and a new run")
        case .program:
            Wording(
                vietnamese:
                    "xem CHANGELOG; dùng đúng phiên bản đã niêm phong để được đúng từng byte",
                english: "see the CHANGELOG; the version that sealed the run gives the same bytes")
        case .result:
            Wording(
                vietnamese: "không dùng tệp này; khôi phục thư mục của lần chạy từ bản sao lưu, "
                    + "hoặc chạy lại",
                english: "do not use this file; restore the run's folder from a backup, "
                    + "or run again")
        case .journal:
            Wording(
                vietnamese: "khôi phục từ bản sao lưu và so với điểm kiểm giữ ở nơi khác; "
                    + "không ghi tiếp vào nhật ký đã hỏng",
                english: "restore it from a backup and hold it against what is kept elsewhere; "
                    + "nothing is added to a broken journal")
        }
    }
}
