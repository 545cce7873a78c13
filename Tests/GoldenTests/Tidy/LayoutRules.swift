import Foundation

/// Rules about size and form.
///
/// Each takes files and returns its faults.
enum LayoutRules {
    static func longLines(_ files: [SourceFile]) -> [String] {
        // A pipeline file is the user's. Markdown is read rendered, and wraps at what its editor
        // likes.
        let written = files.filter {
            !$0.path.hasPrefix("Tests/GoldenTests/Cases/") && !$0.path.hasSuffix(".md")
                && !$0.path.hasPrefix("pipelines/")
        }
        return written.flatMap { file in
            file.faults("more than 100 columns") { line in
                // The row of a table or an address cannot be broken.
                let isWhole = !file.isSwift && (line.hasPrefix("|") || line.contains("://"))
                return line.count > 100 && !isWhole
            }
        }
    }

    static func longFiles(_ files: [SourceFile]) -> [String] {
        files.filter { $0.isSwift && $0.lines.count > 400 }.map {
            $0.fault($0.lines.count, "more than 400 lines")
        }
    }

    static func longFunctions(_ files: [SourceFile]) -> [String] {
        files.flatMap { file in
            file.tokens.indices.compactMap { start in
                guard beginsFunction(at: start, in: file.tokens),
                    let end = endOfBody(from: start, in: file.tokens)
                else { return nil }
                let length = file.tokens[end].line - file.tokens[start].line + 1
                return length > 70 ? file.fault(file.tokens[start].line, "\(length) lines") : nil
            }
        }
    }

    private static func beginsFunction(at index: Int, in tokens: [Token]) -> Bool {
        let before = index > 0 ? tokens[index - 1].text : ""
        return ["func", "init", "deinit", "subscript", "var"].contains(tokens[index].text)
            && before != "."
    }

    /// Index of the brace that ends the body of a declaration, if it has one.
    private static func endOfBody(from start: Int, in tokens: [Token]) -> Int? {
        let isVariable = tokens[start].text == "var"
        var parentheses = 0
        var braces = 0
        for index in tokens.indices[(start + 1)...] {
            let text = tokens[index].text
            switch text {
            case "(", "[": parentheses += 1
            case ")", "]": parentheses -= 1
            // A closure that is the default of an argument.
            case _ where parentheses > 0 && braces == 0: continue
            case "{": braces += 1
            case "}": braces -= 1
            case "func", "var", "let", "case", "init", "@",
                "=" where braces == 0:
                // A requirement or a stored property: what follows is another declaration. But
                // the name of an operator may be `==`.
                if isVariable || text != "=" { return nil }
            default: continue
            }
            if parentheses < 0 || braces < 0 { return nil }
            if text == "}", braces == 0 { return index }
        }
        return nil
    }

    static func undocumented(_ files: [SourceFile]) -> [String] {
        files.filter(\.isSource).flatMap { file in
            zip(file.tokens, file.tokens.dropFirst()).compactMap { token, next in
                guard token.text == "package", next.text != "import", next.text != "(" else {
                    return nil
                }
                var above = token.line - 2
                while above >= 0, trimmed(file.lines[above]).hasPrefix("@") { above -= 1 }
                let isDocumented = above >= 0 && trimmed(file.lines[above]).hasPrefix("///")
                return isDocumented ? nil : file.fault(token.line, "no doc comment")
            }
        }
    }

    private static func trimmed(_ line: Substring) -> Substring {
        line.drop { $0 == " " }
    }

    static func goldenCasesWithoutExit(_ paths: [SourceFile]) -> [String] {
        let names = Set(paths.map(\.path))
        return paths.filter { $0.path.hasPrefix("Tests/GoldenTests/Cases/") && $0.name == "cmd" }
            .filter { !names.contains($0.path.dropLast(3) + "exit") }
            .map { $0.fault(1, "its case has no exit") }
    }
}
