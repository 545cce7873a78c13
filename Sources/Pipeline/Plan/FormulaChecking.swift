import Columnar

/// Compiles the formulas of a plan and reports their faults in their files.
struct FormulaChecking {
    let tables: TableDrafts
    let reading: PlanReading
    let hasCalendar: Bool
    let hasProcedures: Bool
    /// The files about units that the pipeline names.
    let named: Set<PlanSource.Role>

    private var log: FaultLog { reading.log }

    /// Compiles the derived columns of a mapping over the columns that the mapping reads.
    func compileDerived(_ draft: inout MappingDraft) {
        let fields = draft.mapping.columns.compactMap { column in
            column.type.columnType.map { Schema.Field(name: column.name, type: $0.valueType) }
        }
        let doubtful = draft.doubtful
        var reads = DerivedReads(draft.mapping.derived)
        for index in draft.mapping.derived.indices {
            let column = draft.mapping.derived[index]
            draft.mapping.derived[index].compiled = attempt(
                column.formula,
                mayHave: { reads.note($0, by: column.name) || doubtful.contains($0) }
            ) { text throws(FormulaFaults) in
                try RowFormula(text, schema: Schema(fields), type: column.type.valueType)
            }
            checkCalendar(
                draft.mapping.derived[index].compiled?.calendarFunction, of: column.formula)
        }
        reads.report(to: log)
    }

    /// Compiles a KPI's formulas over its table and checks its levels.
    func compile(_ kpi: inout KPI) {
        if kpi.table.isEmpty { return }
        guard let table = tables[kpi.table] else {
            let known = tables.tables.map(\.name)
            log.report(
                .unknownTable(kpi.table), at: kpi.tablePlace,
                suggestion: nearest(to: kpi.table, among: known))
            return
        }
        for level in kpi.levels { check(level, of: table) }
        if let fairness = kpi.fairness {
            check(Level(name: "by", column: fairness.column, place: fairness.place), of: table)
        }
        let condition = kpi.membership.map { row($0, of: table) }
        let numerator = aggregate(kpi.numerator, of: table)
        let denominator = kpi.denominator.map { aggregate($0, of: table) }
        guard let numerator, condition.map({ $0 != nil }) ?? true,
            denominator.map({ $0 != nil }) ?? true
        else { return }
        kpi.measure = attempt(kpi.denominator ?? kpi.numerator, mayHave: { _ in false }) {
            _ throws(FormulaFaults) in
            try Measure(
                where: condition ?? nil, numerator: numerator, denominator: denominator ?? nil)
        }
        for column in kpi.measure?.columns ?? [] {
            checkUnitFile(of: column, at: kpi.place)
            checkSteps(for: column, at: kpi.place)
        }
    }

    /// Who had a case in hand at its end is told by steps.
    private func checkSteps(for column: String, at place: PlanPlace) {
        guard column == Plan.eventOfficer, !tables.tables.contains(where: { $0.kind == .step })
        else { return }
        log.report(.unknownTable(TableKind.step.rawValue), at: place)
    }

    /// What is said of units rests on files about units.
    private func checkUnitFile(of column: String, at place: PlanPlace) {
        guard let file = UnitColumn.named(column)?.neededFile, !named.contains(file) else { return }
        log.report(.needsFile(file, for: column), at: place)
    }

    private func row(_ formula: PlanFormula, of table: PlannedTable) -> RowFormula? {
        let compiled = attempt(formula, mayHave: { tables.mayHave($0, in: table.name) }) {
            text throws(FormulaFaults) in
            try RowFormula(text, schema: table.schema, type: .flag)
        }
        checkCalendar(compiled?.calendarFunction, of: formula)
        return compiled
    }

    private func aggregate(_ formula: PlanFormula, of table: PlannedTable) -> AggregateFormula? {
        let compiled = attempt(formula, mayHave: { tables.mayHave($0, in: table.name) }) {
            text throws(FormulaFaults) in
            try AggregateFormula(text, schema: table.schema)
        }
        checkCalendar(compiled?.calendarFunction, of: formula)
        return compiled
    }

    /// Compiles one text; its faults are reported, save those that another fault explains.
    private func attempt<Compiled>(
        _ formula: PlanFormula, mayHave: (String) -> Bool,
        _ compile: (String) throws(FormulaFaults) -> Compiled
    ) -> Compiled? {
        do throws(FormulaFaults) {
            return try compile(formula.text)
        } catch {
            let lines = reading.lines(of: formula.place.file)
            for fault in error.faults {
                if case .unknownColumn(let name, _) = fault.kind, mayHave(name) { continue }
                log.report(
                    .formula(fault, text: formula.text),
                    at: formula.place(ofOffset: fault.range.lowerBound, lines: lines),
                    suggestion: fault.suggestion)
            }
            return nil
        }
    }

    /// Working time needs to know which days are worked.
    private func checkCalendar(_ function: String?, of formula: PlanFormula) {
        guard !hasCalendar, let function else { return }
        log.report(.needsFile(.calendar, for: function), at: formula.place)
    }

    private func check(_ level: Level, of table: PlannedTable) {
        guard let column = level.column else { return }
        guard table.codes.contains(column) || tables.mayHave(column, in: table.name) else {
            log.report(
                .notALevel(column, table: table.name), at: level.place,
                suggestion: nearest(to: column, among: ["agency"] + table.codes))
            return
        }
        // Group and field of a procedure come from the catalogue where no file holds them.
        if ["procedure_group", "field"].contains(column), !hasProcedures,
            !tables.fills(column, in: table.name)
        {
            log.report(.needsFile(.procedures, for: column), at: level.place)
        }
        checkUnitFile(of: column, at: level.place)
        checkSteps(for: column, at: level.place)
    }
}

extension FormulaFault {
    /// What was probably meant.
    fileprivate var suggestion: String? {
        switch kind {
        case .unknownUnit(_, let word), .unknownColumn(_, let word), .unknownFunction(_, let word),
            .unknownValue(_, _, let word), .unknownField(_, let word):
            word
        default: nil
        }
    }
}
