import Columnar
import Ledger

/// What the command line says instead of the pipeline file.
package struct PlanOverrides: Sendable {
    /// Instant for `as_of`, local seconds.
    package var asOf: Int64?
    /// Files of inputs by the input's name, relative to the working folder (`--input NAME=PATH`).
    package var inputs: [(name: String, path: String)]

    /// No overrides, or these.
    package init(asOf: Int64? = nil, inputs: [(name: String, path: String)] = []) {
        self.asOf = asOf
        self.inputs = inputs
    }
}

/// A plan, where the files can be used, and all that is wrong with them.
package struct LoadedPlan: Sendable {
    /// The plan; nil where a fault is an error.
    package var plan: Plan?
    /// All faults over all files, sorted by file, line and column.
    package var faults: [PlanFault]
    /// Every file that was read, sorted by name; there also where the plan cannot be used.
    package var sources: [PlanSource]
}

extension Plan {
    /// Reads and checks a pipeline and everything that it names.
    ///
    /// Nothing but `files` is read, so that a plan can be loaded from the archived objects of a
    /// run. Every fault of every file is found in one pass.
    package static func load(
        _ name: String, from files: PlanFiles, overrides: PlanOverrides = PlanOverrides()
    ) -> LoadedPlan {
        let log = FaultLog()
        let reading = PlanReading(files: files, log: log)
        var plan: Plan?
        let whole = PlanPlace(file: name)
        if let value = reading.yaml(name, as: .pipeline, namedAt: whole),
            let pipeline = PipelineFile(value, log: log)
        {
            var loading = PlanLoading(pipeline: pipeline, name: name, reading: reading)
            plan = loading.plan(overrides: overrides)
        }
        let isUsable = !log.faults.contains { $0.severity == .error }
        let sources = reading.sources.sorted { precedes($0.name, $1.name) }
        plan?.sources = sources
        return LoadedPlan(plan: isUsable ? plan : nil, faults: log.sorted, sources: sources)
    }
}

/// Reads what a pipeline file names and fits it together.
private struct PlanLoading {
    let pipeline: PipelineFile
    let name: String
    let reading: PlanReading
    private var drafts: [String: MappingDraft] = [:]

    private var log: FaultLog { reading.log }

    init(pipeline: PipelineFile, name: String, reading: PlanReading) {
        self.pipeline = pipeline
        self.name = name
        self.reading = reading
    }

    mutating func plan(overrides: PlanOverrides) -> Plan {
        readMappings()
        let calendar = pipeline.calendar.flatMap { file in
            reading.yaml(file.name, as: .calendar, namedAt: file.place)
                .flatMap { readCalendar($0, log: log) }
        }
        let units = catalogue(pipeline.units, as: .units, readUnits)
        let successions = catalogue(pipeline.succession, as: .succession, readSuccessions)
        let history = unitHistory(units, successions)
        let procedures = catalogue(pipeline.procedures, as: .procedures, readProcedures)
        let tables = TableDrafts(
            pipeline.inputs.map { input in
                DraftedInput(
                    name: input.name, kind: input.kind, draft: drafts[input.mapping.name],
                    place: input.place)
            }, log: log)
        let periods = readPeriods()
        let clocks = readClocks(tables, units, procedures)
        let stock = pipeline.stock.flatMap { StockRuleFile(value: $0, log: log).rule(tables) }
        let checking = FormulaChecking(
            tables: tables, reading: reading, hasCalendar: pipeline.calendar != nil,
            hasProcedures: pipeline.procedures != nil, named: pipeline.unitFiles)
        for file in mappingFiles {
            guard var draft = drafts[file.name] else { continue }
            checking.compileDerived(&draft)
            drafts[file.name] = draft
        }
        var kpis = readKPIs(periods)
        for index in kpis.indices { checking.compile(&kpis[index]) }
        checkVersions(kpis, log: log)
        let targets = TargetChecking(
            agency: pipeline.agency, units: units, history: history, procedures: procedures,
            log: log)
        for kpi in kpis { targets.check(kpi) }
        let objectives = readObjectives(servedBy: kpis)
        let forms = readForms()
        FormChecking(kpis: kpis, hasUnits: pipeline.units != nil, log: log).check(forms)
        checkOverview(kpis)
        let scorecards = readScorecards(periods)
        ScorecardChecking(
            scorecards: scorecards, kpis: kpis, periods: periods, log: log
        ).check()
        let corrections = readCorrections(units, procedures)
        return Plan(
            name: stem(name), agency: pipeline.agency,
            asOf: overrides.asOf.map(AsOf.instant) ?? pipeline.asOf,
            inputs: inputs(overrides: overrides), tables: tables.tables, calendar: calendar,
            units: units, successions: successions, split: pipeline.split, unitHistory: history,
            stock: stock, procedures: procedures, clocks: clocks, kpis: kpis, forms: forms,
            objectives: objectives, scorecards: scorecards, corrections: corrections,
            declaresCorrections: !pipeline.corrections.isEmpty, periods: periods,
            knownFindings: catalogue(pipeline.known, as: .known, readKnownFindings),
            publication: pipeline.publication, sources: [])
    }

    /// The units through time; a succession table needs units to speak of.
    private func unitHistory(_ units: [Unit], _ successions: [Succession]) -> UnitHistory {
        if let file = pipeline.succession, pipeline.units == nil {
            log.report(.needsFile(.units, for: "succession"), at: file.place)
            return UnitHistory([], [])
        }
        return UnitHistory(units, successions, log: log)
    }

    /// The mapping files in the order in which inputs name them, each once.
    private var mappingFiles: [FileReference] {
        var files: [FileReference] = []
        for input in pipeline.inputs where !files.contains(where: { $0.name == input.mapping.name })
        {
            files.append(input.mapping)
        }
        return files
    }

    private mutating func readMappings() {
        for file in mappingFiles {
            guard let value = reading.yaml(file.name, as: .mapping, namedAt: file.place),
                let draft = readMapping(value, log: log)
            else { continue }
            drafts[file.name] = draft
            for column in draft.mapping.columns { checkCatalogue(of: column) }
        }
        for input in pipeline.inputs {
            guard let mapping = drafts[input.mapping.name]?.mapping, mapping.kind != input.kind
            else { continue }
            log.report(
                .kindMismatch(input: input.kind, mapping: mapping.kind), at: input.mapping.place)
        }
    }

    private func checkCatalogue(of column: MappedColumn) {
        guard case .code(let code) = column.type, let lookup = code.lookup else { return }
        let (file, role): (FileReference?, PlanSource.Role) =
            switch lookup {
            case .procedureName: (pipeline.procedures, .procedures)
            case .unitName: (pipeline.units, .units)
            }
        if file == nil {
            log.report(.needsFile(role, for: lookup.rawValue), at: column.declared)
        }
    }

    private func catalogue<Entry>(
        _ file: FileReference?, as role: PlanSource.Role,
        _ read: ([UInt8], String, FaultLog) -> [Entry]
    ) -> [Entry] {
        guard let file, let bytes = reading.bytes(file.name, as: role, namedAt: file.place) else {
            return []
        }
        return read(bytes, file.name, log)
    }

    /// The periods, with those of the calendars of reports.
    private func readPeriods() -> ReportingPeriods {
        var periods = pipeline.periods
        var calendars: [ReportingCalendar] = []
        for file in pipeline.reporting {
            guard let value = reading.yaml(file.name, as: .reporting, namedAt: file.place),
                let calendar = readReporting(value, log: log)
            else { continue }
            if calendars.contains(where: { $0.name == calendar.name }) {
                log.report(.nameTwice(calendar.name, first: value.place), at: file.place)
            }
            calendars.append(calendar)
        }
        periods.add(calendars, pipeline.reported, log: log)
        return periods
    }

    /// How due dates are rebuilt, with the terms that the file names.
    private func readClocks(
        _ tables: TableDrafts, _ units: [Unit], _ procedures: [Procedure]
    ) -> Clocks? {
        guard let reference = pipeline.clocks,
            let value = reading.yaml(reference.name, as: .clocks, namedAt: reference.place),
            let file = ClocksFile(value, log: log)
        else { return nil }
        if pipeline.calendar == nil {
            log.report(.needsFile(.calendar, for: "clocks"), at: reference.place)
        }
        if pipeline.procedures == nil, file.terms == nil {
            log.report(.needsFile(.procedures, for: "clocks"), at: reference.place)
        }
        let children = pipeline.inputs.filter { $0.kind == .case }.flatMap { input in
            drafts[input.mapping.name]?.mapping.children.map(\.table) ?? []
        }
        return ClocksChecking(
            tables: tables, children: Set(children), units: units, procedures: procedures,
            proceduresFile: pipeline.procedures?.name, log: log
        ).finished(file.clocks, terms: catalogue(file.terms, as: .terms, readTerms))
    }

    private func readKPIs(_ periods: ReportingPeriods) -> [KPI] {
        let kpis = values(of: pipeline.kpis, as: .kpi).compactMap {
            readKPI($0, periods: periods, log: log)
        }
        return kpis.sorted { left, right in
            left.name == right.name
                ? left.version < right.version : precedes(left.name, right.name)
        }
    }

    private func readCorrections(_ units: [Unit], _ procedures: [Procedure]) -> [Correction] {
        let file = CorrectionsFile(
            sources: pipeline.inputs.sorted { precedes($0.name, $1.name) }.compactMap { input in
                drafts[input.mapping.name].map {
                    CorrectableColumns.Source(
                        name: input.name, kind: input.kind, mapping: $0.mapping)
                }
            }, units: units, procedures: procedures, log: log)
        var names: [String] = []
        var corrections: [Correction] = []
        for pattern in pipeline.corrections {
            let matches = reading.files.match(pattern.name)
            // A run may be computed again without the corrections that it had.
            if matches.isEmpty, !reading.files.isArchive {
                log.report(.noFileMatches(pattern.name), at: pattern.place)
            }
            for name in matches where !names.contains(name) {
                names.append(name)
                guard let bytes = reading.bytes(name, as: .corrections, namedAt: pattern.place)
                else { continue }
                corrections += file.corrections(bytes, file: name)
            }
        }
        return file.ordered(corrections)
    }

    private func readObjectives(servedBy kpis: [KPI]) -> [Objective] {
        guard let file = pipeline.objectives,
            let value = reading.yaml(file.name, as: .objectives, namedAt: file.place),
            let objectives = Pipeline.readObjectives(value, log: log)
        else { return [] }
        checkObjectives(objectives, of: kpis, log: log)
        return objectives
    }

    private func readForms() -> [Form] {
        values(of: pipeline.forms, as: .form).compactMap { readForm($0, log: log) }
            .sorted { left, right in
                left.name == right.name
                    ? left.version < right.version : precedes(left.name, right.name)
            }
    }

    private func checkOverview(_ kpis: [KPI]) {
        let known = kpis.map(\.name)
        for (name, place) in pipeline.overview where !known.contains(name) {
            log.report(.noSuchKPI(name), at: place, suggestion: nearest(to: name, among: known))
        }
    }

    private func readScorecards(_ periods: ReportingPeriods) -> [Scorecard] {
        let scorecards = values(of: pipeline.scorecards, as: .scorecard).compactMap {
            readScorecard($0, periods: periods, log: log)
        }
        return scorecards.sorted { left, right in
            left.name == right.name
                ? left.version < right.version : precedes(left.name, right.name)
        }
    }

    /// The values of the YAML files that patterns match, each file once.
    private func values(of files: [FileReference], as role: PlanSource.Role) -> [YAMLValue] {
        var names: [String] = []
        for file in files {
            let matches = reading.files.match(file.name)
            if matches.isEmpty { log.report(.noFileMatches(file.name), at: file.place) }
            for name in matches where !names.contains(name) {
                names.append(name)
                _ = reading.bytes(name, as: role, namedAt: file.place)
            }
        }
        return names.compactMap { name in
            reading.sources.first { $0.name == name }
                .flatMap { parseYAML($0.bytes, file: name, log: log) }
        }
    }

    private func inputs(overrides: PlanOverrides) -> [Input] {
        let known = pipeline.inputs.map(\.name)
        for override in overrides.inputs where !known.contains(override.name) {
            log.report(
                .unknownInput(override.name), at: PlanPlace(file: name),
                suggestion: nearest(to: override.name, among: known))
        }
        return pipeline.inputs.sorted { precedes($0.name, $1.name) }.compactMap { input in
            guard let mapping = drafts[input.mapping.name]?.mapping else { return nil }
            let paths = overrides.inputs.filter { $0.name == input.name }.map(\.path)
            return Input(
                name: input.name, kind: input.kind, files: paths.isEmpty ? input.files : paths,
                isOverridden: !paths.isEmpty, mapping: mapping,
                expectation: input.expectation, onBadFile: input.onBadFile,
                snapshot: input.snapshot,
                place: input.place)
        }
    }
}

/// Names of pipelines: those of runs, hence of folders, begin with them.
enum PipelineName {
    /// Characters of a name at most; date, time and number follow in that of a run.
    static let longest = 100

    /// Whether runs can be named after a pipeline of this name.
    static func isUsable(_ name: String) -> Bool {
        isPlainName(name) && name.utf8.count <= longest
    }
}

/// A file's name without folder and extension.
private func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex))
}
