import Foundation
import Pipeline

/// Random cases in several files and versions, and random corrections of those that count.
///
/// Values are kept as corrections write them; `exports` writes them as the export does.
struct CorrectedWorld {
    static let fields = [
        "procedure", "field", "unit", "officer", "channel", "status", "accepted_at", "due_at",
        "resolved_at", "paused", "fee", "urgent", "note",
    ]

    /// One case: the record that counts, and whether an older one and a copy are there too.
    struct Case {
        var id: String
        var file: Int
        var values: [String: String]
        var updated: Int
        var hasOlder: Bool
        var hasCopy: Bool
    }

    /// One line of the file of corrections.
    struct Line {
        var input: String
        var id: String
        var field: String
        var old: String
        var new: String
        var date: Int
        /// What must become of it.
        var status: String
    }

    var cases: [Case]
    var lines: [Line] = []

    init(_ count: Int, _ random: inout SeededRandom) {
        cases = []
        for number in 0..<count {
            var values: [String: String] = [:]
            for field in Self.fields { values[field] = Self.value(field, &random) }
            cases.append(
                Case(
                    id: "HS-\(number)", file: Int.random(in: 0..<3, using: &random),
                    values: values, updated: Int.random(in: 10..<20, using: &random),
                    hasOlder: Int.random(in: 0..<4, using: &random) == 0,
                    hasCopy: Int.random(in: 0..<5, using: &random) == 0))
        }
    }

    /// A value as formulas write it; the status always has one.
    static func value(_ field: String, _ random: inout SeededRandom) -> String {
        func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
        switch field {
        case "procedure": return pick(["P1", "P2", "P3", "P9", ""])
        case "field": return pick(["Đất đai", "Hộ tịch", "", "", ""])
        case "unit": return pick(["H1.01", "H1.02", "H1.03", "H1.04", "H1.99", ""])
        case "officer": return pick(["N1", "N2", "Nguyễn Hoà", "N4", ""])
        case "channel": return pick(["online", "direct", ""])
        case "status": return pick(["processing", "resolved", "withdrawn"])
        case "paused": return pick(["0 seconds", "8 hours", "90 hours", ""])
        case "fee": return pick(["0", "-5", "30000000000", "7", ""])
        case "urgent": return pick(["true", "false", ""])
        case "note": return pick(["x", "Ghi chú, dài", ""])
        default:
            if Int.random(in: 0..<5, using: &random) == 0 { return "" }
            let day = Int.random(in: 1...28, using: &random)
            let month = Int.random(in: 1...9, using: &random)
            let hour = Int.random(in: 8...17, using: &random)
            return "2025-0\(month)-\(two(day)) \(two(hour)):30:00"
        }
    }

    /// Adds corrections, and applies to the cases those that are not to be refused.
    mutating func correct(_ count: Int, _ random: inout SeededRandom) {
        for number in 0..<count {
            let place = Int.random(in: 0..<cases.count, using: &random)
            let field = Self.fields.randomElement(using: &random) ?? "unit"
            let old = cases[place].values[field] ?? ""
            var line = Line(
                input: Bool.random(using: &random) ? "cases" : "case", id: cases[place].id,
                field: field, old: old, new: Self.value(field, &random), date: number,
                status: "applied")
            let chance = Int.random(in: 0..<12, using: &random)
            let before = lines.last { $0.id == line.id && $0.field == field }
            if before?.status == "refused-old" { continue }
            if chance == 0, before == nil {
                line.id = "HS-none-\(number)"
                line.status = "refused-missing"
            } else if chance == 1, before == nil, field != "field" {
                line.old = Self.value(field, &random)
                line.status = line.old == old ? "applied" : "refused-old"
            }
            if line.old == line.new || (field == "status" && line.new.isEmpty) { continue }
            if line.status == "applied" { cases[place].values[field] = line.new }
            lines.append(line)
        }
    }

    /// The file of corrections.
    var corrections: String {
        "input,case,field,old,new,reason,author,approver,document,date\n"
            + lines.map { line in
                let day = "2025-\(two(1 + line.date / 28 % 12))-\(two(1 + line.date % 28))"
                return [
                    line.input, line.id, line.field, line.old, line.new, "Nhập sai", "An", "Bình",
                    "\(line.date)/QĐ", day,
                ].map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",") + "\n"
            }.joined()
    }

    /// The files as the system exports them.
    var exports: [String] {
        (0..<3).map { file in
            var text = "id,\(Self.fields.joined(separator: ",")),updated\n"
            for one in cases where one.file == file {
                let line = Self.fields.map { Self.exported($0, one.values[$0] ?? "") }
                    .joined(separator: ",")
                let own =
                    "\(one.id),\(line),\(Self.exported("updated", "2026-02-\(one.updated)"))\n"
                if one.hasOlder {
                    let empty = Self.fields.map {
                        $0 == "status" ? "mở" : $0 == "unit" ? "H1.77" : ""
                    }.joined(separator: ",")
                    text += "\(one.id),\(empty),01/02/2026 00:00:00\n"
                }
                text += own + (one.hasCopy ? own : "")
            }
            return text
        }
    }

    private static func exported(_ field: String, _ value: String) -> String {
        switch (field, value) {
        case ("status", _): ["processing": "mở", "resolved": "xong"][value] ?? "rút"
        case ("channel", _): ["online": "trực tuyến", "direct": "trực tiếp"][value] ?? ""
        case ("urgent", _): ["true": "1", "false": "0"][value] ?? ""
        case ("paused", _): value == "0 seconds" ? "0" : value.replacing(" hours", with: "")
        case ("note", _): value.isEmpty ? "" : "\"\(value)\""
        case ("accepted_at", _), ("due_at", _), ("resolved_at", _), ("updated", _):
            value.isEmpty ? "" : day(value)
        default: value
        }
    }

    private static func day(_ value: String) -> String {
        let parts = value.prefix(10).split(separator: "-")
        let time = value.count > 10 ? String(value.dropFirst(11)) : "00:00:00"
        return "\(parts[2])/\(parts[1])/\(parts[0]) \(time)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private func two(_ number: Int) -> String { Self.two(number) }
}
