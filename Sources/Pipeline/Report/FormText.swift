extension PublishedForm {
    /// The form as it looks on paper: title, headings, numbers of columns, banners, total.
    package var text: [String] {
        let line = lines[0]
        let checks = form.identities.map(\.text).joined(separator: "; ")
        return [
            "Biểu \(form.name): \(form.title.vietnamese)",
            "  \(form.title.text(in: .english))",
            "  căn cứ / basis: \(form.basis)",
            "  kỳ / period:    \(line[2]) [\(line[3]), \(line[4]))"
                + (form.unit.isEmpty ? "" : "   đơn vị tính: \(form.unit)"),
            "",
        ] + table
            + (checks.isEmpty ? [] : ["", "Đối chiếu / checked: \(checks)"])
    }

    private var table: [String] {
        let layout = FormLayout(self)
        return layout.headings + lines.map(layout.row) + [layout.rule]
    }
}

/// How wide the columns of a form are, and what stands over them.
private struct FormLayout {
    private let form: Form
    private let names: String
    private let places: [Int]
    private let widths: [Int]
    private let nameWidth: Int
    private let countWidth = 4
    private let numbering: [String: String]

    init(_ published: PublishedForm) {
        form = published.form
        names = published.arrangement.title.vietnamese
        let header = published.header
        places = form.columns.map { header.firstIndex(of: "\($0.number)") ?? 0 }
        widths = zip(form.columns, places).map { column, place in
            let cells = published.lines.map { $0[place].count }
            let words = column.title.vietnamese.split(separator: " ").map(\.count)
            return max(cells.max() ?? 0, words.max() ?? 0, 7)
        }
        let titles = published.lines.filter { $0[7] != FormRow.Kind.banner.rawValue }
        nameWidth = max(titles.map { $0[9].count }.max() ?? 0, names.count)
        numbering = Self.numbering(published.lines)
    }

    /// I, II … for banners; members are counted anew under each.
    private static func numbering(_ lines: [[String]]) -> [String: String] {
        var numbering: [String: String] = [:]
        var (banners, members) = (0, 0)
        for line in lines {
            switch FormRow.Kind(rawValue: line[7]) {
            case .banner:
                banners += 1
                members = 0
                numbering[line[6]] = roman(banners)
            case .member:
                members += 1
                numbering[line[6]] = String(members)
            default: break
            }
        }
        return numbering
    }

    private static func roman(_ number: Int) -> String {
        let signs = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
        var (rest, text) = (number, "")
        for (value, sign) in signs {
            while rest >= value {
                text += sign
                rest -= value
            }
        }
        return text
    }

    var rule: String {
        joined(([countWidth, nameWidth] + widths).map { String(repeating: "─", count: $0) })
    }

    func row(_ line: [String]) -> String {
        let number = padded(numbering[line[6]] ?? "", countWidth)
        if line[7] == FormRow.Kind.banner.rawValue { return joined([number, line[9]]) }
        let cells = zip(places, widths).map { padded(line[$0], $1) }
        return joined([number, filled(line[9], nameWidth)] + cells)
    }

    /// Headings over several columns, headings of columns, their numbers and sums.
    var headings: [String] {
        var lines = [rule]
        if form.columns.contains(where: { $0.heading != nil }) { lines.append(spans) }
        let titles = zip(form.columns, widths).map { wrapped($0.title.vietnamese, $1) }
        let height = max(titles.map(\.count).max() ?? 1, 1)
        for place in 0..<height {
            let own = place == height - 1
            let cells = zip(titles, widths).map { title, width in
                padded(place < title.count ? title[place] : "", width)
            }
            lines.append(
                joined(
                    [
                        padded(own ? "TT" : "", countWidth), filled(own ? names : "", nameWidth),
                    ] + cells))
        }
        let numbers = zip(form.columns, widths).map { padded("(\($0.number))", $1) }
        lines.append(joined([padded("(1)", countWidth), filled("(2)", nameWidth)] + numbers))
        let sums = zip(form.columns, widths).map { column, width in
            padded(sum(column.number), width)
        }
        if sums.contains(where: { $0.contains("=") }) {
            lines.append(
                joined([padded("", countWidth), filled("", nameWidth)] + sums))
        }
        return lines + [rule]
    }

    private func sum(_ number: Int) -> String {
        let first = form.identities.first { $0.total == number }
        return first.map { "=" + $0.parts.map(String.init).joined(separator: "+") } ?? ""
    }

    /// What stands over several columns, in the middle of a line of its own.
    private var spans: String {
        var cells = [padded("", countWidth), filled("", nameWidth)]
        var place = 0
        while place < form.columns.count {
            let heading = form.columns[place].heading
            var end = place + 1
            while end < form.columns.count, heading != nil, form.columns[end].heading == heading {
                end += 1
            }
            let width = widths[place..<end].reduce(0, +) + 2 * (end - place - 1)
            cells.append(centred(heading?.vietnamese ?? "", width))
            place = end
        }
        return joined(cells)
    }

    private func centred(_ text: String, _ width: Int) -> String {
        let left = max(width - text.count - 2, 0) / 2
        let right = max(width - text.count - 2 - left, 0)
        if text.isEmpty { return String(repeating: " ", count: width) }
        let (before, after) = (
            String(repeating: "╌", count: left), String(repeating: "╌", count: right)
        )
        return "\(before) \(text) \(after)"
    }

    /// The text on lines no longer than the width, broken at spaces.
    private func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ").map(String.init) {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }

    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }

    private func filled(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }

    private func joined(_ cells: [String]) -> String {
        var line = cells.joined(separator: "  ")[...]
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
