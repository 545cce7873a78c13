import Pipeline

/// Loads a plan from texts, the first of which is the pipeline; nothing is read from the disk.
func loadPlan(
    _ texts: [(name: String, text: String)], overrides: PlanOverrides = PlanOverrides()
) -> LoadedPlan {
    let files = texts.map { (name: $0.name, bytes: Array($0.text.utf8)) }
    return Plan.load(files[0].name, from: .archived(files), overrides: overrides)
}

/// A small pipeline without faults, of which tests change one part.
struct SmallPlan {
    var pipeline = """
        minhbach: 1
        agency: {code: H29, name: {vi: Thành phố}}
        as_of: 2026-01-01
        inputs:
          cases: {kind: case, files: cases/*.csv, mapping: list.yaml}
        calendar: vn.yaml
        units: units.csv
        procedures: procedures.csv
        kpis: [kpis/*.yaml]
        periods: {calendar: civil, every: [month, year]}
        """
    var mapping = """
        mapping: list
        version: 1
        source: igate
        kind: case
        format: csv
        columns:
          case_id: {header: [Mã hồ sơ], type: id, required: true}
          accepted_at: {header: [Ngày nhận], type: instant, formats: [dd/MM/yyyy]}
          due_at: {header: [Ngày hẹn], type: instant, formats: [dd/MM/yyyy]}
          resolved_at: {header: [Ngày xong], type: instant, formats: [dd/MM/yyyy]}
          unit: {header: [Đơn vị], type: code, canonical: agency}
          status: {header: [Trạng thái], type: code, dictionary: {Xong: resolved, Mở: processing}}
        """
    var kpi = """
        kpi: finished
        version: 1
        title: {vi: Đã giải quyết}
        basis: Nghị định 118/2025/NĐ-CP
        from: case
        where: resolved_at >= period_start and resolved_at < period_end
        value: count(*)
        levels: [agency, unit]
        source: {system: một cửa, owner: Văn phòng, collected: nightly}
        """
    var calendar = """
        calendar: vn
        version: 1
        hours: {monday: ["07:30-11:30", "13:30-17:30"]}
        years:
          2025: {closed: [{day: 2025-01-01, name: Tết}]}
        """
    var units = """
        code,name,parent,level
        H29,Thành phố,,city
        H29.01,"Sở Nội vụ, Lao động",H29,department
        """
    var procedures = """
        code,name,group,field,term,term_unit
        1.000001,Khai sinh,Tư pháp,Hộ tịch,3,working_day
        """
    /// Further files.
    var others: [(name: String, text: String)] = []

    /// All files, the pipeline first.
    var texts: [(name: String, text: String)] {
        [
            ("plan.yaml", pipeline), ("list.yaml", mapping), ("kpis/finished.yaml", kpi),
            ("vn.yaml", calendar), ("units.csv", units), ("procedures.csv", procedures),
        ] + others
    }

    /// Loads it.
    func load(_ overrides: PlanOverrides = PlanOverrides()) -> LoadedPlan {
        loadPlan(texts, overrides: overrides)
    }

    /// The faults as `file:line:column code`, and `→ suggestion` where there is one.
    var faults: [String] { load().faults.map(\.short) }
}

extension PlanFault {
    /// The place and code, and the suggestion behind an arrow.
    var short: String {
        "\(place.file):\(place.line):\(place.column) \(code.rawValue)"
            + (suggestion.map { " → \($0)" } ?? "")
    }
}

extension String {
    /// The text with one part replaced, which must be there.
    func replacing(_ old: String, by new: String) -> String {
        precondition(contains(old), "nothing to replace: \(old)")
        return split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
