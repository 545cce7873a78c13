import Columnar
import Pipeline
import Testing

/// When a file was made, by its name.
struct DatedNameTests {
    @Test(arguments: [
        ("igate-yyyyMMdd*", "igate-20250902.csv.gz", "2025-09-02 00:00:00"),
        ("igate-yyyyMMdd*", "igate-20250902 (1).csv.gz", "2025-09-02 00:00:00"),
        ("igate-yyyyMMdd*", "igate-20250931.csv", nil),
        ("igate-yyyyMMdd*", "dongbo-20250902.csv", nil),
        ("*yyyyMMdd*", "a-20259999-20250902.csv", "2025-09-02 00:00:00"),
        ("*_yyyy-MM-dd_HHmmss.csv", "hồ_sơ_2025-09-02_013005.csv", "2025-09-02 01:30:05"),
        ("x-ddMMyy?", "x-020925b", "2025-09-02 00:00:00"),
        ("'add'-yyyyMMddHHmm.csv", "add-202509022359.csv", "2025-09-02 23:59:00"),
        ("yyyyMMddHHmm.csv", "202509022460.csv", nil),
        ("sys-yyyyMMdd", "sys-20250902", "2025-09-02 00:00:00"),
    ])
    func `a name tells when its file was made`(
        pattern: String, name: String, instant: String?
    ) throws {
        #expect(try DatedName(pattern).instant(of: name).map(instantText) == instant)
    }

    @Test(arguments: [
        ("igate-yyyyMM*", InstantPatternFault.lacks(.day)),
        ("yyyyMMdd-yyyy", .repeated(.year)),
        ("yyyMMdd", .wrongRepeat("yyy", offset: 0)),
        ("'igate", .unclosedQuote(offset: 0)),
        ("class-yyyyMMdd", .lacks(.minute)),
    ])
    func `a form without a date is refused`(pattern: String, fault: InstantPatternFault) {
        #expect(throws: fault) { try DatedName(pattern) }
    }

    @Test func `what is wrong with a snapshot is told with its place`() {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing(
            "mapping: list.yaml}",
            by: "mapping: list.yaml, snapshot: {named: igate-yyyyMM*, scope: whole, every: day}}")
        #expect(
            plan.faults == [
                "plan.yaml:5:81 P-511", "plan.yaml:5:103 P-301", "plan.yaml:5:110 P-207",
            ])
    }

    @Test func `a snapshot is read`() throws {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing(
            "mapping: list.yaml}",
            by: "mapping: list.yaml, snapshot: {named: \"igate-yyyyMMdd*\", scope: full}}")
        let rule = try #require(plan.load().plan?.inputs.first?.snapshot)
        #expect(rule.extent == .full)
        #expect(rule.named?.pattern == "igate-yyyyMMdd*")
    }
}
