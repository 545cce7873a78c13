import FoundationEssentials
import Pipeline
import Testing

@Suite struct `A generated world` {
    @Test func `is the same for the same seed, byte for byte`() throws {
        let one = try GeneratedFolder(cases: 3000, seed: 7).contents()
        let other = try GeneratedFolder(cases: 3000, seed: 7).contents()
        #expect(one.count > 10)
        #expect(one == other)
    }

    @Test func `differs for another seed in every file but the catalogues`() throws {
        let one = try GeneratedFolder(cases: 3000, seed: 7).contents()
        let other = try GeneratedFolder(cases: 3000, seed: 8).contents()
        let same = one.keys.filter { one[$0] == other[$0] }.sorted()
        #expect(Set(one.keys) == Set(other.keys))
        #expect(same == ["procedures.csv", "units.csv"])
    }

    @Test func `holds the same bytes compressed`() throws {
        let plain = try GeneratedFolder(cases: 2000, seed: 3)
        let packed = try GeneratedFolder(cases: 2000, seed: 3, compressed: true)
        let exports = plain.world.files.filter { $0.hasPrefix("cases/") || $0.hasPrefix("xml/") }
        #expect(exports.count == 8)
        for file in exports {
            #expect(try packed.inflated(file + ".gz") == plain.bytes(file))
        }
    }

    @Test func `gives all cases to the only system there is`() throws {
        let listed = try GeneratedFolder(cases: 2000, seed: 3, formats: [.csv])
        let synchronized = try GeneratedFolder(cases: 2000, seed: 3, formats: [.xml])
        #expect(try listed.truth()["total"]?["accepted"] ?? 0 > 1980)
        #expect(try synchronized.truth()["total"]?["accepted"] ?? 0 > 1980)
        #expect(listed.world.files.allSatisfy { !$0.hasPrefix("xml/") })
        #expect(synchronized.world.files.allSatisfy { !$0.hasPrefix("cases/") })
    }

    @Test func `of less than a thousand cases has nothing wrong with it`() throws {
        for cases in [1, 2, 17, 999] {
            let folder = try GeneratedFolder(cases: cases, seed: 5)
            let total = try folder.truth()["total"] ?? [:]
            #expect(total["read"] == cases)
            #expect(total["accepted"] == cases)
        }
    }

    @Test func `never mixes with what is there`() throws {
        let folder = try GeneratedFolder(cases: 10, seed: 1)
        #expect(throws: GenerateFault.folderNotEmpty(folder.path)) {
            try generateWorld(
                cases: 10, seed: 1, formats: [.csv], compressed: false, into: folder.path)
        }
    }

    @Test func `names a folder that cannot be made`() {
        #expect(throws: GenerateFault.folderNotUsable("/proc/none/world")) {
            try generateWorld(
                cases: 10, seed: 1, formats: [.csv], compressed: false, into: "/proc/none/world")
        }
    }

    @Test func `needs a case and a format`() {
        for (cases, formats) in [(0, [ExportFormat.csv]), (-1, [.csv]), (5, [])] {
            #expect(throws: GenerateFault.nothingToGenerate) {
                try generateWorld(
                    cases: cases, seed: 1, formats: Set(formats), compressed: false,
                    into: "/nonexistent")
            }
        }
    }

    @Test func `has one export twice under another name`() throws {
        let folder = try GeneratedFolder(cases: 2000, seed: 3, formats: [.csv])
        let copies = folder.world.files.filter { $0.contains(" (1)") }
        #expect(copies.count == 1)
        for copy in copies {
            let original = copy.replacing(" (1)", with: "")
            #expect(try folder.bytes(copy) == folder.bytes(original))
            #expect(try folder.truth()[copy] == ["same content": 1])
        }
    }
}
