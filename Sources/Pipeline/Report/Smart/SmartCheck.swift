import Columnar

/// Checks every KPI that is in force at an instant against the five criteria.
package func smartCheck(
    _ plan: Plan, _ history: PublishedHistory, asOf: Int64
) throws -> [SmartReport] {
    let check = SmartCheck(plan: plan, history: history, asOf: asOf)
    return try plan.kpis(inForceAt: asOf).map { kpi in
        SmartReport(
            kpi: kpi,
            findings: [
                check.specific(kpi), check.measurable(kpi), try check.achievable(kpi),
                check.relevant(kpi), check.timeBound(kpi),
            ])
    }
}

/// The evidence for each criterion of one KPI.
struct SmartCheck {
    let plan: Plan
    let history: PublishedHistory
    let asOf: Int64

    /// Title, formula, unit, who answers, and by which duty.
    func specific(_ kpi: KPI) -> SmartFinding {
        var text = EvidenceText()
        text.add(
            "Tên gọi và công thức đã có, căn cứ: \(kpi.basis)",
            "Title and formula are given, by \(kpi.basis)")
        if let unitLevel = kpi.levels.first(where: { $0.name == "unit" }) {
            let isReceiving = unitLevel.column == "unit_received"
            text.add(
                isReceiving
                    ? "Hồ sơ tính cho đơn vị tiếp nhận" : "Hồ sơ tính cho đơn vị giải quyết",
                isReceiving
                    ? "A case counts for the unit that receives it"
                    : "A case counts for the unit that resolves it")
        }
        if let responsible = kpi.responsible {
            let who = [responsible.position, responsible.unit.map(plan.unitTitle)]
                .compactMap { $0 }.joined(separator: ", ")
            text.add("Chịu trách nhiệm: \(who)", "Responsible: \(who)")
            if let duty = responsible.duty { text.add("Nhiệm vụ: \(duty)", "Duty: \(duty)") }
        }
        var missing: [String] = []
        if kpi.unit.isEmpty { missing.append("unit") }
        if kpi.kind == nil { missing.append("kind (output, outcome)") }
        if kpi.responsible == nil { missing.append("responsible") }
        if kpi.responsible != nil, kpi.responsible?.duty == nil {
            missing.append("responsible.duty")
        }
        text.lacks(missing)
        return text.finding(.specific)
    }

    /// The formula compiles, its source is an input here, no person writes it down, and its owner
    /// makes the five statements on its quality.
    func measurable(_ kpi: KPI) -> SmartFinding {
        var text = EvidenceText()
        let table = plan.tables.first { $0.name == kpi.table }
        let inputs = (table?.inputs ?? []).joined(separator: ", ")
        text.add(
            "Công thức dịch được; bảng \(kpi.table) lấy từ đầu vào: \(inputs)",
            "The formula compiles; table \(kpi.table) is filled by input \(inputs)")
        let empty = plan.unfilledColumns(of: kpi)
        if !empty.isEmpty {
            let list = empty.joined(separator: ", ")
            text.add(
                "Không đầu vào nào có cột \(list): coi như trống",
                "No input fills \(list): taken as null")
        }
        let (system, owner) = (kpi.dataSource.system, kpi.dataSource.owner)
        text.add("Nguồn: \(system), do \(owner) quản lý", "Source: \(system), kept by \(owner)")
        addManual(kpi, kind: table?.kind, to: &text)
        var missing: [String] = []
        if kpi.dataSource.cycle == nil { missing.append("source.cycle") }
        if let quality = kpi.quality {
            missing += quality.missing.map { "quality." + $0 }
            if quality.missing.isEmpty {
                text.add(
                    "Đủ năm tuyên bố về chất lượng dữ liệu",
                    "All five statements on the data's quality are made")
            }
        } else {
            missing.append("quality")
        }
        text.lacks(missing)
        return text.finding(.measurable)
    }

    /// Cases and steps must come from the system that handles them; answers may be written down.
    private func addManual(_ kpi: KPI, kind: TableKind?, to text: inout EvidenceText) {
        switch (kpi.dataSource.isManual, kind) {
        case (nil, _):
            text.add(
                .cannotTell, "Chưa nêu dữ liệu có nhập tay hay không (source.manual)",
                "It is not said whether people write the data down (source.manual)")
        case (false?, _): text.add("Không nhập tay", "Nothing is entered by hand")
        case (true?, .case?), (true?, .step?):
            text.add(
                .notMet, "Dữ liệu hồ sơ nhập tay: phải lấy từ hệ thống giải quyết thủ tục",
                "Cases are entered by hand: they must come from the system that handles them")
        case (true?, _):
            text.add(
                "Dữ liệu nhập tay, được phép với nguồn này",
                "The data are entered by hand, which this source allows")
        }
    }

    /// Objective known and in force, legal basis, duty.
    func relevant(_ kpi: KPI) -> SmartFinding {
        var text = EvidenceText()
        text.add("Căn cứ pháp lý: \(kpi.basis)", "Legal basis: \(kpi.basis)")
        addObjective(kpi, to: &text)
        for consultation in kpi.consulted {
            let date = CivilDate(of: consultation.date).text
            text.add(
                "Đã lấy ý kiến \(plan.unitTitle(consultation.unit)) ngày \(date)",
                "\(plan.unitTitle(consultation.unit)) was consulted on \(date)")
        }
        var missing: [String] = []
        if kpi.objective == nil { missing.append("objective") }
        if kpi.responsible?.duty == nil { missing.append("responsible.duty") }
        text.lacks(missing)
        return text.finding(.relevant)
    }

    private func addObjective(_ kpi: KPI, to text: inout EvidenceText) {
        guard let name = kpi.objective else { return }
        guard let objective = plan.objectives.first(where: { $0.name == name }) else {
            text.add(
                .cannotTell, "Mục tiêu \(name) chưa có tệp mô tả (objectives)",
                "The pipeline names no objectives file that describes \(name)")
            return
        }
        let term = objective.term.text
        let isInForce = objective.term.contains(asOf)
        text.add(
            isInForce ? .met : .notMet,
            "Mục tiêu \(name): \(objective.title.text(in: .vietnamese)), hiệu lực \(term)"
                + (isInForce ? "" : ", không còn hoặc chưa có hiệu lực"),
            "Objective \(name): \(objective.title.text(in: .english)), term \(term)"
                + (isInForce ? "" : ", which is not in force"))
    }

    /// Periods, the target's days, and a review that is still to come.
    func timeBound(_ kpi: KPI) -> SmartFinding {
        var text = EvidenceText()
        let periods = plan.periodWords(of: kpi).joined(separator: ", ")
        text.add("Kỳ tính: \(periods)", "Periods: \(periods)")
        var missing: [String] = []
        for rule in kpi.targets {
            guard rule.validity.until != nil else {
                if !missing.contains("target.until") { missing.append("target.until") }
                continue
            }
            let isInForce = rule.validity.contains(asOf)
            let (number, days) = (rule.target.text, rule.validity.text)
            text.add(
                "Mục tiêu \(number) hiệu lực \(days)" + (isInForce ? "" : " (ngoài hiệu lực)"),
                "Target \(number) is in force \(days)" + (isInForce ? "" : " (not now)"))
        }
        if !kpi.targets.isEmpty, !kpi.targets.contains(where: { $0.validity.contains(asOf) }) {
            text.add(.notMet, "Không mục tiêu nào còn hiệu lực", "No target is in force now")
        }
        if let review = kpi.review {
            let (date, isPast) = (CivilDate(of: review).text, review <= asOf)
            text.add(
                isPast ? .notMet : .met,
                isPast ? "Ngày rà soát \(date) đã qua" : "Rà soát ngày \(date)",
                isPast ? "The review of \(date) is past" : "To be reviewed on \(date)")
        } else {
            missing.append("review")
        }
        text.lacks(missing)
        return text.finding(.timeBound)
    }
}
