import FoundationEssentials
import Tabular

/// The folder into which a world is written.
struct WorldFolder {
    /// Exports pass through a buffer of this size.
    private static let bufferSize = 1 << 20

    private let root: String
    private let suffix: String
    /// Paths below the folder of what was written.
    private(set) var paths: [String] = []
    /// Bytes written, before compression.
    private(set) var written = 0

    /// Makes the folder with its parts; what is there must be empty.
    init(_ root: String, compressed: Bool) throws(GenerateFault) {
        self.root = root
        suffix = compressed ? ".gz" : ""
        let files = FileManager.default
        var isEmpty = true
        do {
            if files.fileExists(atPath: root) {
                isEmpty = try files.contentsOfDirectory(atPath: root).isEmpty
            }
            for part in ["cases", "xml", "surveys"] where isEmpty {
                try files.createDirectory(
                    atPath: "\(root)/\(part)", withIntermediateDirectories: true)
            }
        } catch {
            throw .folderNotUsable(root)
        }
        if !isEmpty { throw .folderNotEmpty(root) }
    }

    /// Writes a small file, never compressed.
    mutating func write(_ bytes: [UInt8], to path: String) throws {
        var sink = try FileSink(path: "\(root)/\(path)", compressed: false)
        try sink.write(bytes)
        try sink.close()
        paths.append(path)
        written += bytes.count
    }

    /// Writes an export's bytes again under another name, as a second download does.
    mutating func copyExport(_ path: String) throws -> String {
        let copy = path.dropLast(4) + " (1).csv" + suffix
        try FileManager.default.copyItem(
            atPath: "\(root)/\(path)\(suffix)", toPath: "\(root)/\(copy)")
        paths.append(String(copy))
        return String(copy)
    }

    /// Writes all exports of one system and gives the truth about each.
    mutating func writeExports<Export: CaseExport>(
        of source: ExportFormat, from world: World, on schedule: ExportSchedule,
        opening export: (_ number: Int, _ records: [ExportRecord]) -> Export
    ) throws -> [ExportTruth] {
        var truths: [ExportTruth] = []
        for (number, records) in world.records(of: source, on: schedule).enumerated() {
            let path = schedule.paths[number] + suffix
            var truth = ExportTruth(path: path)
            var open = export(number, records)
            var sink = try FileSink(path: "\(root)/\(path)", compressed: !suffix.isEmpty)
            for record in records {
                open.add(record)
                truth.count(record, of: world.cases[Int(record.index)])
                if open.text.bytes.count >= Self.bufferSize {
                    try sink.write(open.text.bytes)
                    written += open.text.bytes.count
                    open.text.removeAll()
                }
            }
            truth.countDropped(open.close())
            try sink.write(open.text.bytes)
            written += open.text.bytes.count
            try sink.close()
            paths.append(path)
            truths.append(truth)
        }
        return truths
    }
}

/// An export being written: `ListExport` or `SyncExport`.
protocol CaseExport {
    /// What is written and not yet in the file.
    var text: ByteText { get set }
    /// Adds the record of a case.
    mutating func add(_ record: ExportRecord)
    /// Adds what stands behind the last case; gives the number of records that are no cases.
    mutating func close() -> Int
}
