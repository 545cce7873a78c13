import FoundationEssentials
import Pipeline
import Tabular

/// A generated world in a temporary folder that is removed in the end.
struct GeneratedFolder: ~Copyable {
    let path: String
    let world: GeneratedWorld

    init(
        cases: Int, seed: UInt64, formats: Set<ExportFormat> = [.csv, .xml],
        compressed: Bool = false, exports: Int? = nil, clean: Bool = false
    ) throws {
        let temporary = FileManager.default.temporaryDirectory
        path = temporary.appendingPathComponent("minhbach-world-\(UUID().uuidString)").path
        world = try generateWorld(
            cases: cases, seed: seed, formats: formats, compressed: compressed, exports: exports,
            clean: clean, into: path)
    }

    /// The bytes of a file below the folder.
    func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(file)")))
    }

    /// The bytes of a file, decompressed.
    func inflated(_ file: String) throws -> [UInt8] {
        var source = try FileBytes(path: "\(path)/\(file)")
        var bytes: [UInt8] = []
        while try source.read(into: &bytes, upTo: 1 << 20) > 0 {}
        return bytes
    }

    /// All files and their bytes.
    func contents() throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for file in world.files { contents[file] = try bytes(file) }
        return contents
    }

    /// What `truth.csv` expects: input, then measure.
    func truth() throws -> [String: [String: Int]] {
        var truth: [String: [String: Int]] = [:]
        let lines = String(decoding: try bytes("truth.csv"), as: UTF8.self).split(separator: "\n")
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            truth[String(fields[0]), default: [:]][String(fields[1])] = Int(fields[2])
        }
        return truth
    }

    deinit {
        // A folder that stays behind in the temporary folder harms no test.
        try? FileManager.default.removeItem(atPath: path)
    }
}
