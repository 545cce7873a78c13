import Pipeline
import Testing

/// Every pipeline that we ship loads, and says what it should.
struct PlanShippedTests {
    @Test(arguments: ["nightly", "boston311", "receipt", "kcmo-survey", "due-dates", "reorganised"])
    func `a shipped pipeline has no faults`(name: String) {
        let loaded = Plan.load(path: shippedPipelines + "/\(name).yaml")
        #expect(loaded.faults.map { $0.line() } == [])
        #expect(loaded.plan?.name == name)
    }

    @Test func `every KPI states basis and source, and its titles in two languages`() {
        for name in ["nightly", "boston311", "receipt", "kcmo-survey", "due-dates", "reorganised"] {
            for kpi in Plan.load(path: shippedPipelines + "/\(name).yaml").plan?.kpis ?? [] {
                #expect(kpi.title.english != nil && !kpi.basis.isEmpty)
                #expect(kpi.measure != nil && kpi.levels.first?.name == "agency")
            }
        }
    }

    @Test func `the nightly KPIs`() throws {
        let plan = try #require(Plan.load(path: shippedPipelines + "/nightly.yaml").plan)
        let june = try #require(parseInstant("2025-06-30"))
        let names = [
            "finished", "mean-working-days", "median-working-days", "on-time-766",
            "on-time-of-finished", "on-time-of-received", "online-share", "open-at-period-end",
            "overdue-open-at-period-end", "peak-overdue-open", "received",
            "satisfaction-answers", "satisfaction-share",
        ]
        // The day before Decree 118/2025 and the day on which it begins: one version each.
        for instant in [june, june + 86_400] {
            #expect(plan.kpis(inForceAt: instant).map(\.name) == names)
        }
        #expect(plan.kpis.count == names.count + 2)
    }
}

/// The folder of the pipelines that we ship.
let shippedPipelines =
    String(#filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 })
    + "/pipelines"
