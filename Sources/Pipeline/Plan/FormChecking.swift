import Columnar

/// Checks forms against the KPIs whose counts they show.
struct FormChecking {
    let kpis: [KPI]
    let hasUnits: Bool
    let log: FaultLog

    func check(_ forms: [Form]) {
        for form in forms { check(form) }
        checkVersions(forms, log: log) { other, form, _ in
            .nameTwice(form.name, first: other.place)
        }
    }

    private func check(_ form: Form) {
        if form.columns.isEmpty { log.report(.missingKey("columns"), at: form.place) }
        if form.arrangements.isEmpty { log.report(.missingKey("rows"), at: form.place) }
        for (index, column) in form.columns.enumerated() {
            if let first = form.columns[..<index].first(where: { $0.number == column.number }) {
                log.report(
                    .nameTwice("\(column.number)", first: first.place), at: column.place)
            }
            check(column, of: form)
        }
        for identity in form.identities {
            for number in [identity.total] + identity.parts where form.column(number) == nil {
                log.report(.unknownFormColumn(number), at: identity.place)
            }
        }
        for arrangement in form.arrangements
        where arrangement.level == FormArrangement.unitLevel && !hasUnits {
            log.report(.needsFile(.units, for: "rows by unit"), at: arrangement.place)
        }
    }

    /// A column holds whole numbers of the agency and of each member of the rows' level.
    private func check(_ column: FormColumn, of form: Form) {
        let versions = kpis.filter { $0.name == column.kpi }
        if versions.isEmpty {
            log.report(
                .noSuchKPI(column.kpi), at: column.place,
                suggestion: nearest(to: column.kpi, among: kpis.map(\.name)))
        }
        for kpi in versions {
            if kpi.denominator != nil || kpi.scale != 1 || kpi.measure?.isCount == false {
                log.report(.notForForm(kpi: kpi.name, lacks: .count), at: column.place)
            }
            for level in ["agency"] + form.arrangements.map(\.level)
            where !kpi.levels.contains(where: { $0.name == level }) {
                log.report(.notForForm(kpi: kpi.name, lacks: .level(level)), at: column.place)
            }
        }
    }
}
