import Columnar

/// A formula with its text and the place where it is written.
package struct PlanFormula: Sendable {
    /// The text.
    package let text: String
    /// Where the text begins, its quote or block sign included.
    package let place: PlanPlace
    /// How the text is written in its file.
    let style: YAMLTextStyle

    init(text: String, written value: YAMLValue) {
        self.text = text
        place = value.place
        if case .text(_, let style) = value.content { self.style = style } else { style = .plain }
    }

    /// Place in the file of a UTF-8 offset in the text, by the lines of the file.
    ///
    /// Where the text is not in the file letter by letter (escapes, folded lines) it is the place
    /// where the text begins; the fault then still shows the formula with a mark under it.
    func place(ofOffset offset: Int, lines: [Substring]) -> PlanPlace {
        let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self)
        let above = before.split(separator: "\n", omittingEmptySubsequences: false)
        guard let last = above.last else { return place }
        var found = place
        switch style {
        case .literal:
            let line = place.line + above.count
            let wanted = text.split(separator: "\n", omittingEmptySubsequences: false)
            guard lines.indices.contains(line - 1), wanted.indices.contains(above.count - 1),
                let indent = indent(of: wanted[above.count - 1], in: lines[line - 1])
            else { return place }
            found.line = line
            found.column = indent + last.unicodeScalars.count + 1
        case .plain, .singleQuoted, .doubleQuoted:
            let quote = style == .plain ? 0 : 1
            guard lines.indices.contains(place.line - 1),
                lines[place.line - 1].unicodeScalars.dropFirst(place.column - 1 + quote)
                    .starts(with: before.unicodeScalars)
            else { return place }
            found.column += quote + before.unicodeScalars.count
        case .folded: break
        }
        return found
    }

    /// Number of spaces before a line of a block text.
    private func indent(of wanted: Substring, in line: Substring) -> Int? {
        let line = line.hasSuffix("\r") ? line.dropLast() : line
        guard line.hasSuffix(wanted) else { return nil }
        return line.unicodeScalars.count - wanted.unicodeScalars.count
    }
}
