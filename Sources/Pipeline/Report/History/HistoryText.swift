import Columnar
import Tabular

extension Moment {
    /// `2025-06-01 02:00:00`, the form in tables.
    var spacedText: String { instantText(local) }
}

extension CaseHistory {
    /// The changes for a person, case after case; without a language in Vietnamese and English.
    package func caseText(_ language: Language?) -> [String] {
        var lines: [String] = []
        var start = 0
        while start < changes.count {
            let first = changes[start]
            let own = changes[start...].prefix {
                $0.source == first.source && $0.id == first.id && $0.identity == first.identity
            }
            let title = [first.source, first.id, first.identity].filter { !$0.isEmpty }
            if start > 0 { lines.append("") }
            lines.append(title.joined(separator: "  "))
            lines += Self.table(Array(own), language, namesCase: false)
            start = own.endIndex
        }
        let count = HistoryWord(
            "\(exports.speaking) trong \(exports.all) lần xuất nói đến hồ sơ này",
            "\(exports.speaking) of \(exports.all) exports speak of it")
        return lines + ["", count.text(language)]
    }

    /// The changes for a person, night after night, and how many of each kind there are.
    package func listText(_ language: Language?) -> [String] {
        if changes.isEmpty {
            return [HistoryWord("không có thay đổi nào như vậy", "no such change").text(language)]
        }
        var lines = Self.table(changes, language, namesCase: true) + [""]
        for kind in CaseChange.Kind.allCases {
            let own = changes.filter { $0.kind == kind }
            if !own.isEmpty { lines.append("\(kind.rawValue): \(own.count)") }
        }
        return lines
    }

    private static func table(
        _ changes: [CaseChange], _ language: Language?, namesCase: Bool
    ) -> [String] {
        let named = [HistoryWord("Nguồn", "source"), HistoryWord("Hồ sơ", "case")]
        let words =
            [HistoryWord("Đêm", "night")] + (namesCase ? named : [])
            + [
                HistoryWord("Việc", "event"), HistoryWord("Trường", "field"),
                HistoryWord("Cũ", "old"), HistoryWord("Mới", "new"),
                HistoryWord("Ghi chú", "note"), HistoryWord("Tệp:bản ghi", "file:record"),
            ]
        var table = TextTable(words.map { $0.text(language) }, words.map { _ in .left })
        for change in changes {
            let place = change.record.map { "\(change.file):\($0)" } ?? change.file
            table.append(
                [Moment(local: change.night).spacedText]
                    + (namesCase
                        ? [change.source, (change.id + " " + change.identity).trimmingEnd] : [])
                    + [
                        change.word.text(language), change.field, change.old, change.new,
                        change.remark(language), place,
                    ])
        }
        return table.lines
    }

    /// The changes as CSV with their header.
    package var csv: String {
        let writer = CSVWriter(formulas: .neutralized)
        var bytes: [UInt8] = []
        writer.append(CaseChange.header, to: &bytes)
        for change in changes { writer.append(change.fields, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The changes as one JSON object a line.
    package var json: String {
        jsonText(
            changes.map(\.fields), header: CaseChange.header,
            numbers: ["seconds", "working_seconds", "record"])
    }

    /// What whoever reads the changes must know, a line each.
    package var noteLines: [String] { notes.map(\.line) }
}

extension String {
    fileprivate var trimmingEnd: String { last == " " ? String(dropLast()) : self }
}

extension CaseHistory.Note {
    fileprivate var line: String {
        switch self {
        case .unreadable(let input, let file, let night, let reason):
            "note: \(input): \(file) (\(Moment(local: night).spacedText)) says nothing: \(reason)"
        case .undated(let input, let files):
            "note: \(input): the names of \(files.count) files tell no date, their first receipt "
                + "counts: " + files.prefix(5).joined(separator: ", ")
                + (files.count > 5 ? ", …" : "")
        case .unusable(let run):
            "warning: the manifest of \(run) is not what was sealed; `minhbach verify \(run)` "
                + "tells more; its files are not counted"
        case .otherRules(
            let file, let night, let run, let mapping, let current, let differences):
            "note: \(file) (\(Moment(local: night).spacedText)) is read as \(run) did, by "
                + "\(mapping); by \(current) of the last run it says otherwise: "
                + differences.joined(separator: ", ")
        }
    }
}
