import FoundationEssentials
import Pipeline
import Tabular
import Testing

@Suite struct `The committed sample` {
    private static let sample = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("sample-data").path

    @Test func `is what the generator makes of 12 000 cases and seed 1`() throws {
        let folder = try GeneratedFolder(cases: 12_000, seed: 1, compressed: true)
        for file in folder.world.files {
            // Another zlib may compress otherwise; what is in the files must be the same.
            let committed = try inflated("\(Self.sample)/\(file)")
            #expect(try committed == folder.inflated(file), "\(file)")
        }
    }

    @Test func `is not larger than 4 MB`() throws {
        let folder = try GeneratedFolder(cases: 12_000, seed: 1, compressed: true)
        var size = 0
        for file in folder.world.files {
            size += try Data(contentsOf: URL(fileURLWithPath: "\(Self.sample)/\(file)")).count
        }
        #expect(size > 0)
        #expect(size <= 4 << 20)
    }

    private func inflated(_ path: String) throws -> [UInt8] {
        var source = try FileBytes(path: path)
        var bytes: [UInt8] = []
        while try source.read(into: &bytes, upTo: 1 << 20) > 0 {}
        return bytes
    }
}
