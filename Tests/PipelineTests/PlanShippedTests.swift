import Pipeline
import Testing

/// Every pipeline that we ship loads, and says what it should.
struct PlanShippedTests {
    @Test(arguments: ["nightly", "boston311", "receipt", "kcmo-survey"])
    func `a shipped pipeline has no faults`(name: String) {
        let loaded = Plan.load(path: shippedPipelines + "/\(name).yaml")
        #expect(loaded.faults.map { $0.line() } == [])
        #expect(loaded.plan?.name == name)
    }
}

/// The folder of the pipelines that we ship.
let shippedPipelines = String(#filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 })
    + "/pipelines"
