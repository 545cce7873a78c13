/// Lines of text in aligned columns, as a terminal shows them.
package struct TextTable {
    /// How the cells of a column stand.
    package enum Alignment: Sendable {
        /// Text.
        case left
        /// Numbers.
        case right
    }

    private var rows: [[String]]
    private let alignments: [Alignment]

    /// A table with its header and how each column stands.
    package init(_ header: [String], _ alignments: [Alignment]) {
        rows = [header]
        self.alignments = alignments
    }

    /// Adds a row; it has a cell for every column.
    package mutating func append(_ row: [String]) { rows.append(row) }

    /// The rows, the header first, a rule below it.
    package var lines: [String] {
        let widths = alignments.indices.map { column in
            rows.map { width($0[column]) }.max() ?? 0
        }
        var lines = rows.map { row in
            let cells = row.indices.map { column in
                padded(row[column], to: widths[column], alignments[column])
            }
            return trimmedEnd(cells.joined(separator: "  "))
        }
        lines.insert(
            widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
        return lines
    }

    private func padded(_ text: String, to width: Int, _ alignment: Alignment) -> String {
        let space = String(repeating: " ", count: max(width - self.width(text), 0))
        return alignment == .left ? text + space : space + text
    }

    /// Vietnamese text takes one cell a character.
    private func width(_ text: String) -> Int { text.count }

    private func trimmedEnd(_ line: String) -> String {
        var line = line[...]
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
