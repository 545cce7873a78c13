import Columnar

/// Reads succession.csv: `from_code,from_valid_until,to_code,date,kind,share,basis`.
///
/// Nothing is said of how the lines fit together: `SuccessionChecks` does that.
func readSuccessions(_ bytes: [UInt8], file: String, log: FaultLog) -> [Succession] {
    guard let table = CatalogueTable(bytes, file: file, log: log) else { return [] }
    table.checkHeader(known: [
        "from_code", "from_valid_until", "to_code", "date", "kind", "share", "basis",
    ])
    guard let from = table.index(of: "from_code", isRequired: true),
        let until = table.index(of: "from_valid_until", isRequired: true),
        let to = table.index(of: "to_code", isRequired: true),
        let date = table.index(of: "date", isRequired: true),
        let kind = table.index(of: "kind", isRequired: true),
        let basis = table.index(of: "basis", isRequired: true)
    else { return [] }
    let share = table.index(of: "share", isRequired: false)
    var successions: [Succession] = []
    for line in table.lines {
        guard let code = table.required(line, from, "from_code"),
            table.required(line, until, "from_valid_until") != nil,
            table.required(line, date, "date") != nil,
            let word = table.required(line, kind, "kind"),
            let source = table.required(line, basis, "basis"),
            let end = table.day(line, until), let day = table.day(line, date)
        else { continue }
        guard let what = Succession.Kind(rawValue: word) else {
            log.unknownWord(word, known: Succession.Kind.allCases.map(\.rawValue), at: line.place)
            continue
        }
        let target = CatalogueTable.text(line, to)
        if target == nil, what != .abolition {
            log.report(.missingKey("to_code"), at: line.place)
            continue
        }
        successions.append(
            Succession(
                from: code, fromUntil: end, to: target, date: day, kind: what,
                share: table.share(line, share), basis: source, place: line.place))
    }
    return successions
}

/// A share above 0 and at most 1, as `0.25` or `1/3`, exactly.
func parseShare(_ text: String) -> Exact? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let upper = parseDecimal(String(parts[0])) else { return nil }
    var share: Exact?
    do throws(Exact.Overflow) {
        let numerator = try upper.exact
        if parts.count == 2 {
            guard upper.places == 0, let lower = parseDecimal(String(parts[1])), lower.places == 0,
                let whole = try lower.exact
            else { return nil }
            share = try numerator?.divided(by: whole)
        } else {
            share = numerator
        }
    } catch {
        return nil
    }
    guard let share, Exact(0) < share, !(Exact(1) < share) else { return nil }
    return share
}

extension CatalogueTable {
    fileprivate func share(_ line: Line, _ index: Int?) -> Exact? {
        guard let text = Self.text(line, index) else { return nil }
        if let share = parseShare(text) { return share }
        log.report(.malformed(text, expected: .share), at: line.place)
        return nil
    }
}
