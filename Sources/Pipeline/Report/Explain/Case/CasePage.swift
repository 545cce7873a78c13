import Columnar
import Ledger
import Tabular

extension CaseAnswer {
    /// The answer as one page that needs nothing else: no script, nothing from elsewhere.
    ///
    /// It prints on A4. Whatever came from a file is escaped.
    package func page(_ language: Language) -> String {
        let kpi = cases.first?.kpi
        let title = language.say("Vì sao hồ sơ được tính như vậy", "Why the case counts as it does")
        let other = (language == .vietnamese ? Language.english : .vietnamese)
            .say("Vì sao hồ sơ được tính như vậy", "Why the case counts as it does")
        var body = "<header><p class=\"agency\">\(escaped(agency.text(in: language)))</p>"
        body += "<h1>\(escaped(title))</h1><p class=\"other\">\(escaped(other))</p>"
        body += "<p class=\"case\">\(escaped(id))</p>"
        if let kpi { body += "<p>\(escaped(kpi.title.text(in: language).oneLine))</p>" }
        if let place = cases.first?.place {
            body += "<p class=\"place\">\(escaped(language.phrase(place)))</p>"
        }
        body += "</header>\n"
        for block in blocks(language, isPaper: true) { body += html(block) + "\n" }
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy"
             content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(escaped(title)): \(escaped(id))</title>
            <style>\(caseStyle)</style>
            </head>
            <body>
            \(body)</body>
            </html>

            """
    }

    /// Writes the page; refuses a file that is there and a place inside of the workspace.
    package func write(
        to path: String, _ language: Language, outside root: String
    ) throws {
        try requireNewPage(path, outside: root)
        var sink = try FileSink(path: path, compressed: false, permissions: 0o644)
        try sink.write(Array(page(language).utf8))
        try sink.close()
    }
}

/// Refuses a place where no page can be written, before the case is looked at.
package func requireNewPage(_ path: String, outside root: String) throws {
    try requireNew(path, outside: Workspace(existing: root), isWrittenInPlace: true)
}

private func html(_ block: CaseBlock) -> String {
    switch block {
    case .heading(let text): return "<h2>\(escaped(text))</h2>"
    case .sentence(let text): return "<p>\(escaped(text))</p>"
    case .verdict(let text, let isFull):
        return "<p class=\"verdict \(isFull ? "full" : "part")\">\(escaped(text))</p>"
    case .warning(let text): return "<p class=\"warning\">\(escaped(text))</p>"
    case .table(let header, let rows):
        let head = header.map { "<th>\(escaped($0))</th>" }.joined()
        let body = rows.map { row in
            "<tr>" + row.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>"
        }
        return "<table><thead><tr>\(head)</tr></thead><tbody>\(body.joined())</tbody></table>"
    case .clause(let depth, let truth, let mark, let text, let note):
        let sign = truth == .yes ? "✓" : (truth == .no ? "✗" : "?")
        let word = truth == .yes ? "yes" : (truth == .no ? "no" : "unknown")
        let small = note.isEmpty ? "" : " <small>\(escaped(note))</small>"
        return "<p class=\"clause d\(min(depth, 5))\"><b class=\"\(word)\">\(sign) "
            + "\(escaped(mark))</b> <code>\(escaped(text))</code>\(small)</p>"
    }
}

/// A text in which nothing is markup, and no character steers whoever shows it.
func escaped(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": shown += "&amp;"
        case "<": shown += "&lt;"
        case ">": shown += "&gt;"
        case "\"": shown += "&quot;"
        case "'": shown += "&#39;"
        default:
            let steers =
                scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value)
            shown.unicodeScalars.append(steers ? "\u{FFFD}" : scalar)
        }
    }
    return shown
}

private let caseStyle = """
    @page { size: A4; margin: 16mm 15mm }
    body { font: 10.5pt/1.4 "Noto Sans", "DejaVu Sans", Arial, sans-serif; color: #1a1a1a;
     max-width: 180mm; margin: 8mm auto; padding: 0 4mm }
    header { border-bottom: 2px solid #1a1a1a; margin-bottom: 4mm }
    header p { margin: .6mm 0 }
    h1 { font-size: 16pt; margin: 1mm 0 0 }
    h2 { font-size: 11.5pt; margin: 5mm 0 1mm; border-bottom: 1px solid #bbb }
    p { margin: 1mm 0 }
    .agency, .other, .place { color: #555; font-size: 9pt }
    .case { font-size: 13pt; font-weight: bold }
    .verdict { font-size: 13pt; font-weight: bold; padding: 2mm 3mm; border-left: 5px solid #999;
     background: #f2f2f2 }
    .verdict.full { border-color: #1b7f3b }
    .verdict.part { border-color: #b3261e }
    .warning { color: #b3261e; font-weight: bold }
    table { border-collapse: collapse; width: 100%; font-size: 9pt }
    th, td { border: 1px solid #ccc; padding: .8mm 1.5mm; text-align: left; vertical-align: top;
     overflow-wrap: anywhere }
    td:first-child { white-space: nowrap }
    th { background: #f2f2f2 }
    tr, .clause, .verdict { break-inside: avoid }
    h2 { break-after: avoid }
    .clause { font-size: 9.5pt }
    .d1 { margin-left: 6mm } .d2 { margin-left: 12mm } .d3 { margin-left: 18mm }
    .d4 { margin-left: 24mm } .d5 { margin-left: 30mm }
    .yes { color: #1b7f3b } .no { color: #b3261e } .unknown { color: #8a6d00 }
    code { font: 9pt "Noto Sans Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere }
    """
