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

    /// Writes the exports of the provincial system.
    mutating func writeListExports(
        of world: World, on schedule: ExportSchedule
    ) throws -> [ExportTruth] {
        var truths: [ExportTruth] = []
        for (number, records) in world.records(of: .csv, on: schedule).enumerated() {
            let path = schedule.paths[number] + suffix
            var truth = ExportTruth(path: path)
            let isClean = world.cases.count < World.smallest
            var export = ListExport(world, ExportQuirks(export: number, isClean: isClean))
            var sink = try FileSink(path: "\(root)/\(path)", compressed: !suffix.isEmpty)
            export.addBanner("CẤP TỈNH")
            for (place, record) in records.enumerated() {
                let shown = world.shown(record)
                if place == records.count / 2 { export.addBanner("CẤP XÃ") }
                export.add(shown)
                truth.count(record, of: shown)
                if export.bytes.count >= Self.bufferSize {
                    try sink.write(export.bytes)
                    written += export.bytes.count
                    export.removeWritten()
                }
            }
            export.close(cases: records.count)
            truth.countDropped(export.dropped)
            try sink.write(export.bytes)
            written += export.bytes.count
            try sink.close()
            paths.append(path)
            truths.append(truth)
        }
        return truths
    }

    /// Writes the exports of the second system.
    mutating func writeSyncExports(
        of world: World, on schedule: ExportSchedule
    ) throws -> [ExportTruth] {
        var truths: [ExportTruth] = []
        for (number, records) in world.records(of: .xml, on: schedule).enumerated() {
            let path = schedule.paths[number] + suffix
            var truth = ExportTruth(path: path)
            var export = SyncExport(world)
            var sink = try FileSink(path: "\(root)/\(path)", compressed: !suffix.isEmpty)
            for record in records {
                let shown = world.shown(record)
                // The number that the other system gave the case before.
                let borrowed = shown.hazard == .codeOfOtherSource ? 1 : 0
                export.add(shown, codeOf: world.cases[Int(record.index) - borrowed])
                truth.count(record, of: shown)
                if export.bytes.count >= Self.bufferSize {
                    try sink.write(export.bytes)
                    written += export.bytes.count
                    export.removeWritten()
                }
            }
            export.close()
            try sink.write(export.bytes)
            written += export.bytes.count
            try sink.close()
            paths.append(path)
            truths.append(truth)
        }
        return truths
    }
}
