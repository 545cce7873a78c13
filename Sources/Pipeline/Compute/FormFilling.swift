import Columnar

/// Fills the forms of a plan from the figures of their KPIs.
struct FormFilling {
    let plan: Plan
    let periods: [ComputedPeriod]
    private let counts: [FormCell: Int]
    private let members: [FormRange: [String]]

    /// One figure that stands in a form.
    private struct FormCell: Hashable {
        var kpi: String
        var period: String
        var level: String
        var member: String
    }

    /// The members of one level that have cases in one period.
    private struct FormRange: Hashable {
        var period: String
        var level: String
    }

    init(_ plan: Plan, _ figures: [Figure], _ periods: [ComputedPeriod]) {
        self.plan = plan
        self.periods = periods
        let kpis = Set(plan.forms.flatMap(\.columns).map(\.kpi))
        var counts: [FormCell: Int] = [:]
        var members: [FormRange: [String]] = [:]
        for figure in figures where kpis.contains(figure.kpi) {
            let cell = FormCell(
                kpi: figure.kpi, period: figure.period.name, level: figure.level,
                member: figure.member)
            counts[cell] = figure.numerator.map { Int($0.numerator) }
            members[FormRange(period: figure.period.name, level: figure.level), default: []]
                .append(figure.member)
        }
        self.counts = counts
        self.members = members
    }

    /// Every form in every period for which it and all of its KPIs are in force.
    func filled() -> FilledForms {
        var tables: [FilledForm] = []
        for form in plan.forms {
            for computed in periods where applies(form, to: computed) {
                for arrangement in form.arrangements {
                    tables.append(
                        FilledForm(
                            form: form.name, version: form.version, period: computed.period,
                            level: arrangement.level, columns: form.columns.map(\.number),
                            rows: rows(of: form, arrangement, in: computed.period)))
                }
            }
        }
        return FilledForms(tables: tables)
    }

    private func applies(_ form: Form, to computed: ComputedPeriod) -> Bool {
        form.validity.contains(computed.period.end - 1)
            && form.columns.allSatisfy { column in
                plan.kpis.contains { $0.name == column.kpi && $0.applies(to: computed) }
            }
    }

    private func rows(
        of form: Form, _ arrangement: FormArrangement, in period: Period
    ) -> [FormRow] {
        func row(_ kind: FormRow.Kind, _ level: String, _ member: String, _ title: String)
            -> FormRow
        {
            // A member without a figure has no case: of a census that is nought.
            let cells = form.columns.map { column in
                counts[
                    FormCell(kpi: column.kpi, period: period.name, level: level, member: member)]
                    ?? 0
            }
            return FormRow(kind: kind, member: member, title: title, counts: cells)
        }
        let range = FormRange(period: period.name, level: arrangement.level)
        let present = Set(members[range] ?? [])
        var rows: [FormRow] = []
        for group in groups(arrangement, present) {
            if let banner = group.banner {
                rows.append(
                    FormRow(kind: .banner, member: group.level, title: banner, counts: []))
            }
            rows += group.members.map { row(.member, arrangement.level, $0.code, $0.name) }
        }
        let title = "Tổng số"
        return rows + [row(.total, Level.agencyName, plan.agency.code, title)]
    }

    private typealias Group = (
        level: String, banner: String?, members: [(code: String, name: String)]
    )

    /// The members under their banners.
    ///
    /// Units stand as the catalogue has them, those without a case too, save units that have
    /// others below them and no case of their own. What the catalogue lacks comes last.
    private func groups(_ arrangement: FormArrangement, _ present: Set<String>) -> [Group] {
        let unnamed = [(code: LevelGrouping.unnamed, name: "Không ghi")]
            .filter { present.contains($0.code) }
        guard arrangement.level == FormArrangement.unitLevel else {
            let named = present.subtracting([LevelGrouping.unnamed]).sorted(by: precedes)
            return [("", nil, named.map { ($0, $0) } + unnamed)]
        }
        let parents = Set(plan.units.compactMap(\.parent))
        let shown = plan.units.filter { present.contains($0.code) || !parents.contains($0.code) }
        var groups = arrangement.banners.map { banner -> Group in
            let own = shown.filter { $0.level == banner.level }
            return (banner.level, banner.title.vietnamese, own.map { ($0.code, $0.name) })
        }
        let levels = arrangement.banners.map(\.level)
        let others = shown.filter { !levels.contains($0.level) }.map {
            (code: $0.code, name: $0.name)
        }
        groups.append(("", "Đơn vị khác", others))
        let known = Set(plan.units.map(\.code) + [LevelGrouping.unnamed])
        let strangers = present.subtracting(known).sorted(by: precedes)
        groups.append(
            ("", "Ngoài danh mục đơn vị", strangers.map { ($0, $0) } + unnamed))
        return groups.filter { !$0.members.isEmpty }
    }
}
