import Columnar
import Foundation
import Ledger
import Pipeline
import Testing

/// Exports that nobody on this project wrote; they lie beside the checkout where they are at all.
private let exports = repository + "/../shared/data"

private let areThere = FileManager.default.fileExists(atPath: exports)

/// The checkout.
let repository = String(
    #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 })

@Suite(.enabled(if: areThere, "the folder of real exports is not beside the checkout"))
struct `Real exports` {
    /// What Boston published about these requests, and what their own columns say.
    @Test func `boston's requests give the figures that the city's file holds`() throws {
        let scratch = try NightFolder()
        try Night(pipeline: repository + "/pipelines/boston311.yaml").run(into: scratch.workspace)
        let published = Published(scratch.workspace)
        #expect(
            try published.accounts() == ["cases boston311-2011.csv.gz": [58251, 58251, 0, 0, 0, 0]])
        let pairs = try published.pairs(period: "all")
        #expect(pairs["on-time-to-the-second"] == "35591/43821")
        #expect(pairs["on-time-by-date"] == "36284/43821")
        #expect(pairs["verdict-agreement"] == "43664/43664")
        #expect(pairs["city-on-time"] == "46340/54413")
        #expect(pairs["open"] == "3681/1")
        #expect(pairs["closed"] == "54570/1")
        let figures = try published.figures()
        #expect(figures["mean-elapsed-days/all/BOS311"]?["shown"] == "41.397617 days")
        #expect(figures["median-elapsed-days/all/BOS311"]?["shown"] == "0.924016 days")
        let text = String(decoding: try published.bytes("results.csv"), as: UTF8.self)
        #expect(text.contains(",agency,BOS311,35591,43821,"))
    }

    /// Neither version reads the city's verdict: the published figure comes out of the dates.
    @Test func `boston's year restated under "no target counts as on time"`() throws {
        let scratch = try NightFolder()
        try Night(pipeline: repository + "/pipelines/boston311.yaml").run(into: scratch.workspace)
        let figures = try Published(scratch.workspace).figures().values.filter {
            $0["kpi"] == "on-time-restated"
        }
        let pairs = figures.map { figure in
            ["version", "period", "numerator", "denominator", "shown"].map { figure[$0] ?? "" }
        }
        #expect(
            pairs.sorted { $0[0] < $1[0] } == [
                ["1", "all", "35591", "43664", "81.5111%"],
                ["2", "restated", "46340", "54413", "85.1635%"],
            ])
    }

    /// 52 communes: `ratio = round(100·onTime/received, 2)`; those without a case are published as
    /// nought, and have no share here.
    @Test func `phu tho's published shares come out of our rounding`() throws {
        let scratch = try NightFolder()
        try scratch.write(
            "mapping.yaml",
            """
            mapping: progress
            version: 1
            source: portal
            kind: record
            format: csv
            columns:
              unit: {header: [departmentCode], type: code, required: true}
              received: {header: [totalReceived], type: integer}
              on_time: {header: [totalOnTime], type: integer}
            unknown_headers: note
            identity: [unit]

            """)
        try scratch.write(
            "kpi.yaml",
            """
            kpi: share
            version: 1
            title: {vi: Tỷ lệ, en: Share}
            basis: a test
            from: progress
            numerator: sum(on_time)
            denominator: sum(received)
            scale: 100
            decimals: 2
            levels: [agency, unit]
            every: [all]
            source: {system: a test, owner: a test, collected: a test}

            """)
        let pipeline = try scratch.write(
            "progress.yaml",
            """
            minhbach: 1
            agency: {code: H44, name: {vi: Phú Thọ, en: Phu Tho}}
            inputs:
              progress: {kind: record, files: none.csv, mapping: mapping.yaml}
            kpis: [kpi.yaml]
            periods:
              named: [{name: all, start: 2026-01-01, end: 2026-10-01}]

            """)
        let file = exports + "/vietnam/phutho_2026_progress_one_procedure.csv"
        try Night(pipeline: pipeline, inputs: [("progress", file)]).run(into: scratch.workspace)
        let figures = try Published(scratch.workspace).figures(level: "unit")
        let lines = plainRecords([UInt8](try Data(contentsOf: URL(fileURLWithPath: file))))
            .dropFirst().map(\.texts)
        var compared = 0
        for line in lines {
            let figure = try #require(figures["share/all/\(line[0])"], "\(line[0])")
            if line[3] == "0" {
                #expect(figure["status"] == "no-cases" && figure["shown"] == "")
                continue
            }
            // 99.5 is published where 99.50 is shown.
            let published = line[7].split(separator: ".").map(String.init) + ["", ""]
            let places = published[1].padding(toLength: 2, withPad: "0", startingAt: 0)
            #expect(figure["shown"] == "\(published[0]).\(places)", "\(line[0])")
            compared += 1
        }
        #expect(lines.count == 52 && compared > 40)
    }

    @Test func `the members of every level add up to boston`() throws {
        let scratch = try NightFolder()
        try Night(pipeline: repository + "/pipelines/boston311.yaml").run(into: scratch.workspace)
        let published = Published(scratch.workspace)
        for level in ["unit", "procedure_group"] {
            for kpi in ["closed", "on-time-to-the-second", "open"] {
                let members = try published.figures(level: level).values.filter { $0["kpi"] == kpi }
                let sum = members.compactMap { Int($0["numerator"] ?? "") }.reduce(0, +)
                let whole = try published.figures()["\(kpi)/all/BOS311"]?["numerator"]
                #expect(String(sum) == whole, "\(kpi) by \(level)")
            }
        }
    }

    /// 952 of 1 329 are 71.6328 %, 1 020 are 76.7494 %: the log's own columns.
    @Test func `the permit log gives its cases, steps and shares`() throws {
        let scratch = try NightFolder()
        try Night(pipeline: repository + "/pipelines/receipt.yaml").run(into: scratch.workspace)
        let published = Published(scratch.workspace)
        #expect(
            try published.accounts() == [
                "cases receipt.xes.gz": [1434, 1434, 0, 0, 0, 0],
                "cases/steps receipt.xes.gz": [8577, 8577, 0, 0, 0, 0],
            ])
        let pairs = try published.pairs(period: "all")
        #expect(pairs["cases"] == "1434/1")
        #expect(pairs["steps"] == "8577/1")
        #expect(pairs["on-time-to-the-second"] == "952/1329")
        #expect(pairs["on-time-by-date"] == "1020/1329")
        let figures = try published.figures()
        #expect(figures["on-time-to-the-second/all/COSELOG"]?["shown"] == "71.6328%")
        #expect(figures["on-time-by-date/all/COSELOG"]?["shown"] == "76.7494%")
    }

    @Test func `kansas city's survey gives the mean and the share of its first question`() throws {
        let scratch = try NightFolder()
        try Night(pipeline: repository + "/pipelines/kcmo-survey.yaml").run(into: scratch.workspace)
        let published = Published(scratch.workspace)
        #expect(
            try published.accounts()
                == ["surveys kcmo-residents-2022-03.csv": [984, 984, 0, 0, 0, 0]])
        let figures = try published.figures(level: "question")
        let mean = try #require(figures["mean-level/all/q2_01"])
        #expect(mean["denominator"] == "976")
        #expect(mean["shown"] == "3.318648 level")
        #expect(figures["satisfied-share/all/q2_01"]?["numerator"] == "532")
        #expect(figures["satisfied-share/all/q2_01"]?["shown"] == "54.5082%")
        #expect(figures["without-level/all/q2_01"]?["numerator"] == "8")
    }

    private static let requests = """
        mapping: requests
        version: 1
        source: boston
        kind: case
        format: csv
        zone: as-written
        columns:
          case_id: {header: [case_enquiry_id], type: id, required: true}
          accepted_at: {header: [open_dt], type: instant, formats: ["yyyy-MM-dd HH:mm:ss"]}
          due_at: {header: [target_dt], type: instant, formats: ["yyyy-MM-dd HH:mm:ss"]}
          resolved_at: {header: [closed_dt], type: instant, formats: ["yyyy-MM-dd HH:mm:ss"]}
          unit: {header: [department], type: code}
          fee: {header: [fire_district], type: integer}
        unknown_headers: note
        identity: [case_id]

        """

    @Test func `twenty exact copies among a hundred rows leave eighty`() throws {
        let scratch = try NightFolder()
        let pipeline = try SmallPipeline.write(in: scratch, mapping: Self.requests)
        var digests: Set<Digest> = []
        let expected = [
            "boston311-100-20dupes-random.csv": [100, 80, 20, 0, 0, 0],
            "boston311-100-deduped.csv": [80, 80, 0, 0, 0, 0],
        ]
        for (name, account) in expected {
            let night = Night(
                pipeline: pipeline, inputs: [("cases", "\(exports)/dedupe/\(name)")])
            let workspace = scratch.path + "/" + name
            digests.insert(try night.run(into: workspace).resultsDigest)
            #expect(try Published(workspace).accounts() == ["cases \(name)": account])
        }
        #expect(digests.count == 1, "the answer in the folder gives other figures")
    }

    @Test func `a gzip file of several members is read to its end`() throws {
        let scratch = try NightFolder()
        let pipeline = try SmallPipeline.write(in: scratch, mapping: Self.requests)
        let path = exports + "/gzip/boston311-100.csv.multimember.gz"
        try Night(pipeline: pipeline, inputs: [("cases", path)]).run(into: scratch.workspace)
        let account = try #require(try Published(scratch.workspace).accounts().values.first)
        #expect(account == [100, 100, 0, 0, 0, 0])
    }

    /// The file as a table of the pipeline's own, so that every stage handles its names.
    @Test func `the national procedures keep their codes, and 24 names change by NFC`() throws {
        let scratch = try NightFolder()
        try scratch.write(
            "mapping.yaml",
            """
            mapping: procedures
            version: 1
            source: national
            kind: record
            format: csv
            columns:
              code: {header: [ma], type: code, required: true}
              name: {header: [ten], type: code, required: true}
            unknown_headers: note
            identity: [code]

            """)
        try scratch.write(
            "kpis/procedures.yaml",
            """
            kpi: procedures
            version: 1
            title: {vi: Thủ tục, en: Procedures}
            basis: a test
            from: national
            value: count(*)
            levels: [agency]
            every: [all]
            source: {system: a test, owner: a test, collected: a test}

            """)
        let pipeline = try scratch.write(
            "procedures.yaml",
            """
            minhbach: 1
            agency: {code: H01, name: {vi: Cơ quan, en: Agency}}
            inputs:
              national: {kind: record, files: "none.csv", mapping: mapping.yaml}
            kpis: [kpis/*.yaml]
            periods:
              named: [{name: all, start: 2025-01-01, end: 2026-01-01}]

            """)
        let file = exports + "/vietnam/procedures.csv"
        let night = Night(pipeline: pipeline, inputs: [("national", file)])
        let table = try #require(try dataset(of: night, in: scratch).table("national")?.whole)
        let raw = plainRecords([UInt8](try Data(contentsOf: URL(fileURLWithPath: file))))
            .dropFirst().map(\.texts)
        let codes = try texts("code", of: table)
        let names = try texts("name", of: table)
        #expect(codes.count == 2642)
        #expect(codes == raw.map { $0[0] })
        #expect(try codes.allSatisfy { try /\d\.\d{6}/.wholeMatch(in: $0) != nil })
        // Strings that are canonically equal are equal to Swift: bytes are compared.
        let changed = zip(names, raw).filter { Array($0.utf8) != Array($1[1].utf8) }
        #expect(changed.count == 24)
        #expect(changed.allSatisfy { $0 == $1[1] })
        let composed = raw.map { $0[1].precomposedStringWithCanonicalMapping }
        #expect(zip(names, composed).allSatisfy { Array($0.utf8) == Array($1.utf8) })
    }

    private func dataset(of night: Night, in scratch: NightFolder) throws -> Dataset {
        let plan = try checkedPlan(
            RunRequest(
                pipeline: night.pipeline, workspace: scratch.workspace,
                overrides: try night.overrides(), now: Moment(local: 0)))
        let moment = Moment(local: 0)
        let workspace = try Workspace(root: scratch.workspace)
        var open = try workspace.open(at: moment.journalText)
        let reception = try ingest(plan, from: scratch.path, into: open, at: moment, threads: 1)
        try reception.confirm(in: &open, at: moment)
        return try normalize(
            reception.intake,
            NormalizationRequest(plan: plan, objects: workspace.objects, key: nil, threads: 1))
    }

    private func texts(_ name: String, of table: Table) throws -> [String] {
        guard case .code(let column)? = table[name] else {
            Issue.record("\(name) is no column of codes")
            return []
        }
        return column.codes.map { $0 == missingCode ? "" : column.dictionary[Int($0)] }
    }
}
