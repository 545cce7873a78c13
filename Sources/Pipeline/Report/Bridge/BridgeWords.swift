import Columnar

/// The words and sentences of a bridge.
enum BridgeWords {
    static let numerator = Wording(vietnamese: "Tử số", english: "numerator")
    static let denominator = Wording(vietnamese: "Mẫu số", english: "denominator")
    static let value = Wording(vietnamese: "Giá trị", english: "value")
    static let exact = Wording(vietnamese: "Chính xác", english: "exact")
    static let cases = Wording(vietnamese: "Hồ sơ", english: "cases")
    static let caseCode = Wording(vietnamese: "Mã hồ sơ", english: "case")
    static let before = Wording(vietnamese: "Trước", english: "before")
    static let after = Wording(vietnamese: "Sau", english: "after")
    static let record = Wording(vietnamese: "Tệp:bản ghi", english: "file:record")
    static let clause = Wording(vietnamese: "Điều kiện đã đổi", english: "clause that changed")
    static let absent = Wording(vietnamese: "không có", english: "absent")
    static let uncounted = Wording(vietnamese: "không tính", english: "not counted")
    static let noFigure = Wording(
        vietnamese: "không có số liệu nào khác nhau", english: "no figure differs")

    static func elsewhere(_ member: String) -> Wording {
        Wording(vietnamese: "tính cho \(member)", english: "counts for \(member)")
    }

    static func others(_ counts: String) -> Wording {
        Wording(
            vietnamese: "ngoài ra còn khác nhau ở các cấp: \(counts); thêm --level CẤP hoặc "
                + "--level all",
            english: "figures of other levels differ: \(counts); --level LEVEL or --level all "
                + "shows them")
    }

    static func more(_ count: Int) -> Wording {
        Wording(
            vietnamese: "… còn \(count); --cases 0 hiện tất cả",
            english: "… \(count) more; --cases 0 shows all")
    }

    static func holds(_ part: String, _ held: String) -> Wording {
        Wording(
            vietnamese: "sau phần \(held) số liệu chưa có giá trị, nên phần đó nằm trong \(part)",
            english: "behind \(held) there is no value, so that its share is in \(part)")
    }

    /// Why no part of a value can be told.
    static func noValues(_ from: BridgeEnd, _ to: BridgeEnd) -> Wording {
        let ends = [("A", from), ("B", to)].filter { $0.1.value == nil }.map { name, end in
            "\(name) \(end.status?.rawValue ?? "absent")"
        }.joined(separator: ", ")
        return Wording(
            vietnamese: "không chia được giá trị, vì một đầu không có giá trị: \(ends)",
            english: "the value cannot be split, since an end has none: \(ends)")
    }
}

extension BridgeRemark {
    /// The remark as a sentence in one language, or one in each.
    func lines(_ language: Language?) -> [String] { wording.lines(language) }

    private var wording: Wording {
        switch self {
        case .inseparable(let steps, let reason):
            Wording(
                vietnamese: "không tách được "
                    + steps.map(\.wording.vietnamese).joined(separator: " và ")
                    + " ở đây, vì các tệp không dùng riêng được: \(reason)",
                english: steps.compactMap(\.wording.english).joined(separator: " and ")
                    + " cannot be told apart here, because their files cannot be used alone: "
                    + reason)
        case .withRules(let step, let file):
            Wording(
                vietnamese: "\(file) (\(step.wording.vietnamese)) tính cùng quy tắc, vì chỉ một "
                    + "tệp pipeline nêu tên nó",
                english: "\(file) (\(step.wording.english ?? "")) counts with the rules, since "
                    + "only one of the pipeline files names it")
        case .inputWithRules(let name):
            Wording(
                vietnamese: "đầu vào \(name) tính cùng quy tắc, vì chỉ một tệp pipeline nêu tên nó",
                english: "the input \(name) counts with the rules, since only one of the pipeline "
                    + "files names it")
        case .otherProgram(let run, let version):
            Wording(
                vietnamese: "\(run) do minhbach \(version) làm ra; các hồ sơ được tính lại bằng "
                    + "bản \(Program.version)",
                english: "\(run) was made by minhbach \(version); its cases are counted again by "
                    + Program.version)
        }
    }
}

extension Wording {
    /// The text in one language, or in both beside each other.
    func joined(_ language: Language?) -> String {
        if let language { return text(in: language) }
        return [vietnamese, english].compactMap(\.self).joined(separator: "/")
    }

    /// The sentence in one language, or a line in each.
    func lines(_ language: Language?) -> [String] {
        if let language { return [text(in: language)] }
        return [vietnamese, english].compactMap(\.self)
    }
}
