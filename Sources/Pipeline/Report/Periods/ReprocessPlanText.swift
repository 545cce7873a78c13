import Ledger
import Tabular

extension ReprocessPlan {
    /// The plan for a person: what differs, and the agency's figures that would change.
    ///
    /// `path` is the pipeline file as the person typed it.
    package func lines(for path: String) -> [String] {
        let names = named.map(\.name).joined(separator: ", ")
        var lines = [
            "Plan for \(names) of \(pipeline): nothing has been changed", "",
            "rules   " + (rules == "disk" ? "those on the disk" : "those of \(rules)"),
            "before  \(before)", "",
        ]
        lines += fileLines("Input files", inputs) + fileLines("Rule files", ruleFiles)
        lines.append("Records (hồ sơ, phiếu):")
        for table in tables {
            lines.append(
                "  \(table.table)  \(table.before) → \(table.after): \(table.new) new, "
                    + "\(table.gone) gone, \(table.changed) changed")
        }
        lines += ["", "Revisions:"]
        for period in periods { lines.append("  " + sentence(period)) }
        let own = figures.filter { $0.level == Level.agencyName }
        let changed = own.filter(\.isChanged)
        lines += ["", "level agency: \(changed.count) of \(own.count) figures would change"]
        if !changed.isEmpty { lines += Self.table(changed) + [""] }
        for (level, count, changed) in otherLevels {
            lines.append("level \(level): \(changed) of \(count) figures would change")
        }
        if !containing.isEmpty {
            lines += [
                "",
                containing.map(\.name).joined(separator: ", ")
                    + (containing.count == 1 ? " contains it and stays" : " contain it and stay")
                    + " as published: the run of the next night computes all again",
            ]
        }
        let flags = named.map { " --period \($0.name)" }.joined()
        lines += ["", "to do it   minhbach run \(path)\(flags) --reason …"]
        return lines
    }

    private func sentence(_ period: PlannedRevision) -> String {
        let name = period.span.name
        let change =
            switch (period.before, period.after) {
            case (let before?, let after?) where before != after:
                "revision \(before) → \(after)"
            case (let before?, _): "stays at revision \(before)"
            case (nil, let after?): "revision \(after), its first"
            case (nil, nil): "is not over and has no revision"
            }
        let lock =
            period.isLocked
            ? "; it is locked: `minhbach periods reopen \(name)` comes before that" : ""
        return "\(name)  \(change)\(lock)"
    }

    private func fileLines(_ title: String, _ changes: [FileChange]) -> [String] {
        if changes.isEmpty { return ["\(title): none differs", ""] }
        var lines = ["\(title):"]
        for change in changes {
            let facts = [change.before, change.after].compactMap { $0?.words }
            lines.append(
                "  \(change.kind.rawValue)  \(change.role)  \(change.name)  "
                    + facts.joined(separator: " → "))
        }
        return lines + [""]
    }

    private static func table(_ figures: [FigureChange]) -> [String] {
        var table = TextTable(
            ["KPI", "Kỳ/period", "trước/before", "", "sau/after", ""],
            [.left, .left, .right, .right, .right, .right])
        for figure in figures {
            let name = figure.name
            let (old, new) = (figure.before ?? [], figure.after ?? [])
            func pair(_ fields: [String]) -> String {
                fields.isEmpty ? "–" : "\(fields[7])/\(fields[8])"
            }
            func shown(_ fields: [String]) -> String {
                fields.isEmpty ? "" : fields[10].isEmpty ? fields[11] : fields[10]
            }
            table.append([
                name[0], name[1], pair(old), shown(old), pair(new), shown(new),
            ])
        }
        return table.lines
    }

    /// How many figures there are at each other level, and how many would change.
    private var otherLevels: [(level: String, count: Int, changed: Int)] {
        let levels = Set(figures.map(\.level)).subtracting([Level.agencyName])
        return levels.sorted(by: precedes).map { level in
            let own = figures.filter { $0.level == level }
            return (level, own.count, own.count { $0.isChanged })
        }
    }

    /// The names of the columns of the figures before and after.
    package static let header =
        ["kpi", "period", "start", "end", "level", "member"]
        + ["before", "after"].flatMap { side in
            ["version", "numerator", "denominator", "shown", "status"].map { "\(side)_\($0)" }
        } + ["changed"]

    private func fields(_ figure: FigureChange) -> [String] {
        let places = [1, 7, 8, 10, 11]
        let sides = [figure.before, figure.after].flatMap { side in
            places.map { place in side.map { $0[place] } ?? "" }
        }
        return figure.name + sides + [figure.isChanged ? "true" : "false"]
    }

    /// Every figure of the periods as CSV, before and after.
    package var csv: String { csvText(figures.map(fields), header: Self.header) }

    /// All of the plan as one JSON object a line, each with its kind.
    package var json: String {
        var objects: [JSONLine] = []
        func add(_ kind: String, _ body: (inout JSONLine) -> Void) {
            var line = JSONLine()
            line.add("kind", text: kind)
            body(&line)
            objects.append(line)
        }
        add("plan") { line in
            line.add("pipeline", text: pipeline)
            line.add("rules", text: rules)
            line.add("before", text: before)
        }
        for (kind, changes) in [("input", inputs), ("rule", ruleFiles)] {
            for change in changes { add(kind) { $0.add(change) } }
        }
        for table in tables {
            add("records") { line in
                line.add("table", text: table.table)
                line.add("before", number: table.before)
                line.add("after", number: table.after)
                line.add("new", number: table.new)
                line.add("gone", number: table.gone)
                line.add("changed", number: table.changed)
            }
        }
        for period in periods {
            add("revision") { line in
                line.add("period", text: period.span.name)
                line.add("before", number: period.before)
                line.add("after", number: period.after)
                line.add("locked", flag: period.isLocked)
            }
        }
        for span in containing { add("containing") { $0.add("period", text: span.name) } }
        for figure in figures {
            add("figure") { line in
                for (name, text) in zip(Self.header.dropLast(), fields(figure)) {
                    line.add(name, text: text)
                }
                line.add("changed", flag: figure.isChanged)
            }
        }
        return objects.map { String(decoding: $0.bytes, as: UTF8.self) + "\n" }.joined()
    }
}

extension JSONLine {
    fileprivate mutating func add(_ change: ReprocessPlan.FileChange) {
        add("change", text: change.kind.rawValue)
        add("role", text: change.role)
        add("name", text: change.name)
        for (side, facts) in [("before", change.before), ("after", change.after)] {
            guard let facts else { continue }
            add("\(side)_digest", text: facts.digest.hex)
            if let size = facts.size { add("\(side)_size", number: size) }
            if let received = facts.received { add("\(side)_received", text: received) }
        }
    }
}

extension ReprocessPlan.Facts {
    /// Beginning of the digest, size, and when it was received.
    fileprivate var words: String {
        var words = [String(digest.hex.prefix(12))]
        if let size {
            words.append("\(size) bytes")
            words.append(received.map { "received \($0)" } ?? "not archived yet")
        }
        return words.joined(separator: ", ")
    }
}
