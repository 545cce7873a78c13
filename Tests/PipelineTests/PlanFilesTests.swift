import Pipeline
import Testing

/// Where a plan's files come from: the disk, the archive, the command line.
struct PlanFilesTests {
    @Test(arguments: [
        ("kpis/*.yaml", "kpis/a.yaml", true), ("kpis/*.yaml", "kpis/b/a.yaml", false),
        ("kpis/**/*.yaml", "kpis/b/c/a.yaml", true), ("kpis/**/*.yaml", "kpis/a.yaml", true),
        ("**/**/**/a.yaml", "a.yaml", true),
        ("*.csv", ".hidden.csv", false), (".*.csv", ".hidden.csv", true),
        ("a?c", "abc", true), ("a?c", "ac", false), ("a*b*c", "aXbYbZc", true),
        ("a*b*c", "aXbYbZ", false), ("../x/*.csv", "../x/1.csv", true), ("./a", "a", true),
        ("*", "hồ sơ", true), ("/x/*.csv", "/x/1.csv", true), ("/x/*.csv", "x/1.csv", false),
        ("igate-*.csv.gz", "igate-20250902 (1).csv.gz", true),
    ])
    func `patterns of paths`(pattern: String, path: String, matches: Bool) {
        #expect(PathPattern(pattern).matches(path) == matches)
    }

    @Test func `stars do not take for ever`() {
        let pattern = String(repeating: "*a", count: 30) + "b"
        #expect(!PathPattern(pattern).matches(String(repeating: "a", count: 5000)))
    }

    @Test func `the disk gives files sorted by bytes`() throws {
        let files = PlanFiles.disk(folder: shippedPipelines)
        let satisfaction = ["mean-level", "satisfied-share", "without-level"]
        #expect(
            files.match("kpis/kcmo/*.yaml") == satisfaction.map { "kpis/kcmo/\($0).yaml" })
        #expect(files.match("*.yaml").contains("nightly.yaml"))
        #expect(files.match("kpis/kcmo/*").count == 3)
        #expect(
            files.match("**/kcmo*.yaml") == ["kcmo-survey.yaml", "mappings/kcmo-survey.yaml"])
        #expect(files.match("kpis/../nightly.yaml") == ["kpis/../nightly.yaml"])
        #expect(files.match(shippedPipelines + "/nightl?.yaml").count == 1)
        #expect(files.match("none/*.yaml") == [])
        #expect(files.match("kpis") == [])
        #expect(try files.read("nightly.yaml").isEmpty == false)
        #expect(throws: PlanFiles.Failure(reason: "no such file")) { try files.read("none") }
        #expect(throws: PlanFiles.Failure(reason: "it is a folder")) { try files.read("kpis") }
        #expect(throws: PlanFiles.Failure(reason: "it is no regular file")) {
            try PlanFiles.disk(folder: "/dev").read("null")
        }
    }

    @Test func `a plan is the same from the disk and from its archived sources`() throws {
        let loaded = Plan.load(path: shippedPipelines + "/nightly.yaml")
        let plan = try #require(loaded.plan)
        let archive = plan.sources.map { (name: $0.name, bytes: $0.bytes) }
        let again = try #require(
            Plan.load("nightly.yaml", from: .archived(archive.reversed())).plan)
        #expect(again.sources == plan.sources)
        #expect(again.kpis.map(\.name) == plan.kpis.map(\.name))
        #expect(again.tables.map(\.schema) == plan.tables.map(\.schema))
        #expect(again.units == plan.units)
    }

    @Test func `the command line overrides files and as_of`() throws {
        let overrides = PlanOverrides(asOf: 5, inputs: [("cases", "x.csv"), ("cases", "y.csv")])
        let plan = try #require(SmallPlan().load(overrides).plan)
        #expect(plan.asOf == .instant(5))
        #expect(plan.inputs[0].files == ["x.csv", "y.csv"])
        #expect(plan.inputs[0].isOverridden)
        let faults = SmallPlan().load(PlanOverrides(inputs: [("case", "x.csv")])).faults
        #expect(faults.map(\.short) == ["plan.yaml:0:0 P-401 → cases"])
    }
}
