import Columnar
import Ledger

/// The corrections that touch figures that are shown, as lines below their table; none where the
/// run has no such correction.
package func correctionNotes(
    workspace root: String, run: String, _ figures: [[String]]
) throws -> [String] {
    let workspace = Workspace(existing: root)
    let manifest = try SealedFiles(workspace, run: run).manifest
    // What a locked period's figures rest on is known to the run that computed them.
    var byRun: [String: [[String]]] = [:]
    for figure in figures {
        byRun[manifest.origin(of: figure[2]) ?? run, default: []].append(figure)
    }
    var lines: [String] = []
    for (name, own) in byRun.sorted(by: { precedes($0.key, $1.key) })
    where try SealedFiles(workspace, run: name).hasCorrectedRows {
        let effects = try CorrectionEffects(workspace: root, run: name)
        for (line, places) in zip(effects.lines, effects.touched(own)) where !places.isEmpty {
            lines.append(
                "  \(correctionPhrase(line)): \(figureNames(places.map { own[$0] }, 3))")
        }
    }
    return lines.isEmpty
        ? [] : ["", "Đính chính đã áp dụng / corrections in these figures:"] + lines
}

extension SealedFiles {
    /// Whether a correction has changed a row of the run.
    fileprivate var hasCorrectedRows: Bool {
        let name = RunFiles.correctedName
        return manifest.outputs.contains { $0.name == name }
            && bytes(name).count { $0 == 0x0a } > 1
    }
}

/// A line of `corrections.csv` in words.
private func correctionPhrase(_ line: [String]) -> String {
    let name = line[1].isEmpty ? "object \(line[8].prefix(16))… record \(line[9])" : line[1]
    return "\(name)  \(line[2]) \(shownValue(line[3])) → \(shownValue(line[4])), \(line[5]) "
        + line[6]
}

private func shownValue(_ text: String) -> String { text.isEmpty ? "∅" : text }

/// So many names of figures, and how many there are besides.
private func figureNames(_ figures: [[String]], _ limit: Int) -> String {
    var names = figures.prefix(limit).map { figure in
        let name = "\(figure[0])/\(figure[2])"
        return figure[5] == Level.agencyName ? name : "\(name)/\(figure[5])/\(figure[6])"
    }
    if figures.count > limit { names.append("… +\(figures.count - limit)") }
    return names.joined(separator: ", ")
}

/// What `corrections` shows of a run.
package struct CorrectionReport: Sendable {
    /// The corrections.
    package let effects: CorrectionEffects
    private let figures: [[String]]
    private let touched: [[Int]]

    /// The corrections of a run, by default of the published one, and the figures that they touch.
    package init(workspace: String, run: String?) throws {
        effects = try CorrectionEffects(workspace: workspace, run: run)
        figures =
            effects.lines.isEmpty
            ? []
            : try publishedResults(workspace: workspace, run: effects.run, ResultsFilter()).lines
        touched = effects.touched(figures)
    }

    /// A table of the corrections; with `namesFigures` the figures that each touches behind it.
    package func table(namesFigures: Bool) -> [String] {
        var table = TextTable(
            [
                "input", "case", "field", "old", "new", "document", "date", "status", "figures",
                "reason", "author", "approver",
            ], Array(repeating: .left, count: 8) + [.right] + Array(repeating: .left, count: 3))
        for (place, line) in effects.lines.enumerated() {
            let name = line[1].isEmpty && !line[8].isEmpty ? record(line) : line[1]
            let people = place < effects.people.count ? effects.people[place] : ["", "", ""]
            table.append(
                [
                    line[0], name, line[2], shownValue(line[3]), shownValue(line[4]), line[5],
                    line[6], line[7], String(touched[place].count),
                ] + people)
        }
        let applied = effects.lines.count { $0[7] == JudgedCorrection.Status.applied.rawValue }
        var lines = table.lines
        lines += [
            "",
            "\(effects.run): \(applied) đính chính đã áp dụng / applied, "
                + "\(effects.lines.count - applied) bị từ chối / refused",
        ]
        guard namesFigures else { return lines }
        for (line, places) in zip(effects.lines, touched) where !places.isEmpty {
            lines += ["", correctionPhrase(line)]
            lines += places.map { "  " + figureNames([figures[$0]], 1) }
        }
        return lines
    }

    private func record(_ line: [String]) -> String { "\(line[8].prefix(16))…#\(line[9])" }

    /// The corrections as CSV, with the number of figures that each touches.
    package var csv: String {
        csvText(
            zip(effects.lines, touched).map { $0 + [String($1.count)] },
            header: correctionsHeader + ["figures"])
    }
}

extension Dataset {
    /// What was corrected of the row of a record, a phrase each.
    func correctionPhrases(of origin: (file: Int, record: Int)) -> [String] {
        (corrections ?? []).compactMap { judged in
            guard judged.status == .applied, let own = judged.origin, own == origin else {
                return nil
            }
            let correction = judged.correction
            return "\(correction.field) \(shownValue(correction.old.text)) → "
                + "\(shownValue(correction.new.text)), \(correction.document)"
        }
    }
}
