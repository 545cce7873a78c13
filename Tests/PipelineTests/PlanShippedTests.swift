import Pipeline
import Testing

/// Every pipeline that we ship loads, and says what it should.
struct PlanShippedTests {
    private static let pipelines = [
        "nightly", "boston311", "receipt", "kcmo-survey", "due-dates", "portal766", "thanh-hoa",
        "reorganised",
    ]

    @Test(arguments: pipelines)
    func `a shipped pipeline has no faults`(name: String) {
        let loaded = Plan.load(path: shippedPipelines + "/\(name).yaml")
        #expect(loaded.faults.map { $0.line() } == [])
        #expect(loaded.plan?.name == name)
    }

    @Test func `every KPI states basis and source, and its titles in two languages`() {
        for name in Self.pipelines {
            for kpi in Plan.load(path: shippedPipelines + "/\(name).yaml").plan?.kpis ?? [] {
                #expect(kpi.title.english != nil && !kpi.basis.isEmpty)
                #expect(kpi.measure != nil && kpi.levels.first?.name == "agency")
            }
        }
    }

    @Test func `periods need the years of the calendar, before any record is read`() throws {
        var plan = try #require(Plan.load(path: shippedPipelines + "/nightly.yaml").plan)
        let newYear = try #require(parseInstant("2027-01-01"))
        #expect(plan.uncoveredYears(asOf: newYear * 2) == [])
        plan.periods.until = nil
        #expect(plan.uncoveredYears(asOf: newYear) == [])
        let lacking = plan.uncoveredYears(asOf: newYear + 1)
        #expect(lacking.map(\.kind) == [.uncoveredYear(2027)])
        #expect(lacking.allSatisfy { $0.place.file.contains("vn.yaml") })
        plan.periods.from = parseInstant("2016-07-01")
        #expect(
            plan.uncoveredYears(asOf: newYear + 1).map(\.kind)
                == [.uncoveredYear(2016), .uncoveredYear(2017), .uncoveredYear(2027)])
    }

    @Test func `the nightly KPIs`() throws {
        let plan = try #require(Plan.load(path: shippedPipelines + "/nightly.yaml").plan)
        let june = try #require(parseInstant("2025-06-30"))
        let names = Set(plan.kpis.map(\.name)).sorted()
        // The day before Decree 118/2025 and the day on which it begins: one version each. The
        // eight hours for acceptance are new with it.
        let before = names.filter { $0 != "acceptance-in-time" }
        #expect(plan.kpis(inForceAt: june).map(\.name) == before)
        #expect(plan.kpis(inForceAt: june + 86_400).map(\.name) == names)
        #expect(plan.kpis.count == names.count + 2)
        #expect(Set(plan.publication.overview).isSubset(of: names))
    }
}

/// The folder of the pipelines that we ship.
let shippedPipelines =
    String(#filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 })
    + "/pipelines"
