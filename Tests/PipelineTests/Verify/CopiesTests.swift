import Foundation
import Ledger
import Pipeline
import Testing

/// Somebody holds the archive of a run against copies of his own.
@Suite struct `Copies of the auditor` {
    private func faults(_ scratch: NightFolder, _ pipeline: String = "copies/small.yaml") throws
        -> [VerificationFault]
    {
        var request = VerificationRequest(workspace: scratch.workspace, threads: 2)
        request.copies = scratch.path + "/" + pipeline
        return try verify(request).faults
    }

    private func prepared() throws -> NightFolder {
        let scratch = try NightFolder()
        try GoldenRuns.night(in: scratch).run(into: scratch.workspace)
        try FileManager.default.copyItem(
            atPath: scratch.path + "/pipeline", toPath: scratch.path + "/copies")
        return scratch
    }

    @Test func `that are the same are no fault, whatever the pipeline is called`() throws {
        let scratch = try prepared()
        #expect(try faults(scratch) == [])
        try FileManager.default.moveItem(
            atPath: scratch.path + "/copies/small.yaml",
            toPath: scratch.path + "/copies/other.yaml")
        #expect(try faults(scratch, "copies/other.yaml") == [])
    }

    static let files: [(name: String, cause: Cause)] = [
        ("small.yaml", .pipelineFile), ("kpi-on-time.yaml", .pipelineFile),
        ("form.yaml", .pipelineFile), ("clocks.yaml", .pipelineFile),
        ("mapping.yaml", .dictionary), ("procedures.csv", .dictionary), ("vn.yaml", .calendar),
        ("units.csv", .units), ("cases.csv", .input), ("late.csv.gz", .input),
        ("register.xml", .input), ("survey.csv", .input),
    ]

    @Test(arguments: files)
    func `that differ are named, with the line`(_ name: String, _ cause: Cause) throws {
        let scratch = try prepared()
        let path = scratch.path + "/copies/" + name
        let good = try bytesOfFile(path)
        try scratch.write("copies/" + name, good + [0x20])
        let found = try faults(scratch)
        #expect(found.map(\.cause) == [cause])
        #expect(found.first?.file.hasSuffix(name) == true)
        if !name.hasSuffix(".gz") {
            #expect(found.first?.line == good.count { $0 == 0x0A } + 1)
        }
        if cause == .input { #expect(found.first?.sealed == "") }
        try FileManager.default.removeItem(atPath: path)
        let missing = try faults(scratch)
        #expect(missing.map(\.cause) == [cause])
        #expect(missing.first?.wording.text(in: .english) == "is not among the copies")
    }

    @Test func `that nobody knows are named`() throws {
        let scratch = try prepared()
        let kpi = try bytesOfFile(scratch.path + "/copies/kpi-received.yaml")
        let renamed = String(decoding: kpi, as: UTF8.self)
            .replacing("kpi: received", with: "kpi: received-too")
        try scratch.write("copies/kpi-extra.yaml", renamed)
        try scratch.write("copies/late-2.csv.gz", Array("x".utf8))
        let found = try faults(scratch)
        #expect(found.map(\.cause) == [.pipelineFile, .input])
        #expect(
            found.map { $0.file.hasSuffix("-extra.yaml") || $0.file.hasSuffix("-2.csv.gz") }
                == [true, true])
    }
}
