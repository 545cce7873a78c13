import Foundation
import Ledger
import Pipeline
import Testing

/// Packs of runs that took figures from others, and of periods that were revised.
@Suite struct `A pack of revised periods` {
    private let desk: PeriodDesk

    init() throws {
        desk = try PeriodDesk()
        try desk.run(1)
    }

    private func pack(_ name: String, periods: [String] = []) throws -> String {
        let path = desk.folder.path + "/" + name
        _ = try exportPack(
            PackRequest(
                verification: VerificationRequest(workspace: desk.workspace, threads: 2),
                path: path, periods: periods, now: try #require(Moment(text: "2025-07-30"))))
        return path
    }

    private func verified(_ path: String) throws -> String {
        let verifier = repository + "/Sources/Pipeline/Report/Pack/verify.py"
        return try outcome(["python3", verifier, path], in: desk.folder).text
    }

    private func text(_ path: String, _ name: String) throws -> String {
        let folder = path + "-unpacked"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try unpack(path, into: folder)
        return try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }

    /// What a locked period shows is proved by the facts of the run that computed it.
    @Test func `proves locked figures by the run that computed them`() throws {
        try desk.lock()
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        let run = try desk.run(21)
        let taken = try #require(
            try desk.manifest(run.name).taken.first { $0.span.name == "2025-Q2" })
        let path = try pack("locked.tar")
        let words = try verified(path)
        #expect(words.hasSuffix("PASSED / ĐẠT\n"), "\(words)")
        #expect(words.contains(" facts, 0 not "), "\(words)")
        let facts = try text(path, "facts/\(taken.run)/received-v1.csv")
        #expect(facts.split(separator: "\n").filter { $0.contains(",2025-Q2,") }.count == 4)
        #expect(try text(path, "facts/received-v1.csv").contains(",2025-Q2,") == false)
        let approvals = try text(path, "approvals.csv").split(separator: "\n")
        #expect(approvals.count == 3 && approvals[2].contains(",locked,Bà Hai,"), "\(approvals)")
        let own = try verifyPack(path, keyFile: nil, threads: 2)
        #expect(own.holds, "\(own.lines)")
    }

    @Test func `has the bridge from the revision before`() throws {
        #expect(try text(try pack("first.tar"), "bridge.csv").split(separator: "\n").count == 1)
        try desk.folder.write("cases/b.csv", PeriodDesk.late)
        try desk.run(5)
        let path = try pack("second.tar", periods: ["2025-Q2"])
        let bridge = try text(path, "bridge.csv").split(separator: "\n")
        let late = bridge.filter { $0.hasPrefix("received,2025-Q2,agency,H01,late-data,1,") }
        #expect(late.count == 1, "\(bridge)")
        #expect(!bridge.contains { $0.contains(",2025-04,") }, "\(bridge)")
        let words = try verified(path)
        #expect(words.hasSuffix("PASSED / ĐẠT\n"), "\(words)")
        #expect(words.contains("6 figures recomputed from 10 facts"), "\(words)")
    }

    @Test func `of a period that nobody computes is refused`() throws {
        #expect(status { _ = try pack("x.tar", periods: ["2025-W7"]) } == .usage)
        #expect(!FileManager.default.fileExists(atPath: desk.folder.path + "/x.tar"))
    }
}
