import Foundation
import Pipeline
import Testing

/// The same bad data are news once, until somebody's day is over.
@Suite("News of findings")
struct FindingNewsTests {
    let folder: NightFolder
    let night: Night

    init() throws {
        folder = try NightFolder()
        let options = "known: known.csv"
        night = Night(pipeline: try SmallPipeline.write(in: folder, options: options))
        try folder.write("known.csv", Self.known)
    }

    static let known = "code,input,column,value,owner,until,reason\n"

    /// An export with as many dates that cannot be read as there are texts.
    private func export(_ name: String, _ dates: [String], word: String = "") throws {
        var text = SmallPipeline.header + "\n" + "A1,u,open,01/02/2025 08:00:00,,,,1,\(word)\n"
        for (index, date) in dates.enumerated() { text += "B\(index),u,open,\(date),,,,1,x\n" }
        try folder.write("cases/" + name, text)
    }

    private func run(day: Int) throws -> SealedRun {
        var night = night
        night.now = "2026-01-0\(day)T02:00:00"
        night.asOf = night.now
        return try night.run(into: folder.workspace)
    }

    private func text(_ run: SealedRun, all: Bool = false) throws -> [String] {
        let (name, news) = try findingNews(
            workspace: folder.workspace, run: run.name, since: nil)
        return news.text(of: name, showsAll: all)
    }

    @Test("One bad date, three nights: new once, then known, also in another file; then gone")
    func threeNights() throws {
        try export("a.csv", ["31/02/2025 08:00:00"])
        #expect(try run(day: 1).news.alarmCount == 1)
        #expect(try run(day: 2).news.alarmCount == 0)
        // Another night's export: other bytes, another name, the record moved.
        try FileManager.default.removeItem(atPath: folder.path + "/cases/a.csv")
        try export("b.csv", ["31/02/2025 08:00:00", "32/01/2025 08:00:00"], word: "later")
        let third = try run(day: 3)
        #expect(third.news.alarmCount == 1)
        let lines = try text(third)
        #expect(lines[1...5].map { String($0.suffix(1)) } == ["1", "0", "0", "1", "0"])
        #expect(
            lines.contains(
                "  b.csv:3: N-011 not a date of the declared forms, column accepted_at, "
                    + "'32/01/2025 08:00:00' (dd/MM/yyyy HH:mm:ss)"))
        try export("b.csv", [])
        let fourth = try run(day: 4)
        #expect(fourth.news.alarmCount == 0)
        #expect(try text(fourth)[5] == "  gone (đã hết): 2")
    }

    @Test("Two of a kind where there was one: one is new")
    func counted() throws {
        try export("a.csv", ["31/02/2025 08:00:00"])
        _ = try run(day: 1)
        try export("a.csv", ["31/02/2025 08:00:00", "31/02/2025 08:00:00"])
        let second = try run(day: 2)
        #expect(second.news.alarmCount == 1)
        #expect(try text(second, all: true)[1...4].map { $0.suffix(1) } == ["1", "0", "0", "1"])
    }

    @Test("Somebody takes care until a day; behind it the alarm sounds every night")
    func owner() throws {
        try folder.write(
            "known.csv",
            Self.known + "N-011,cases,accepted_at,,Văn phòng,2026-01-02,nhà thầu sửa\n")
        try export("a.csv", ["31/02/2025 08:00:00"])
        let first = try run(day: 1)
        #expect(first.news.alarmCount == 0)
        #expect(first.summary.count(.error) == 1)
        #expect(first.news.alarms(from: .note) == 0)
        #expect(
            try text(first).last?.hasSuffix("[Văn phòng, until 2026-01-02: nhà thầu sửa]") == true)
        #expect(try run(day: 2).news.alarmCount == 0)
        for day in 3...4 {
            let late = try run(day: day)
            #expect(late.news.alarmCount == 1)
            #expect(late.news.alarms(from: .error) == 1)
            #expect(try text(late)[2] == "  overdue (quá hẹn xử lý): 1")
        }
    }

    @Test("An entry covers what it names, nothing else")
    func covers() throws {
        try export("a.csv", ["31/02/2025 08:00:00"])
        let others = [
            "N-012,,,,a,2026-02-01,b", "N-011,other,,,a,2026-02-01,b",
            "N-011,,due_at,,a,2026-02-01,b", "N-011,,,31/02/2025,a,2026-02-01,b",
        ]
        try folder.write("known.csv", Self.known + others.joined(separator: "\n") + "\n")
        #expect(try run(day: 1).news.alarmCount == 1)
        try folder.write(
            "known.csv", Self.known + "N-011,,,31/02/2025 08:00:00,a,2026-02-01,b\n")
        #expect(try run(day: 2).news.alarmCount == 0)
    }

    @Test("Values that JSON escapes are read back: none is taken for another")
    func escapes() throws {
        let odd = ["\"\"x\\u0041\"\"", "a\tb", "{\"\"code\"\":1,}"]
        try export("a.csv", odd.map { "\"\($0)\"" })
        let first = try run(day: 1)
        #expect(first.news.alarmCount == 3)
        #expect(try text(first).contains { $0.contains("'{\"code\":1,}'") })
        #expect(try text(first).contains { $0.contains("'\"x\\u0041\"'") })
        try export("b.csv", ["\"\"\"x\\u0042\"\"\""])
        #expect(try run(day: 2).news.alarmCount == 1)
    }

    @Test("All faults of the file of known findings at once")
    func faults() throws {
        try folder.write(
            "known.csv",
            "code,input,column,value,owner,until,reason\nN-999,,,,a,2026-01-02,b\nN-011,,,,,soon,\n"
        )
        let loaded = Plan.load("small.yaml", from: .disk(folder: folder.path))
        let messages = loaded.faults.filter { $0.place.file == "known.csv" }
        #expect(messages.map(\.place.line) == [2, 3])
    }
}
