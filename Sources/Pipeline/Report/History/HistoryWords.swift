/// A word of the program in Vietnamese, English or both side by side.
struct HistoryWord {
    let vietnamese: String
    let english: String

    init(_ vietnamese: String, _ english: String) {
        self.vietnamese = vietnamese
        self.english = english
    }

    /// The word in a language; nil: in both.
    func text(_ language: Language?) -> String {
        switch language {
        case .vietnamese: vietnamese
        case .english: english
        case nil: "\(vietnamese) / \(english)"
        }
    }
}

extension CaseChange {
    /// What happened, in plain words.
    var word: HistoryWord {
        switch kind {
        case .reappeared: HistoryWord("xuất hiện lại", "reappeared")
        case .firstSeen: HistoryWord("thấy lần đầu", "first seen")
        case .unreadable: HistoryWord("có mà không đọc được", "there, cannot be read")
        case .readable: HistoryWord("đọc được", "can be read")
        case .dueMoved:
            seconds ?? 0 < 0
                ? HistoryWord("hạn trả sớm lên", "due date moved earlier")
                : HistoryWord("hạn trả lùi lại", "due date moved later")
        case .dueSet: HistoryWord("đặt hạn trả", "due date set")
        case .dueRemoved: HistoryWord("bỏ hạn trả", "due date removed")
        case .completed: HistoryWord("kết thúc", "completed")
        case .backDated: HistoryWord("ghi lùi ngày kết thúc", "completion back-dated")
        case .completionMoved: HistoryWord("sửa ngày kết thúc", "completion changed")
        case .completionUndone: HistoryWord("hủy kết thúc", "completion undone")
        case .statusChanged: HistoryWord("đổi trạng thái", "status changed")
        case .statusReverted: HistoryWord("trạng thái quay lại", "status reverted")
        case .unitChanged: HistoryWord("đổi đơn vị", "unit changed")
        case .officerChanged: HistoryWord("đổi cán bộ", "officer changed")
        case .procedureChanged: HistoryWord("đổi thủ tục", "procedure changed")
        case .pausesChanged: HistoryWord("đổi bổ sung, tạm dừng", "supplements or pauses changed")
        case .changed: HistoryWord("đổi", "changed")
        case .vanished: HistoryWord("biến mất", "vanished")
        }
    }

    /// By how much, or how it is known; empty where there is nothing to say.
    func remark(_ language: Language?) -> String {
        [measure?.text(language), reason?.word.text(language)].compactMap(\.self)
            .joined(separator: "; ")
    }

    private var measure: HistoryWord? {
        if let workingSeconds {
            let time = hoursText(workingSeconds)
            return HistoryWord("\(time) giờ làm việc", "\(time) working hours")
        }
        return seconds.map { HistoryWord("\(hoursText($0)) giờ", "\(hoursText($0)) hours") }
    }

    /// Seconds as hours and minutes, with their sign.
    private func hoursText(_ seconds: Int64) -> String {
        let minutes = seconds.magnitude / 60
        let rest = minutes % 60
        let sign = seconds == 0 ? "" : seconds < 0 ? "-" : "+"
        return "\(sign)\(minutes / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}

extension CaseChange.Reason {
    fileprivate var word: HistoryWord {
        switch self {
        case .finding(let code):
            HistoryWord(
                "\(code.rawValue) \(code.message.titleVi)", "\(code.rawValue) \(code.message.title)"
            )
        case .notInDump(0): HistoryWord("tệp đầy đủ không có", "the whole dump lacks it")
        case .notInDump(let count):
            HistoryWord(
                "tệp đầy đủ không có, hoặc là một trong \(count) bản ghi không đọc được mã",
                "the whole dump lacks it, or it is one of \(count) records without a readable code"
            )
        case .replaced:
            HistoryWord("tệp bị thay bằng tệp cùng tên", "its file was replaced by one of its name")
        case .notDelivered: HistoryWord("tệp không còn", "its file is no longer there")
        }
    }

    /// The word for programs.
    fileprivate var code: String {
        switch self {
        case .finding(let code): code.rawValue
        case .notInDump(let count): count == 0 ? "not-in-dump" : "not-in-dump:\(count)"
        case .replaced: "replaced"
        case .notDelivered: "not-delivered"
        }
    }
}

extension CaseChange {
    /// The names of the fields of a change.
    package static let header = [
        "night", "kind", "source", "input", "case", "identity", "field", "old", "new", "seconds",
        "working_seconds", "reason", "file", "record", "object", "previous_night",
    ]

    /// The change as texts, in the order of the header.
    package var fields: [String] {
        [
            instantTexts(night), kind.rawValue, source, input, id, identity, field, old, new,
            seconds.map { String($0) } ?? "", workingSeconds.map { String($0) } ?? "",
            reason?.code ?? "", file, record.map { String($0) } ?? "", object,
            before.map(instantTexts) ?? "",
        ].map(escapedControls)
    }

    private func instantTexts(_ instant: Int64) -> String {
        Moment(local: instant).spacedText
    }
}
