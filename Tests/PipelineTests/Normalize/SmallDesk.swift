import Columnar
import Foundation
import Ledger
import Pipeline
import Testing

/// A pipeline of one input and its files, of which tests change one part.
struct SmallDesk {
    var columns = """
          case_id: {header: [Mã hồ sơ], type: id, required: true}
          unit: {header: [Đơn vị], type: code, canonical: agency}
          status:
            header: [Trạng thái]
            type: code
            dictionary: {Đang xử lý: processing, Xong: resolved}
          accepted_at: {header: [Ngày nhận], type: instant, formats: [dd/MM/yyyy]}
          updated_at: {header: [Cập nhật], type: instant, formats: [dd/MM/yyyy]}
        """
    /// What the mapping says behind its columns.
    var rest = "identity: [case_id]"
    /// What the pipeline says of its input.
    var input = ""
    /// What the pipeline says behind its inputs.
    var pipeline = "periods: {every: [month]}"
    var kpi = """
        kpi: received
        version: 1
        title: {vi: Tiếp nhận}
        basis: Nghị định 118/2025/NĐ-CP
        from: case
        value: count(*)
        levels: [agency]
        source: {system: một cửa, owner: Văn phòng, collected: nightly}
        """
    var more: [(name: String, text: String)] = []
    var mappingHead = "kind: case\nformat: csv"

    /// The files of the pipeline, which comes first.
    var planFiles: [(name: String, text: String)] {
        [
            (
                "desk.yaml",
                """
                minhbach: 1
                agency: {code: H56, name: {vi: Tỉnh}}
                as_of: 2025-07-01
                inputs:
                  cases:
                    kind: \(mappingHead.contains("survey") ? "survey" : "case")
                    files: '*.export'
                    mapping: mapping.yaml
                    \(input)
                kpis: [kpi.yaml]
                \(pipeline)
                """
            ),
            (
                "mapping.yaml",
                """
                mapping: desk
                version: 1
                source: desk
                \(mappingHead)
                columns:
                \(columns)
                \(rest)

                """
            ),
            ("kpi.yaml", kpi),
        ] + more
    }

    /// The plan; fails the test with the faults where there are any.
    func plan() throws -> Plan {
        let files = planFiles.map { (name: $0.name, bytes: Array($0.text.utf8)) }
        let loaded = Plan.load("desk.yaml", from: .archived(files))
        let faults = loaded.faults.map { $0.line() }
        return try #require(loaded.plan, "\(faults)")
    }

    /// What normalization makes of these exports, by name and text.
    func dataset(_ exports: [(name: String, text: String)], threads: Int = 1) throws -> Dataset {
        let plan = try plan()
        return try inScratchFolder { folder in
            for export in exports {
                try Data(export.text.utf8).write(to: URL(filePath: folder + "/" + export.name))
            }
            let moment = Moment(local: 1_751_328_000)
            let workspace = try Workspace(root: folder + "/workspace")
            var open = try workspace.open(at: moment.journalText)
            let reception = try ingest(
                plan, from: folder, into: open, at: moment, threads: threads)
            try reception.confirm(in: &open, at: moment)
            return try normalize(
                reception.intake,
                NormalizationRequest(
                    plan: plan, objects: open.objects, key: nil, threads: threads)
            ).adding(reception.findings)
        }
    }

    /// The same of one export, whose lines these are.
    func dataset(lines: String...) throws -> Dataset {
        try dataset([("a.export", lines.joined(separator: "\n") + "\n")])
    }
}

/// Lends a new folder and removes it afterwards.
func inScratchFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.path + "/minhbach-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}

extension Dataset {
    /// The rows of a table as texts, in the order of these columns; null is `∅`.
    func rows(_ table: String = "case", _ names: String...) -> [[String]] {
        guard let table = try? self.table(table)?.whole else { return [] }
        return (0..<table.rowCount).map { row in
            names.map { table[$0].map { $0.text(row) } ?? "no column \($0)" }
        }
    }

    /// Code, record and column of each finding.
    var findingTexts: [String] {
        findings.map { finding in
            [finding.code.rawValue, finding.place.record.map { String($0) }, finding.column]
                .compactMap { $0 }.joined(separator: " ")
        }
    }

    /// The accounts as numbers: read, accepted, duplicate, superseded, quarantined, dropped.
    var counts: [[Int]] { accounts.map(\.account.counts) }
}

extension Account {
    /// Read, accepted, duplicate, superseded, quarantined, dropped.
    var counts: [Int] { [read, accepted, duplicate, superseded, quarantined, dropped] }
}

extension Column {
    /// The cell as text; null is `∅`.
    func text(_ row: Int) -> String {
        switch self {
        case .integer(let cells), .duration(let cells):
            cells[row] == missing ? "∅" : String(cells[row])
        case .instant(let cells): cells[row] == missing ? "∅" : instantText(cells[row])
        case .flag(let cells): ["false", "∅", "true"][Int(cells[row])]
        case .code(let column):
            column.codes[row] == missingCode ? "∅" : column.dictionary[Int(column.codes[row])]
        case .identifier(let column): column.text(row) ?? "∅"
        case .null: "∅"
        case .narrow where number(row) == missing: "∅"
        case .narrow(let cells):
            cells.type == .instant ? instantText(number(row)) : String(number(row))
        }
    }
}
