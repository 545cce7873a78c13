import Pipeline
import Testing

/// Nothing vanishes: every record is somewhere, and where a slow reader of the rules puts it.
@Suite struct `Every record` {
    @Test(arguments: Array(1...8) as [UInt64])
    func `is accounted for, and the figures are those of a slow reference`(first: UInt64) throws {
        for seed in (first * 100)..<(first * 100 + 10) {
            let scratch = try NightFolder()
            let pipeline = try SmallPipeline.write(in: scratch)
            var export = HazardousExport(seed: seed)
            let files = export.files()
            for file in files { try scratch.write("cases/" + file.name, file.bytes) }
            let threads = Int(seed % 3) + 1
            let run = try Night(pipeline: pipeline, threads: threads).run(into: scratch.workspace)
            try compare(run, Published(scratch.workspace), SlowReference(files), "seed \(seed)")
        }
    }

    private func compare(
        _ run: SealedRun, _ published: Published, _ reference: SlowReference, _ place: Comment
    ) throws {
        #expect(run.accounts.allSatisfy { $0.account.balances }, place)
        let accounts = try published.accounts()
        #expect(accounts.count == reference.byFile.count, place)
        var total = [0, 0, 0, 0, 0, 0]
        for account in accounts.values { total = zip(total, account).map { $0 + $1 } }
        #expect(total == reference.total, place)
        // Which of two files with the same content is read, their digests and names decide.
        if !reference.byFile.keys.contains("again.csv") {
            for (name, counts) in reference.byFile {
                let account = accounts["cases " + name] ?? []
                #expect([0, 4, 5].map { account[$0] } == counts, "\(name), \(place)")
            }
        }
        #expect(try published.table("quarantine.csv").count == total[4], place)
        let losers = total[2] + total[3] - copied(reference)
        #expect(try published.table("losers.csv").count == losers, place)
        var pairs = try published.pairs(period: "all")
        pairs["overdue-peak"] = nil
        #expect(pairs == reference.pairs(unit: nil), place)
        let figures = try published.figures(level: "unit")
        for unit in reference.units {
            for (kpi, pair) in reference.pairs(unit: unit) where !pair.hasSuffix("/0") {
                let figure = figures["\(kpi)/all/\(unit)"]
                // A KPI has no line for a unit without rows that belong to it.
                let found = [figure?["numerator"] ?? "", figure?["denominator"] ?? ""]
                #expect(found.joined(separator: "/") == pair, "\(kpi) of \(unit), \(place)")
            }
        }
    }

    /// Records of files that repeat another one: no record of theirs is compared with any.
    private func copied(_ reference: SlowReference) -> Int {
        reference.byFile["again.csv"]?[0] ?? 0
    }
}
