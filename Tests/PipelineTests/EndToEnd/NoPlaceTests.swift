import Foundation
import Pipeline
import Testing

/// Rows that are not to lie in memory need a folder on the disk: a run that cannot have it says so.
@Suite struct `Where the folder for rows cannot be written` {
    /// What stands in the place of the folder.
    enum Obstacle: CaseIterable {
        case file, linkToNothing

        func put(at path: String) throws {
            switch self {
            case .file: try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
            case .linkToNothing:
                try FileManager.default.createSymbolicLink(
                    atPath: path, withDestinationPath: "/nothing/there")
            }
        }

        var reason: String {
            switch self {
            case .file: "not a folder"
            case .linkToNothing: "no such file or folder"
            }
        }
    }

    @Test(arguments: Obstacle.allCases)
    func `a run that needs it names it, and one that does not goes on`(
        _ obstacle: Obstacle
    ) throws {
        let scratch = try NightFolder()
        var night = Night(pipeline: try SmallPipeline.write(in: scratch))
        try scratch.write("cases/a.csv", SmallPipeline.cases)
        let published = try night.run(into: scratch.workspace).resultsDigest
        let folder = scratch.workspace + "/cache/segments"
        try FileManager.default.removeItem(atPath: folder)
        try obstacle.put(at: folder)
        // The night is another one, or the sealed run would stand for it.
        try scratch.write("cases/b.csv", SmallPipeline.header + "\nC1,U1,open,,,,,7,\n")

        night.memory = 0
        do {
            try night.run(into: scratch.workspace)
            Issue.record("a run without a place for its rows has succeeded")
        } catch {
            let error = RunError(error)
            #expect(error.code == "rows-have-no-place" && error.status == .internal)
            let report = error.report
            #expect(report.count == 2)
            #expect(report[0].hasPrefix("error: \(folder): rows beyond a quarter of --memory"))
            #expect(report[0].hasSuffix(obstacle.reason))
            #expect(report[1].contains("more --memory"))
        }
        #expect(try runs(scratch.workspace).count == 1, "nothing was published")

        night.memory = 4 << 30
        #expect(try night.run(into: scratch.workspace).resultsDigest != published)
    }

    private func runs(_ workspace: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: workspace + "/runs")
    }
}
