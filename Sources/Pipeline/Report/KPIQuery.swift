import Columnar

extension Plan {
    /// The query over exported tables that gives a KPI for each member of a level.
    ///
    /// Without a level it is for the agency. Named parameters stand for a period that is not named,
    /// and for an `as_of` that neither the caller nor the pipeline fixes.
    package func query(
        dialect name: String, kpi: String, level: String? = nil, period: String? = nil,
        asOf: Int64? = nil
    ) throws(RunError) -> String {
        guard let dialect = SQLDialect(rawValue: name) else {
            let known = SQLDialect.allCases.map(\.rawValue)
            throw unknown("dialect", name, nearest(to: name, among: known))
        }
        let period = try period.map { (name) throws(RunError) in try self.period(name) }
        let kpi = try self.kpi(kpi, in: period)
        let level = try self.level(level, of: kpi)
        var asOf = asOf
        if case .instant(let instant) = self.asOf, asOf == nil { asOf = instant }
        guard let measure = kpi.measure else { throw unknown("KPI", kpi.name, nil) }
        let bounds = SQLBounds(periodStart: period?.start, periodEnd: period?.end, asOf: asOf)
        if split == .estimate, !unitHistory.divisions.isEmpty,
            level.column.flatMap(UnitColumn.named)?.aspect == .restated
        {
            throw .unprintable(
                "\(level.name) gives the parts of divided units by shares, which no query over the "
                    + "rows can; ask for it under `split: withhold`, or for another level")
        }
        do throws(SQLRefusal) {
            let query = try measure.query(
                over: kpi.table, for: member(level), in: dialect, bounds: bounds,
                calendar: calendar?.working)
            let heading = heading(of: kpi, level, period, measure)
            return heading.map { "-- \($0)\n" }.joined() + query + ";\n"
        } catch {
            throw .unprintable(error.sentence)
        }
    }

    /// What a reader must know to run the query and to read its rows.
    private func heading(
        of kpi: KPI, _ level: Level, _ period: Period?, _ measure: Measure
    ) -> [String] {
        var lines = [
            "\(kpi.name), version \(kpi.version), by \(level.name)"
                + (period.map { ", \($0.name)" } ?? ""),
            kpi.title.text(in: .english),
        ]
        if !kpi.basis.isEmpty { lines.append(kpi.basis) }
        lines += [
            "Tables as `minhbach export tables` writes them: instants and lengths of time are",
            "whole seconds, instants counted from 1970-01-01 00:00:00 local time.",
            "A side is numerator over numerator_over, exactly; null where either is null.",
        ]
        if measure.asksCalendar { lines.append("Days outside of the calendar are null here.") }
        return lines.map { $0.filter { !$0.isNewline } }
    }

    private func member(_ level: Level) -> SQLMember {
        level.column.map { .column($0, unnamed: LevelGrouping.unnamed) } ?? .whole(agency.code)
    }

    private func period(_ name: String) throws(RunError) -> Period {
        if let named = periods.named.first(where: { $0.name == name }) { return named }
        guard let period = Period(named: name) else {
            throw unknown("period", name, nearest(to: name, among: periods.named.map(\.name)))
        }
        return period
    }

    /// The version in force at the end of the period; without one, the last.
    private func kpi(_ name: String, in period: Period?) throws(RunError) -> KPI {
        let versions = kpis.filter { $0.name == name }
        guard let last = versions.last else {
            throw unknown("KPI", name, nearest(to: name, among: kpis.map(\.name)))
        }
        guard let period else { return last }
        guard let kpi = versions.first(where: { $0.validity.contains(period.end - 1) }) else {
            throw .unprintable(
                "no version of \(name) is in force at the end of \(period.name); name another "
                    + "period.")
        }
        return kpi
    }

    private func level(_ name: String?, of kpi: KPI) throws(RunError) -> Level {
        let wanted = name ?? Level.agencyName
        if let level = kpi.levels.first(where: { $0.name == wanted }) { return level }
        if name == nil, let only = kpi.levels.first { return only }
        throw unknown(
            "level of \(kpi.name)", wanted, nearest(to: wanted, among: kpi.levels.map(\.name)))
    }

    private func unknown(_ part: String, _ name: String, _ hint: String?) -> RunError {
        .unprintable(
            "there is no \(part) '\(name)'" + (hint.map { "; did you mean '\($0)'?" } ?? ""))
    }
}
