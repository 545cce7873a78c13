import Pipeline
import Testing

@Suite struct `A clean world` {
    /// One file each, a file a month, and more than there are days.
    private static let counts = [1, 12, 400]

    @Test(arguments: counts)
    func `has copies and versions, and nothing wrong with it`(exports: Int) throws {
        let folder = try GeneratedFolder(cases: 4000, seed: 2, exports: exports, clean: true)
        let total = try folder.truth()["total"] ?? [:]
        #expect(total["accepted"] == 4000)
        #expect(total["quarantined"] == 0)
        #expect(total["dropped"] == 0)
        #expect(total["duplicate"] ?? 0 > 0)
        #expect(total["superseded"] ?? 0 > 0)
        #expect(total.filter { $0.key.hasPrefix("hazard ") }.values.allSatisfy { $0 == 0 })
        #expect(folder.world.files.allSatisfy { !$0.contains(" (1)") })
        let lists = folder.world.files.filter { $0.hasPrefix("cases/") }
        let synchronizations = folder.world.files.filter { $0.hasPrefix("xml/") }
        #expect(lists.count == exports)
        #expect(synchronizations.count == exports)
        let header = Array("Số hồ sơ,".utf8)
        for list in lists {
            let bytes = try folder.bytes(list)
            #expect(bytes.starts(with: header), "\(list)")
            #expect(bytes.suffix(2) == [13, 10], "\(list)")
            #expect(!String(decoding: bytes, as: UTF8.self).contains("000."), "\(list)")
        }
    }

    @Test(arguments: counts)
    func `has the truth that a plain reader finds`(exports: Int) throws {
        let folder = try GeneratedFolder(cases: 4000, seed: 2, exports: exports, clean: true)
        let truth = try folder.truth()
        let world = try ReadWorld(folder)
        for (file, reading) in world.readings {
            #expect(truth[file]?["read"] == reading.read, "\(file)")
            #expect(truth[file]?["superseded"] == world.superseded[file] ?? 0, "\(file)")
        }
        #expect(world.survivors.count == 4000)
        let finished = world.survivors.count(where: \.isFinished)
        #expect(truth["figures"]?["finished 2025 value"] == finished)
    }

    @Test func `is spread evenly over many exports`() throws {
        let folder = try GeneratedFolder(
            cases: 4000, seed: 2, formats: [.csv], exports: 400, clean: true)
        let truth = try folder.truth()
        // The last one also holds what the end of the year cut off.
        let lists = truth.filter { $0.key.hasPrefix("cases/") && !$0.key.hasSuffix("-00400.csv") }
        let sizes = lists.compactMap { $0.value["read"] }
        #expect(sizes.count == 399)
        #expect(sizes.allSatisfy { 5...20 ~= $0 })
    }

    @Test func `differs from the usual one only where hazards lie`() throws {
        let clean = try GeneratedFolder(cases: 900, seed: 2, formats: [.csv], clean: true)
        let usual = try GeneratedFolder(cases: 900, seed: 2, formats: [.csv])
        #expect(clean.world.files == usual.world.files)
        #expect(try clean.truth() == usual.truth())
    }
}
