import Columnar

extension CaseAnswer {
    /// The answer for a terminal, a line each.
    package func lines(_ language: Language) -> [String] {
        var lines = ["\(id)  \(cases.first.map { language.phrase($0.place) } ?? "")"]
        for block in blocks(language, isPaper: false) {
            switch block {
            case .heading(let text): lines += ["", text]
            case .sentence(let text): lines.append("  " + text)
            case .verdict(let text, _): lines.append("  ⇒ " + text)
            case .warning(let text): lines.append("!!! " + text)
            case .table(let header, let rows):
                var table = TextTable(header, header.map { _ in .left })
                for row in rows { table.append(row) }
                lines += table.lines.map { "  " + $0 }
            case .clause(let depth, _, let mark, let text, let note):
                let indent = String(repeating: "  ", count: depth + 2)
                lines.append(
                    "\(indent)[\(mark)] \(text)" + (note.isEmpty ? "" : "  (\(note))"))
            }
        }
        return lines
    }
}
