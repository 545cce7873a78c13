import Pipeline
import Testing

/// The YAML that is read: text is text, and what no pipeline file needs is refused.
struct PlanYAMLTests {
    @Test func `scalars are text by their declared type`() throws {
        var plan = SmallPlan()
        plan.pipeline = plan.pipeline.replacing("H29", by: "1.0").replacing("Thành phố", by: "no")
        plan.kpi = plan.kpi.replacing("unit]", by: "unit]\nunit: 08:30\ntarget: {at_most: 1.50}")
        let loaded = try #require(plan.load().plan)
        #expect(loaded.agency.code == "1.0")
        #expect(loaded.agency.name.vietnamese == "no")
        #expect(loaded.kpis[0].unit == "08:30")
        let target = try #require(loaded.kpis[0].target)
        #expect(target.comparison == .atMost)
        #expect((target.number.units, target.number.places) == (150, 2))
    }

    @Test func `a null of a dictionary is declared, an empty text too`() throws {
        var plan = SmallPlan()
        plan.mapping +=
            "\n  mode: {header: [X], type: code, dictionary: {a: ~, b: '', c: d, 1: no}}"
        let column = try #require(plan.load().plan?.inputs[0].mapping.column("mode"))
        guard case .code(let reading) = column.type else { throw Failure() }
        #expect(reading.dictionary?.map(\.text) == ["a", "b", "c", "1"])
        #expect(reading.dictionary?.map(\.code) == [nil, nil, "d", "no"])
    }

    private struct Failure: Error {}

    @Test(arguments: [
        ("", "P-104"), ("# nothing\n", "P-104"), ("a: [b", "P-201"), ("a: b\n c: d", "P-201"),
        ("\u{7}", "P-201"), ("a: 'b", "P-201"), ("- a", "P-209"), ("a", "P-209"),
        ("a: 1\n---\nb: 2", "P-201"), ("a: \t- b\n\t c", "P-201"), ("!!int a: b", "P-207"),
    ])
    func `what is no pipeline`(text: String, code: String) {
        #expect(loadPlan([("plan.yaml", text)]).faults.first?.code.rawValue == code)
    }

    @Test func `bytes that are not UTF-8 are named with their line`() {
        let files = PlanFiles.archived([("plan.yaml", Array("a: b\nc: ".utf8) + [0xC3, 0x28])])
        #expect(Plan.load("plan.yaml", from: files).faults.map(\.short) == ["plan.yaml:2:1 P-103"])
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            // Ten lists of ten, nine times over: 10^9 values from 500 bytes.
            bomb(key: "z: *i"),
            // The same as a key, which a parser must compare with the others.
            bomb(key: "? *i\n: 1\n? *h\n: 2"),
        ])
    func `anchors that multiply are refused`(text: String) {
        let fault = loadPlan([("plan.yaml", text)]).faults.first
        #expect(fault?.code == .anchor || fault?.code == .syntax)
    }

    @Test(arguments: [
        (String(repeating: "[", count: 40) + String(repeating: "]", count: 40), "P-202"),
        (String(repeating: "[", count: 500_000), "P-201"),
        (String(repeating: "- ", count: 400_000), "P-201"),
        (String(repeating: "{a: ", count: 200_000), "P-201"),
        ("a: [" + String(repeating: "b,", count: 100_001) + "]", "P-203"),
        (String(repeating: "#", count: (1 << 20) + 1), "P-102"),
    ])
    func `sizes and depths are limited`(text: String, code: String) {
        #expect(loadPlan([("plan.yaml", text)]).faults.first?.code.rawValue == code)
    }
}

private func bomb(key: String) -> String {
    var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    let names = Array("abcdefghi")
    for (from, to) in zip(names, names.dropFirst()) {
        let list = Array(repeating: "*\(from)", count: 10).joined(separator: ", ")
        text += "\(to): &\(to) [\(list)]\n"
    }
    return text + key
}
