import Columnar
import Ledger
import Tabular

/// The facts of one version of a KPI, as a file that lies aside until the pack is written.
struct FactFile {
    let table: FactTable
    /// Index of the KPI in the table.
    let kpi: Int
    /// Its name in the pack.
    let name: String
    let path: String
    let digest: Digest
    let size: Int
}

/// Writes the facts of a table's KPIs, a file each; a row of a file is a case in a period.
struct FactWriting {
    private let table: FactTable
    private let pseudonyms: Pseudonyms
    private var outputs: [FactOutput] = []
    private let groupings: [[LevelGrouping]]
    private let periodNames: [[UInt8]]
    private let memberNames: [[[[UInt8]]]]

    /// Begins the files in a folder; those of another run than the pack's lie in a folder of it.
    init(_ table: FactTable, _ pseudonyms: Pseudonyms, packOf run: String, in folder: String) throws
    {
        self.table = table
        self.pseudonyms = pseudonyms
        groupings = table.kpis.map { kpi in
            kpi.levels.map {
                kpi.grouping($0.name, of: table.table, agency: table.plan.agency.code)
            }
        }
        periodNames = table.periods.map { encoded($0.name) }
        memberNames = groupings.map { levels in levels.map { $0.members.map(encoded) } }
        for kpi in table.kpis {
            let name =
                (table.run == run ? "facts/" : "facts/\(escapedPart(table.run))/")
                + "\(escapedPart(kpi.name))-v\(kpi.version).csv"
            let number = outputs.count
            outputs.append(
                try FactOutput(
                    name: name,
                    path: "\(folder)/\(escapedPart(table.run))-"
                        + "\(escapedPart(table.table.name))-\(number)"))
            outputs[number].append(kpi.factHeader)
        }
    }

    /// Takes what a block of a piece gives.
    mutating func take(_ piece: FactPiece, _ block: FactBlock) throws {
        var name: [UInt8] = []
        var row = -1
        for line in block.lines {
            if line.row != row {
                row = line.row
                name = Array(
                    pseudonyms.name(piece.rows.rowIdentity(row), number: piece.base + row + 1).utf8)
            }
            var bytes = name
            bytes.append(comma)
            bytes += periodNames[line.scope]
            for (level, grouping) in piece.groupings[line.measure].enumerated() {
                bytes.append(comma)
                let members = memberNames[line.measure][level]
                let code = grouping.isWhole ? 0 : Int(grouping.codes[row])
                bytes += members[min(code, members.count - 1)]
            }
            for index in line.cells {
                bytes.append(comma)
                if block.cells[index] != missing { bytes += String(block.cells[index]).utf8 }
            }
            bytes.append(UInt8(ascii: "\n"))
            outputs[line.measure].append(bytes)
            if outputs[line.measure].isFull { try outputs[line.measure].flush() }
        }
    }

    /// A piece with its rows by level, as `take` wants it.
    func piece(_ rows: Table, base: Int) -> FactPiece {
        FactPiece(
            rows: rows, base: base,
            groupings: groupings.map { levels in levels.map { $0.grouping(rows) } })
    }

    /// Ends the files.
    mutating func finish() throws -> [FactFile] {
        try outputs.indices.map { index in
            try outputs[index].flush()
            let output = outputs[index]
            return FactFile(
                table: table, kpi: index, name: output.name, path: output.path,
                digest: output.stream.finish(), size: output.size)
        }
    }
}

/// The rows of a piece and to which member of each level of each KPI they belong.
struct FactPiece {
    let rows: Table
    let base: Int
    let groupings: [[Grouping]]
}

/// A file of facts while it is written, appended to whenever its buffer is full: KPIs are more
/// than files may be open.
private struct FactOutput {
    let name: String
    let path: String
    private(set) var stream = DigestStream()
    private(set) var size = 0
    private var buffer: [UInt8] = []

    init(name: String, path: String) throws {
        self.name = name
        self.path = path
    }

    var isFull: Bool { buffer.count > 1 << 18 }

    mutating func append(_ bytes: [UInt8]) { buffer += bytes }

    mutating func flush() throws(LedgerError) {
        try appendToFile(path, buffer)
        stream.append(buffer)
        size += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}

private let comma = UInt8(ascii: ",")

/// A text as a field of CSV, written as the files of a run write it.
private func encoded(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    CSVWriter(formulas: .neutralized).append(text, isFirst: true, to: &bytes)
    return bytes
}

extension KPI {
    /// The line of the names of its facts' columns.
    fileprivate var factHeader: [UInt8] {
        var bytes: [UInt8] = []
        let columns = factColumns
        CSVWriter(formulas: .neutralized).append(
            ["case", "period"] + levels.map { "level_\($0.name)" }
                + columns.numerator.flatMap(\.self)
                + columns.denominator.flatMap(\.self), to: &bytes)
        return bytes
    }

    /// The names of the columns of each aggregate.
    var factColumns: (numerator: [[String]], denominator: [[String]]) {
        func names(_ letter: String, _ folds: [FactRule.Fold]) -> [[String]] {
            folds.enumerated().map { index, fold in
                let name = "\(letter)\(index + 1)"
                return fold == .peak ? ["\(name)_begin", "\(name)_end"] : [name]
            }
        }
        let rule = measure?.factRule
        return (
            names("n", rule?.numerator.folds ?? []), names("d", rule?.denominator?.folds ?? [])
        )
    }
}

/// A text as one part of a name in an archive: other bytes than letters, digits, `.`, `_`, `-` as
/// `%` and two hexadecimal digits, and what is too long by its digest.
func escapedPart(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
        let isPlain =
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
            || (byte == 0x2E && !escaped.isEmpty)
        let digits = String(byte, radix: 16)
        escaped += isPlain ? String(UnicodeScalar(byte)) : (byte < 16 ? "%0" : "%") + digits
    }
    if escaped.isEmpty { return "%" }
    return escaped.utf8.count <= 40
        ? escaped : String(Digest.of(Array(text.utf8)).hex.prefix(40))
}
