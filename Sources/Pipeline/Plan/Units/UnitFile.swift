import Columnar

/// Reads units.csv: `code,name,parent,level`, and `from,until` where units were not always there.
///
/// A code may occur several times, for days that do not overlap.
func readUnits(_ bytes: [UInt8], file: String, log: FaultLog) -> [Unit] {
    guard let table = CatalogueTable(bytes, file: file, log: log) else { return [] }
    table.checkHeader(known: ["code", "name", "parent", "level", "from", "until"])
    guard let code = table.index(of: "code", isRequired: true),
        let name = table.index(of: "name", isRequired: true),
        let parent = table.index(of: "parent", isRequired: true),
        let level = table.index(of: "level", isRequired: true)
    else { return [] }
    let from = table.index(of: "from", isRequired: false)
    let until = table.index(of: "until", isRequired: false)
    var lines: [PlacedUnit] = []
    var named: Set<String> = []
    for line in table.lines {
        guard let key = table.required(line, code, "code") else { continue }
        named.insert(key)
        guard let title = table.required(line, name, "name"),
            let rank = table.required(line, level, "level")
        else { continue }
        let validity = Validity(from: table.day(line, from), until: table.day(line, until))
        if let start = validity.from, let end = validity.until, start >= end {
            log.report(
                .emptyInterval(start: dayText(start), end: dayText(end)), at: line.place)
            continue
        }
        lines.append(
            PlacedUnit(
                unit: Unit(
                    code: key, name: title, parent: CatalogueTable.text(line, parent),
                    level: rank, validity: validity),
                place: line.place))
    }
    return UnitChecks(lines, named: named, log: log).checked()
}

/// A unit and the line that it stands in.
struct PlacedUnit {
    let unit: Unit
    let place: PlanPlace

    /// First instant; the least where it always was.
    var start: Int64 { unit.validity.from ?? Int64.min }

    /// First instant after; the greatest where it still is.
    var end: Int64 { unit.validity.until ?? Int64.max }
}

extension CatalogueTable {
    /// The day of a field, as the instant at which it begins; nil where empty.
    func day(_ line: Line, _ index: Int?) -> Int64? {
        guard let text = Self.text(line, index) else { return nil }
        if let day = parseDay(text) { return day }
        log.report(.malformed(text, expected: .day), at: line.place)
        return nil
    }
}

/// The day on which an instant lies, as `yyyy-MM-dd`.
func dayText(_ instant: Int64) -> String { CivilDate(of: instant).text }
