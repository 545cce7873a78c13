import Foundation
import Ledger
import Pipeline
import Testing

@Suite struct `Files that arrive` {
    private static let moment = Moment(local: 1_751_328_000)

    private static func ingested(
        _ names: [String: String], input: String = "", at moments: [Moment] = [moment]
    ) throws -> (Intake, [Finding]) {
        var desk = SmallDesk()
        desk.input = input
        let plan = try desk.plan()
        return try inScratchFolder { folder in
            for (name, text) in names {
                try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
            }
            let workspace = try Workspace(root: folder + "/workspace")
            var last: (Intake, [Finding])?
            for moment in moments {
                var open = try workspace.open(at: moment.journalText)
                let reception = try ingest(
                    plan, from: folder, into: open, at: moment, threads: 2)
                try reception.confirm(in: &open, at: moment)
                last = (reception.intake, reception.findings)
            }
            return try #require(last)
        }
    }

    @Test func `archives each content once and dates it by its first arrival`() throws {
        let later = Moment(local: Self.moment.local + 86_400)
        let (intake, findings) = try Self.ingested(
            ["a.export": "one", "b.export": "one", "c.export": "two", "d.other": "three"],
            at: [Self.moment, later])
        #expect(findings.isEmpty)
        #expect(Set(intake.files.map(\.name)) == ["a.export", "b.export", "c.export"])
        #expect(intake.files.filter(\.repeats).map(\.name) == ["b.export"])
        #expect(intake.files.allSatisfy { $0.received == Self.moment.journalText })
        #expect(
            intake.files.first { $0.name == "c.export" }?.object == Digest.of(Array("two".utf8)))
    }

    @Test func `is in an order that no folder decides`() {
        func file(_ input: String, _ name: String, _ text: String) -> IntakeFile {
            IntakeFile(
                input: input, name: name, object: Digest.of(Array(text.utf8)),
                size: text.utf8.count,
                received: "")
        }
        let files = [
            file("b", "1", "x"), file("a", "2", "x"), file("a", "1", "y"), file("a", "0", "x"),
        ]
        let sorted = Intake(files: files).files
        #expect(Intake(files: files.reversed()).files == sorted)
        #expect(sorted.map(\.input) == ["a", "a", "a", "b"])
        // The same content in another input is another matter.
        #expect(sorted.filter(\.repeats).map(\.name) == ["2"])
    }

    @Test func `without a file says which pattern nothing matched`() throws {
        let (intake, findings) = try Self.ingested([:])
        #expect(intake.files.isEmpty)
        #expect(findings.map(\.code) == [.inputMissing])
        #expect(findings.map(\.place.file) == ["*.export"])
    }
}
