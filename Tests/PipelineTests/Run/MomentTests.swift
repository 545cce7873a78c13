import Ledger
import Pipeline
import Testing

@Suite struct `A moment` {
    @Test(
        arguments: [
            ("2025-06-30", "2025-06-30T00:00:00+07:00"),
            ("2025-06-30T23:59:59", "2025-06-30T23:59:59+07:00"),
            ("2025-06-30 08:00:00", "2025-06-30T08:00:00+07:00"),
            ("2024-02-29", "2024-02-29T00:00:00+07:00"),
            ("2025-06-30T23:59:59+07:00", "2025-06-30T23:59:59+07:00"),
            ("2025-06-30 23:59:59+07:00", "2025-06-30T23:59:59+07:00"),
            ("2025-06-30T23:59:59+08:00", nil), ("2025-06-30T23:59:59Z", nil),
            ("2025-06-30+07:00", nil), ("2025-02-29T08:00:00+07:00", nil), ("+07:00", nil),
            ("2025-02-29", nil), ("2025-06-30T24:00:01", nil), ("30/06/2025", nil), ("", nil),
            ("2025-06-30T08:00", nil), ("yesterday", nil), ("2025-6-3", nil),
        ] as [(String, String?)])
    func `is read as somebody types it`(text: String, journal: String?) {
        #expect(Moment(text: text)?.journalText == journal)
    }

    @Test func `is on Vietnam's clock, whatever the machine's`() {
        #expect(Moment(secondsUTC: 0).journalText == "1970-01-01T07:00:00+07:00")
        #expect(Moment(secondsUTC: 1_751_302_800).journalText == "2025-07-01T00:00:00+07:00")
        #expect(Moment(secondsUTC: 1_751_302_799).nameText == "20250630T235959")
    }
}

@Suite struct `An exit status` {
    @Test func `is the documented number`() {
        #expect(Pipeline.ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 64, 70])
    }

    @Test(arguments: [
        (RunError.planUnusable([], folder: ""), Pipeline.ExitStatus.planUnusable),
        (.inputUnusable([]), .inputUnusable),
        (.noSuchRun("x"), .usage),
        (.nothingPublished(workspace: "w"), .usage),
        (.keyMissing, .usage),
        (.inNeitherRun(part: "KPI", name: "x", known: ["y"]), .usage),
        (.ledger(.locked(holder: "1")), .locked),
        (.ledger(.fileExists(path: "x")), .usage),
        (.ledger(.folderMissing(path: "x")), .usage),
        (.ledger(.emptyPath), .usage),
        (.ledger(.insideWorkspace(path: "x")), .usage),
        (.ledger(.keyFile(path: "x", .exists)), .usage),
        (.accountUnbalanced(file: "x"), .internal),
        (.evaluation(of: "KPI x", reason: "y"), .internal),
        (.store("x"), .internal),
    ])
    func `follows from the error`(error: RunError, status: Pipeline.ExitStatus) {
        #expect(error.status == status)
        #expect(!error.code.isEmpty)
        #expect(error.report.allSatisfy { !$0.isEmpty })
    }
}
