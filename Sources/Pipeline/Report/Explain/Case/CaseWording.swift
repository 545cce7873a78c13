import Columnar

extension Language {
    /// One of two sentences.
    func say(_ vietnamese: String, _ english: String) -> String {
        self == .vietnamese ? vietnamese : english
    }

    /// A column as a person calls it, beside its name in formulas.
    func name(ofColumn column: String) -> String {
        let known: (String, String)? =
            switch column {
            case "accepted_at": ("thời điểm tiếp nhận", "time of acceptance")
            case "submitted_at": ("thời điểm nộp", "time of submission")
            case "due_at": ("hạn trả kết quả", "due date")
            case "due_first": ("hạn trả ban đầu", "first due date")
            case "due_computed": ("hạn tính lại, trừ tạm dừng", "due date rebuilt, net of pauses")
            case "due_gross": ("hạn tính lại, không trừ tạm dừng", "due date rebuilt, gross")
            case "due_promised": ("hạn như đã hứa", "due date as promised")
            case "resolved_at": ("thời điểm giải quyết xong", "time of resolution")
            case "returned_at": ("thời điểm trả kết quả", "time of handing over")
            case "updated_at": ("thời điểm cập nhật", "time of update")
            case "answered_at": ("thời điểm trả lời", "time of the answer")
            case "status": ("trạng thái", "status")
            case "channel": ("kênh tiếp nhận", "channel")
            case "procedure": ("thủ tục", "procedure")
            case "procedure_group": ("nhóm thủ tục", "group of procedures")
            case "field": ("lĩnh vực", "field")
            case "unit": ("đơn vị giải quyết", "unit that resolves")
            case "unit_received": ("đơn vị tiếp nhận", "unit that received")
            case "officer": ("cán bộ", "officer")
            case "paused": ("thời gian tạm dừng", "time of pauses")
            case "supplements": ("số lần bổ sung", "number of supplements")
            case "source": ("hệ thống nguồn", "source system")
            default: nil
            }
        guard let known else { return column }
        return "\(say(known.0, known.1)) (\(column))"
    }

    /// In what a case is counted, as a sentence.
    func verdict(_ counted: Counted, hasDenominator: Bool) -> String {
        guard counted.belongs else { return say("KHÔNG ĐƯỢC TÍNH", "NOT COUNTED") }
        if !hasDenominator {
            return counted.inNumerator
                ? say("ĐƯỢC TÍNH", "COUNTED")
                : say("thuộc phạm vi, không thêm gì vào số", "belongs, adds nothing to the number")
        }
        switch (counted.inNumerator, counted.inDenominator) {
        case (true, true):
            return say(
                "ĐƯỢC TÍNH ở cả tử số và mẫu số", "COUNTED in both numerator and denominator")
        case (false, true):
            return say("CHỈ tính ở mẫu số", "COUNTED in the denominator only")
        case (true, false):
            return say("CHỈ tính ở tử số", "COUNTED in the numerator only")
        case (false, false):
            return say("thuộc phạm vi, không tính vào bên nào", "belongs, counted on neither side")
        }
    }

    /// Seconds in words: hours, minutes, seconds; by the clock days as well.
    func span(_ seconds: Int64, isWorking: Bool) -> String {
        var rest = Int64(seconds.magnitude)
        var parts: [String] = []
        func take(_ length: Int64, _ vietnamese: String, _ english: String) {
            let count = rest / length
            guard count > 0 else { return }
            rest %= length
            parts.append("\(count) " + say(vietnamese, count == 1 ? english : english + "s"))
        }
        if !isWorking { take(86_400, "ngày", "day") }
        take(3600, "giờ", "hour")
        take(60, "phút", "minute")
        take(1, "giây", "second")
        if parts.isEmpty { return say("0 giây", "0 seconds") }
        let text = parts.joined(separator: " ")
        guard isWorking else { return text }
        if parts.count == 1 {
            return say(text + " làm việc", text.replacing(" ", with: " working "))
        }
        return say(text + " làm việc", text + " of working time")
    }

    /// A clause's truth.
    func word(_ truth: Truth) -> String {
        switch truth {
        case .yes: say("đúng", "true")
        case .no: say("sai", "false")
        case .unknown: say("không rõ", "unknown")
        }
    }

    /// The part of a measure in which a clause stands.
    func word(_ part: ClauseVerdict.Part) -> String {
        switch part {
        case .condition: say("điều kiện (where)", "condition (where)")
        case .numerator: say("tử số", "numerator")
        case .denominator: say("mẫu số", "denominator")
        }
    }

    /// Where a value came from.
    func phrase(_ origin: CaseFact.Origin, _ place: RowPlace) -> String {
        switch origin {
        case .field(let header):
            say(
                "bản ghi \(place.record) của \(place.file), byte \(place.offset), cột «\(header)»",
                "record \(place.record) of \(place.file), byte \(place.offset), field '\(header)'")
        case .derived(let formula):
            say("tính từ công thức: \(formula.oneLine)", "by formula: \(formula.oneLine)")
        case .clock(let rule): say("đồng hồ: \(rule)", "clocks: \(rule)")
        case .units: say("danh mục đơn vị theo ngày", "the catalogue of units by day")
        case .procedures: say("danh mục thủ tục", "the catalogue of procedures")
        case .steps: say("quá trình xử lý", "the steps of the case")
        case .mapping: say("bảng ánh xạ của nguồn", "the mapping of the source")
        case .absent: say("nguồn không cung cấp", "the source does not deliver it")
        }
    }

    /// Where a record stands.
    func phrase(_ place: RowPlace) -> String {
        say(
            "\(place.file), bản ghi \(place.record), byte \(place.offset), "
                + "tệp gốc \(place.object.prefix(16))…", place.phrase)
    }

    /// Numerator and denominator of a line of `results.csv`.
    func pair(_ fields: [String]) -> String {
        let text = ExplainedFigure.pair(fields)
        return say(
            text.replacing(" of ", with: " trên ")
                .replacing("nothing to count", with: "không có gì để tính"), text)
    }

    /// Why a record is no row.
    func phrase(_ reason: SetAsideRecord.Reason) -> String {
        switch reason {
        case .duplicate: say("bản sao y hệt", "an exact copy")
        case .superseded: say("phiên bản cũ", "an older version")
        case .quarantined(let code):
            say(
                "bị cách ly: \(code.rawValue) \(code.message.titleVi)",
                "set aside: \(code.rawValue) \(code.message.title)")
        }
    }
}

extension CaseExplanation {
    /// What would have been enough, or how much was left, a sentence each; the least first.
    func advice(_ language: Language) -> [String] {
        if flips.isEmpty {
            return [
                counted.rank == 2
                    ? language.say(
                        "Không có dữ kiện đơn lẻ nào mà thay đổi nó sẽ làm đổi kết luận.",
                        "No single fact would have changed the verdict.")
                    : language.say(
                        "Không có dữ kiện đơn lẻ nào thay đổi mà đủ để được tính.",
                        "No single fact would have been enough.")
            ]
        }
        return flips.prefix(4).map { flip in
            let text = sentence(flip, language)
            return text.prefix(1).uppercased() + text.dropFirst()
        }
    }

    private func sentence(_ flip: Flip, _ language: Language) -> String {
        let name = language.name(ofColumn: flip.column)
        switch flip.change {
        case .given(let value):
            return language.say(
                "Thiếu \(name); có giá trị, ví dụ \(value.text), là đủ",
                "\(name) is missing; a value such as \(value.text) would have been enough")
                + outcome(flip, language)
        case .replaced(let value):
            let text = value?.text ?? "null"
            return counted.rank == 2
                ? language.say("Nếu \(name) là '\(text)'", "Had \(name) been '\(text)'")
                    + outcome(flip, language)
                : language.say(
                    "\(name) là '\(text)' là đủ", "\(name) '\(text)' would have been enough")
                    + outcome(flip, language)
        case .moved(let step):
            return counted.rank == 2
                ? left(flip, name, step, language) : enough(flip, name, step, language)
        }
    }

    /// By how much a fact would have had to be another.
    private func enough(
        _ flip: Flip, _ name: String, _ step: Int64, _ language: Language
    ) -> String {
        let bound = valueText(flip.value + step, flip.type)
        let words =
            step < 0
            ? language.say("sớm hơn", "earlier") : language.say("muộn hơn", "later")
        let limit =
            step < 0
            ? language.say("chậm nhất", "at the latest")
            : language.say("sớm nhất", "at the earliest")
        switch flip.type {
        case .instant:
            return language.say(
                "\(name) \(words) \(amount(flip, step, language)) là đủ: \(limit) \(bound)",
                "\(name): \(amount(flip, step, language)) \(words) would have been enough: "
                    + "\(limit) \(bound)") + outcome(flip, language)
        default:
            let less = step < 0 ? language.say("ít hơn", "less") : language.say("nhiều hơn", "more")
            let size =
                flip.type == .duration
                ? language.span(step, isWorking: false) : String(step.magnitude)
            return language.say(
                "\(name) \(less) \(size) là đủ: \(bound)",
                "\(name): \(size) \(less) would have been enough: \(bound)")
                + outcome(flip, language)
        }
    }

    /// How far a fact may be moved and the verdict stays.
    private func left(
        _ flip: Flip, _ name: String, _ step: Int64, _ language: Language
    ) -> String {
        let margin = flip.margin ?? 0
        let bound = valueText(flip.value + margin, flip.type)
        let words =
            step < 0
            ? language.say("sớm hơn", "earlier") : language.say("muộn hơn", "later")
        let size =
            flip.type == .integer
            ? String(margin.magnitude) : amount(flip, margin, language)
        return language.say(
            "Còn dư: \(name) \(words) tối đa \(size) kết luận vẫn vậy, đến \(bound)",
            "To spare: \(name) up to \(size) \(words) and the verdict stays, until \(bound)")
            + "; " + language.say("hơn nữa", "beyond that") + outcome(flip, language)
    }

    /// So much time, as working time where there is some.
    private func amount(_ flip: Flip, _ step: Int64, _ language: Language) -> String {
        let clock = language.span(step, isWorking: false)
        guard let working = flip.working, working > 0 else { return clock }
        let exact = language.say("theo đồng hồ", "by the clock")
        return "\(language.span(working, isWorking: true)) (\(clock) \(exact))"
    }

    private func outcome(_ flip: Flip, _ language: Language) -> String {
        let verdict = language.verdict(flip.counted, hasDenominator: kpi.denominator != nil)
        return " → " + verdict
    }
}
