import Columnar
import Foundation
import Pipeline
import Testing

/// All that a run is made from, sorted by the cause that it is for.
struct BridgeWorld {
    /// Raw files by name.
    var raw: [String: String] = [:]
    /// Lines of a file of corrections.
    var corrections: [String] = []
    var mapping = SmallPipeline.mapping
    /// The pipeline file and the KPIs by name.
    var rules: [String: String] = [:]
    var calendar = Self.calendar
    /// The units, and what became of them.
    var units: [String: String] = [:]
    var asOf = "2025-08-20"
    /// The names under which the pipeline knows mapping and calendar.
    var mappingName = "mapping.yaml"
    var calendarName = "calendar.yaml"

    static let calendar = """
        calendar: desk
        version: 1
        hours:
          monday: ["07:30-11:30", "13:30-17:30"]
          tuesday: ["07:30-11:30", "13:30-17:30"]
          wednesday: ["07:30-11:30", "13:30-17:30"]
          thursday: ["07:30-11:30", "13:30-17:30"]
          friday: ["07:30-11:30", "13:30-17:30"]
        years:
          2025: {closed: [{day: 2025-01-01, name: Tết}]}

        """

    static let pipeline = """
        minhbach: 1
        agency: {code: H01, name: {vi: Cơ quan, en: Agency}}
        as_of: run
        inputs:
          cases: {kind: case, files: "cases/*", mapping: mapping.yaml}
        calendar: calendar.yaml
        units: units.csv
        succession: succession.csv
        kpis: [kpis/*.yaml]
        periods: {every: [month, quarter], from: 2025-06-01, until: 2025-10-01}

        """

    static let inPeriod = "accepted_at >= period_start and accepted_at < period_end"

    /// Name and formula of each KPI.
    static let kpis = [
        "received": "where: \(inPeriod)\nvalue: count(*)",
        "on-time": """
        where: |-
          resolved_at >= period_start and resolved_at < period_end and due_at is not null
        numerator: count(*) filter (where resolved_at <= due_at)
        denominator: count(*)
        scale: 100
        unit: "%"
        """,
        "open": """
        where: |-
          accepted_at < period_end and accepted_at < as_of
          and (resolved_at is null or resolved_at >= as_of)
        value: count(*)
        """,
        "worked": """
        where: resolved_at >= period_start and resolved_at < period_end
        numerator: sum(working_time(accepted_at, resolved_at))
        denominator: count(*)
        """,
        "middle-fee": "where: \(inPeriod)\nvalue: median(fee)",
        "peak": "value: peak(accepted_at, resolved_at)",
        "seen": "where: \(inPeriod)\nvalue: count(distinct unit)",
    ]

    /// KPIs whose sides are counts of rows.
    static let counts: Set = ["received", "on-time", "open"]

    static func kpi(_ name: String, _ formula: String) -> String {
        """
        kpi: \(name)
        version: 1
        title: {vi: \(name), en: \(name)}
        basis: a test
        from: case
        \(formula)
        decimals: 2
        levels: [agency, unit, unit_restated]
        source: {system: a test, owner: a test, collected: a test}

        """
    }

    /// A case as a line of an export.
    static func line(
        _ id: String, _ unit: String, accepted: Int, due: Int?, resolved: Int?, updated: Int,
        fee: Int
    ) -> String {
        func text(_ day: Int?) -> String {
            guard let day else { return "" }
            let date = CivilDate(of: (20_241 + Int64(day)) * 86_400)
            let parts = [date.day, date.month].map { $0 < 10 ? "0\($0)" : "\($0)" }
            return "\(parts[0])/\(parts[1])/\(date.year) 08:00:00"
        }
        let minute = updated / 60 % 60
        let second = updated % 60
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let fields = [
            id, unit, resolved == nil ? "open" : "closed", text(accepted), text(due),
            text(resolved),
            "01/09/2025 \(padded(updated / 3600)):\(padded(minute)):\(padded(second))", "\(fee)",
            "",
        ]
        return fields.joined(separator: ",")
    }

    /// A line of a file of corrections.
    static func correction(_ id: String, _ field: String, _ old: String, _ new: String) -> String {
        "cases,\(id),\(field),\(old),\(new),ghi sai,Lê Văn Kiên,Trần Thị Hoa,12/QĐ-VP,2025-08-01"
    }

    static func file(_ lines: [String]) -> String {
        ([SmallPipeline.header] + lines).joined(separator: "\n") + "\n"
    }

    /// Five cases of two units; day 0 is 2 June 2025.
    static var small: BridgeWorld {
        var world = BridgeWorld()
        world.raw = [
            "a.csv": file([
                line("A1", "A", accepted: 0, due: 4, resolved: 3, updated: 1, fee: 100),
                line("A2", "A", accepted: 1, due: 5, resolved: 7, updated: 2, fee: 40),
                line("A3", "A", accepted: 2, due: 9, resolved: 9, updated: 3, fee: 60),
            ]),
            "b.csv": file([
                line("B1", "B", accepted: 35, due: 40, resolved: 38, updated: 4, fee: 10),
                line("B2", "B", accepted: 36, due: 44, resolved: 82, updated: 5, fee: 80),
            ]),
        ]
        world.rules["pipeline.yaml"] = pipeline
        for (name, formula) in kpis { world.rules["kpis/\(name).yaml"] = kpi(name, formula) }
        world.units = [
            "units.csv": """
            code,name,parent,level,from,until
            A,Phòng A,,department,,
            B,Phòng B,,department,,
            C,Phòng C,,department,,

            """,
            "succession.csv": """
            from_code,from_valid_until,to_code,date,kind,share,basis

            """,
        ]
        return world
    }

    /// The world with the causes up to one of another world.
    func with(_ steps: Set<BridgeStep>, of other: BridgeWorld) -> BridgeWorld {
        var world = self
        if steps.contains(.lateData) { world.raw = other.raw }
        if steps.contains(.corrections) { world.corrections = other.corrections }
        if steps.contains(.dedupe) { world.mapping = other.mapping }
        if steps.contains(.rules) { world.rules = other.rules }
        if steps.contains(.calendar) { world.calendar = other.calendar }
        if steps.contains(.units) { world.units = other.units }
        if steps.contains(.asOf) { world.asOf = other.asOf }
        return world
    }

    /// Lays the files into a folder in which other worlds may have lain, and runs them.
    func run(in scratch: NightFolder, now: String, workspace: String? = nil) throws -> String {
        for folder in ["cases", "kpis", "corrections"] {
            let path = scratch.path + "/" + folder
            try? FileManager.default.removeItem(atPath: path)
        }
        for (name, text) in raw { try scratch.write("cases/" + name, text) }
        for (name, text) in rules { try scratch.write(name, text) }
        if !corrections.isEmpty {
            let header = "input,case,field,old,new,reason,author,approver,document,date"
            try scratch.write(
                "corrections/c.csv", ([header] + corrections).joined(separator: "\n") + "\n")
            let named = (rules["pipeline.yaml"] ?? "") + "corrections: [corrections/*.csv]\n"
            try scratch.write("pipeline.yaml", named)
        }
        for (name, text) in units { try scratch.write(name, text) }
        try scratch.write(mappingName, mapping)
        try scratch.write(calendarName, calendar)
        return try Night(pipeline: scratch.path + "/pipeline.yaml", asOf: asOf, now: now)
            .run(into: workspace ?? scratch.workspace).name
    }
}

/// Two worlds in one workspace, and the bridge between them.
struct TwoWorlds {
    let scratch: NightFolder
    let runs: (String, String)

    init(_ before: BridgeWorld, _ after: BridgeWorld) throws {
        scratch = try NightFolder()
        runs = (
            try before.run(in: scratch, now: "2026-01-05T02:00:00"),
            try after.run(in: scratch, now: "2026-01-06T02:00:00")
        )
    }

    func bridge(_ filter: ResultsFilter = ResultsFilter(), limit: Int? = nil) throws -> Bridge {
        try Pipeline.bridge(
            BridgeRequest(
                from: runs.0, to: runs.1,
                verification: VerificationRequest(workspace: scratch.workspace), filter: filter,
                limit: limit))
    }
}

extension Bridge {
    /// The figure of those names.
    func figure(
        _ kpi: String, _ period: String, _ level: String = "agency", _ member: String = "H01"
    ) -> BridgedFigure? {
        figures.first {
            $0.name == BridgedName(kpi: kpi, period: period, level: level, member: member)
        }
    }

    /// Holds all figures to the sums of their parts, and counts to their cases.
    func expectSums(_ comment: Comment) throws {
        for figure in figures {
            let place = "\(comment) \(figure.name)"
            var sums = (
                figure.from.numerator ?? Exact(0), figure.from.denominator ?? Exact(0),
                figure.from.value
            )
            for part in figure.parts {
                sums.0 = try sums.0.plus(part.numerator)
                sums.1 = try sums.1.plus(part.denominator)
                if let value = part.value { sums.2 = try sums.2?.plus(value) }
                try figure.expectCases(part, place)
            }
            #expect(sums.0 == figure.to.numerator ?? Exact(0), "\(place)")
            #expect(sums.1 == figure.to.denominator ?? Exact(0), "\(place)")
            if figure.hasValues {
                #expect(sums.2 == figure.to.value, "\(place)")
            } else {
                #expect(figure.parts.allSatisfy { $0.value == nil }, "\(place)")
            }
        }
    }
}

extension BridgedFigure {
    /// Entered less left is what the part adds, where rows are counted.
    fileprivate func expectCases(_ part: BridgePart, _ place: String) throws {
        guard BridgeWorld.counts.contains(name.kpi), !part.steps.contains(.program) else { return }
        #expect(part.cases.count == part.caseCount, "\(place)")
        var (upper, lower) = (Exact(0), Exact(0))
        for named in part.cases {
            upper = try upper.plus(named.after.numerator ?? Exact(0))
                .minus(named.before.numerator ?? Exact(0))
            lower = try lower.plus(named.after.denominator ?? Exact(0))
                .minus(named.before.denominator ?? Exact(0))
        }
        #expect(upper == part.numerator, "\(place) \(part.word)")
        if name.kpi == "on-time" { #expect(lower == part.denominator, "\(place) \(part.word)") }
        guard !part.kinds.isEmpty else { return }
        let ofKinds = try part.kinds.reduce(Exact(0)) {
            try $0.plus($1.numerator ?? Exact(0))
        }
        #expect(ofKinds == part.numerator, "\(place) kinds")
        #expect(part.kinds.reduce(0) { $0 + $1.count } == part.caseCount, "\(place) kinds")
    }
}
