import Columnar

extension [FormBreak] {
    /// What does not hold, the cases that show it, and what to do, a line each.
    var report: [String] {
        let shown = 10
        var lines: [String] = []
        for found in prefix(shown) {
            lines.append("error: \(found.sentence)")
            lines += found.cases.map { "  " + found.sentence(about: $0) }
        }
        if count > shown { lines.append("… \(count - shown) more of the kind") }
        lines.append(
            "Let each case fall into exactly one of the columns that are added up: mend the "
                + "'where' of these KPIs.")
        if let figure = first?.figure {
            lines.append(
                "A run without 'forms:' goes through; then `minhbach explain \(figure)` shows "
                    + "every case and the clause that counted it.")
        }
        return lines + ["nothing was published; what was published before stays"]
    }
}

extension FormBreak {
    /// `form II.06, 2025-Q2, unit H56.14: 3 = 4 + 5 + 6 does not hold: 12, but 5 + 4 + 2 = 11`.
    fileprivate var sentence: String {
        let row = isTotal ? "total by \(level)" : "\(level) \(member)"
        let place = "form \(form), \(period.name), \(row)"
        let parts = cells.dropFirst()
        let sum = parts.reduce(0) { $0 + $1.count }
        guard let identity else {
            return "\(place): column \(cells[0].column) says \(cells[0].count), its rows add up "
                + "to \(sum)"
        }
        let added = parts.map { "\($0.count)" }.joined(separator: " + ")
        let shown = parts.count == 1 ? added : "\(added) = \(sum)"
        return "\(place): \(identity.text) does not hold: \(cells[0].count), but \(shown)"
    }

    fileprivate func sentence(about counted: MiscountedCase) -> String {
        let columns = counted.columns.map(String.init).joined(separator: ", ")
        let names = "column\(counted.columns.count == 1 ? "" : "s") \(columns)"
        let id = counted.id.isEmpty ? "" : " (\(counted.id))"
        return "\(counted.file) record \(counted.record)\(id) is counted in \(names) only"
    }

    /// The name by which `explain` knows the sum.
    fileprivate var figure: String? {
        let whole = "\(cells[0].kpi)/\(period.name)"
        return isTotal ? whole : "\(whole)/\(level)/\(member)"
    }
}
