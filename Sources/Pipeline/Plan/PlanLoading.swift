import Columnar

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
        let procedures = catalogue(pipeline.procedures, as: .procedures, readProcedures)
        let tables = TableDrafts(
            pipeline.inputs.map { input in
                DraftedInput(
                    name: input.name, kind: input.kind, draft: drafts[input.mapping.name],
                    place: input.place)
            }, log: log)
        let checking = FormulaChecking(
            tables: tables, reading: reading, hasCalendar: pipeline.calendar != nil,
            hasProcedures: pipeline.procedures != nil)
        for file in mappingFiles {
            guard var draft = drafts[file.name] else { continue }
            checking.compileDerived(&draft)
            drafts[file.name] = draft
        }
        var kpis = readKPIs()
        for index in kpis.indices { checking.compile(&kpis[index]) }
        checkVersions(kpis.filter { !$0.name.isEmpty && $0.version > 0 }, log: log)
        let forms = readForms()
        FormChecking(kpis: kpis, hasUnits: pipeline.units != nil, log: log).check(forms)
        checkOverview(kpis)
        return Plan(
            name: stem(name), agency: pipeline.agency,
            asOf: overrides.asOf.map(AsOf.instant) ?? pipeline.asOf,
            inputs: inputs(overrides: overrides), tables: tables.tables, calendar: calendar,
            units: units, procedures: procedures, kpis: kpis, forms: forms,
            periods: pipeline.periods, publication: pipeline.publication, sources: [])
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

    /// The values of all files that patterns name, each file once.
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
            log.report(.unknownKPI(name), at: place, suggestion: nearest(to: name, among: known))
        }
    }

    private func readKPIs() -> [KPI] {
        let kpis = values(of: pipeline.kpis, as: .kpi)
            .compactMap { readKPI($0, periods: pipeline.periods, log: log) }
        return kpis.sorted { left, right in
            left.name == right.name
                ? left.version < right.version : precedes(left.name, right.name)
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
                expectation: input.expectation, onBadFile: input.onBadFile, place: input.place)
        }
    }
}

/// A file's name without folder and extension.
private func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex))
}
