import Columnar

/// Reads a calendar of reports; nil and faults where it cannot be used.
///
/// `{reporting: bc, version: 1, basis: …, month: {begins: 15, of: previous}, valid: {…}}`
func readReporting(_ value: YAMLValue, log: FaultLog) -> ReportingCalendar? {
    guard var map = YAMLMapReader(value, log: log) else { return nil }
    let name = map.required("reporting").flatMap { log.formed($0, as: .name, parseName) }
    let version = map.required("version") == nil ? nil : map.integer("version", in: 1...1_000_000)
    _ = map.requiredText("basis")
    let validity = map.value("valid").flatMap { readValidity($0, log: log) } ?? Validity()
    var firstDay: Int?
    var month: ReportingMonth?
    if let value = map.required("month"), var begin = YAMLMapReader(value, log: log) {
        if begin.required("begins") != nil { firstDay = begin.integer("begins", in: 1...28) }
        month = begin.required("of").flatMap { log.word($0) }
        begin.finish()
    }
    map.finish()
    guard let name, version != nil, let firstDay, let month else { return nil }
    return ReportingCalendar(
        name: name, firstDay: firstDay, beginsInMonthBefore: month == .previous,
        from: validity.from, until: validity.until)
}

/// In which civil month a month of reports begins.
private enum ReportingMonth: String, CaseIterable {
    /// In that before the one of its name.
    case previous
    /// In that of its name.
    case same
}
