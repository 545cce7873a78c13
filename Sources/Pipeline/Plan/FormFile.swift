/// Reads a form file: one version of an official table.
func readForm(_ value: YAMLValue, log: FaultLog) -> Form? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let name = map.required("form").flatMap { log.formed($0, as: .name, parseName) }
    let version = map.required("version") == nil ? nil : map.integer("version", in: 1...1_000_000)
    let validity = map.value("valid").flatMap { readValidity($0, log: log) } ?? Validity()
    let title = map.requiredWording("title")
    let basis = map.requiredText("basis")
    let unit = map.text("unit") ?? ""
    var arrangements: [FormArrangement] = []
    if map.required("rows") != nil {
        arrangements = map.items("rows").compactMap { readArrangement($0, log: log) }
    }
    var columns: [FormColumn] = []
    if map.required("columns") != nil {
        columns = map.items("columns").compactMap { readColumn($0, log: log) }
    }
    let identities = map.items("identities").compactMap { readIdentity($0, log: log) }
    map.finish()
    return Form(
        name: name ?? "", version: version ?? 0, validity: validity,
        title: title ?? Wording(vietnamese: "", english: nil), basis: basis ?? "", unit: unit,
        arrangements: arrangements, columns: columns, identities: identities,
        place: map.valuePlace(of: "form"))
}

private func readArrangement(_ value: YAMLValue, log: FaultLog) -> FormArrangement? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let level = map.requiredText("by")
    let title = map.requiredWording("title")
    let banners = map.items("banners").compactMap { item -> FormBanner? in
        guard var banner = YAMLMapReader(item, log: log) else { return nil }
        let level = banner.requiredText("level")
        let title = banner.requiredWording("title")
        banner.finish()
        guard let level, let title else { return nil }
        return FormBanner(level: level, title: title)
    }
    map.finish()
    if !banners.isEmpty, let level, level != FormArrangement.unitLevel {
        log.report(
            .notApplicable(key: "banners", to: "rows by \(level)"), at: map.place(of: "banners"))
    }
    guard let level, let title else { return nil }
    return FormArrangement(
        level: level, title: title, banners: banners, place: map.valuePlace(of: "by"))
}

private func readColumn(_ value: YAMLValue, log: FaultLog) -> FormColumn? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let number = map.required("number") == nil ? nil : map.integer("number", in: 1...999)
    let heading = map.value("under") == nil ? nil : map.requiredWording("under")
    let title = map.requiredWording("title")
    let kpi = map.requiredText("kpi")
    map.finish()
    guard let number, let title, let kpi else { return nil }
    return FormColumn(
        number: number, heading: heading, title: title, kpi: kpi, place: map.valuePlace(of: "kpi"))
}

/// `3 = 4 + 5 + 6`.
private func readIdentity(_ value: YAMLValue, log: FaultLog) -> FormIdentity? {
    log.formed(value, as: .identity) { text in
        let sides = text.split(separator: "=", omittingEmptySubsequences: false)
        guard sides.count == 2 else { return nil }
        let numbers = sides.map { side in
            side.split(separator: "+", omittingEmptySubsequences: false).map { word in
                Int(word.filter { $0 != " " })
            }
        }
        guard numbers[0].count == 1, let total = numbers[0][0] else { return nil }
        let parts = numbers[1].compactMap { $0 }
        guard parts.count == numbers[1].count, parts.allSatisfy({ $0 > 0 }), total > 0 else {
            return nil
        }
        return FormIdentity(total: total, parts: parts, place: value.place)
    }
}

extension FormArrangement {
    /// The level whose rows stand under banners.
    static let unitLevel = "unit"
}
