import FoundationEssentials
import GRDB
import Ledger
import Tabular

extension ResultsStore {
    /// Brings the store of a workspace up to date; the file is named when that fails.
    static func update(from workspace: Workspace, seals: [Seal]) throws {
        let path = workspace.root + "/results.sqlite"
        do {
            try ResultsStore(path: path).update(from: workspace, seals: seals)
        } catch let error as DatabaseError {
            throw RunError.store("\(path): \(error.message ?? error.resultCode.description)")
        }
    }

    /// Adds the sealed runs that the store lacks: one after a good night, all after it was deleted.
    private func update(from workspace: Workspace, seals: [Seal]) throws {
        let known = Set(try runs())
        for seal in seals where !known.contains(seal.run) {
            let folder = workspace.path(ofRun: seal.run)
            guard let manifest = Manifest(bytes: try fileBytes(folder + "/" + Manifest.fileName))
            else { throw RunError.store("\(seal.run) has no manifest") }
            let pipeline = manifest.pipeline.first { $0.role == PlanSource.Role.pipeline.rawValue }
            let run = StoredRun(
                name: seal.run, pipeline: pipeline?.name ?? "", asOf: manifest.asOf,
                program: manifest.program, manifestDigest: seal.manifest.hex,
                resultsDigest: seal.results.hex)
            let lines = try FigureLines(path: folder + "/" + Manifest.resultsName)
            try add(run, figures: lines.lines.map { StoredFigure(fields: $0) })
        }
    }
}

/// The lines of a `results.csv` below its header, field by field.
package struct FigureLines: Sendable {
    /// The fields of each line, in the order of `Results.header`.
    package var lines: [[String]] = []

    /// Reads the file.
    package init(path: String) throws {
        var reader = try CSVReader(
            source: FileBytes(path: path), dialect: CSVDialect(delimiter: UInt8(ascii: ",")),
            encoding: .utf8)
        guard reader.header == Results.header else {
            throw RunError.store("\(path) is no results.csv of this version")
        }
        reader.select(Array(reader.header.indices))
        var batch = RecordBatch(columns: reader.header.count)
        var children: [RecordBatch] = []
        while try reader.next(into: &batch, children: &children) {
            for record in 0..<batch.count {
                lines.append(batch.fields.map { batch.text($0, record) })
            }
        }
    }
}

extension RecordBatch {
    /// The text of a field, empty where the record lacks it.
    func text(_ bounds: FieldBounds, _ record: Int) -> String {
        let start = bounds.starts[record]
        guard start != Self.absent else { return "" }
        return String(decoding: bytes[Int(start)..<Int(bounds.ends[record])], as: UTF8.self)
    }
}

/// The bytes of a small file of the workspace.
func fileBytes(_ path: String) throws -> [UInt8] {
    guard let contents = FileManager.default.contents(atPath: path) else {
        throw RunError.ledger(.sourceMissing(path: path))
    }
    return [UInt8](contents)
}
