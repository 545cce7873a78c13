import Foundation
import Pipeline
import Testing

/// What histories keep and show of persons, and by which rules they read.
@Suite struct `Histories and persons` {
    private static let keyed = SmallPipeline.mapping
        .replacing(
            "case_id: {header: [id], type: id, required: true}",
            with: "case_id: {header: [id], personal: key, required: true}"
        )
        .replacing(
            "  note: {header: [note], type: text}",
            with: "  phone: {header: [note], personal: drop}")

    private func leaks(_ world: HistoryWorld, _ secrets: [String]) throws -> [String] {
        let folder = world.scratch.workspace + "/cache/history"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
            return secrets.contains { bytes.range(of: Data($0.utf8)) != nil }
        }
    }

    @Test func `a personal case code is looked up and shown by its keyed hash`() throws {
        var world = try HistoryWorld(
            snapshot: "{named: \"x-yyyyMMdd*\", scope: full}", mapping: Self.keyed)
        world.night.keyFile = world.scratch.path + "/key"
        let code = "Nguyễn Văn Kín 1980"
        try world.export("x-20250301.csv", [exportLine(code), exportLine("B1")])
        try world.export("x-20250302.csv", [exportLine(code, due: "12/03")])
        try world.export("x-20250303.csv", [exportLine(code, due: "31/02"), exportLine("B1")])
        try world.run()
        #expect(status { _ = try world.told(code) } == .usage)
        var request = world.request
        request.keyFile = world.night.keyFile
        let history = try caseHistory(of: "Nguyễn  Văn Kín 1980", request)
        #expect(
            history.changes.map(\.kind) == [.firstSeen, .dueMoved, .unreadable])
        #expect(history.changes.allSatisfy { $0.id.count == 64 })
        let shown = history.caseText(nil).joined() + history.csv + history.json
        #expect(!shown.contains("Văn Kín"))
        #expect(try leaks(world, ["Văn Kín", "B1,"]) == [])
    }

    @Test func `a name that stands where the code belongs is kept nowhere`() throws {
        let mapping = SmallPipeline.mapping.replacing(
            "  note: {header: [note], type: text}",
            with: "  phone: {header: [note], personal: drop}")
        var world = try HistoryWorld(
            snapshot: "{named: \"x-yyyyMMdd*\", scope: full}", mapping: mapping)
        try world.export("x-20250301.csv", [exportLine("A1"), exportLine("A2")])
        try world.export(
            "x-20250302.csv",
            ["Trần Thị Ẩn," + exportLine("A1"), exportLine("A1", due: "31/02"), exportLine("A2")])
        try world.run()
        #expect(
            try world.told("A1") == [
                "03-01 first-seen x-20250301.csv:1", "03-02 unreadable N-011 x-20250302.csv:2",
            ])
        #expect(try leaks(world, ["Thị Ẩn"]) == [])
        #expect(try world.list(.night(0)).allSatisfy { !$0.contains("Ẩn") })
    }

    /// A record without its columns about persons keeps its code in clear, and so does a search.
    @Test func `two owners of one code have two histories`() throws {
        let mapping = SmallPipeline.mapping
            .replacing("  fee: {", with: "  owner: {header: [note], personal: key}\n  fee: {")
            .replacing("  note: {header: [note], type: text}\n", with: "")
            .replacing("identity: [case_id]", with: "identity: [case_id, owner]")
        var world = try HistoryWorld(
            snapshot: "{named: \"x-yyyyMMdd*\", scope: full}", mapping: mapping)
        world.night.keyFile = world.scratch.path + "/key"
        try world.export("x-20250301.csv", [exportLine("A1") + "Mai", exportLine("A1") + "Lan"])
        try world.export("x-20250302.csv", [exportLine("A1", fee: 9) + "Lan"])
        try world.run()
        var request = world.request
        request.keyFile = world.night.keyFile
        let changes = try caseHistory(of: "A1", request).changes
        #expect(Set(changes.map(\.identity)).count == 2)
        #expect(changes.map(\.kind).filter { $0 == .vanished }.count == 1)
        #expect(changes.map(\.kind).filter { $0 == .changed }.count == 1)
        #expect(changes.allSatisfy { $0.id == "A1" && $0.identity.hasPrefix("owner=") })
    }

    @Test func `an export is read by the rules of the last run that had it, and it is said`() throws
    {
        var world = try HistoryWorld(snapshot: "{named: \"x-yyyyMMdd*\", scope: full}")
        try world.export("x-20250301.csv", [exportLine("A1"), exportLine("A2", status: "closed")])
        try world.run()
        try world.remove("x-20250301.csv")
        try world.scratch.write(
            "mapping.yaml",
            SmallPipeline.mapping.replacing("open: processing", with: "open: accepted")
                .replacing("version: 1", with: "version: 2"))
        try world.export("x-20250302.csv", [exportLine("A1"), exportLine("A2", status: "closed")])
        try world.run()
        let history = try caseHistory(of: "A1", world.request)
        #expect(
            history.changes.map(\.short) == [
                "03-01 first-seen x-20250301.csv:1",
                "03-02 status-reverted status processing>accepted x-20250302.csv:1",
            ])
        let note = try #require(history.noteLines.first)
        #expect(note.contains("small v1") && note.contains("small v2"))
        #expect(note.contains("status processing → accepted"))
        #expect(try caseHistory(of: "A2", world.request).notes == [])
    }
}
