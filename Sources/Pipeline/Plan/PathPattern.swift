/// A pattern of file paths: `*` any characters and `?` one character of a name, `**` any folders.
///
/// A name that begins with a dot is matched only by a pattern that begins with a dot there, so
/// that half-written hidden files are never taken for input.
package struct PathPattern: Sendable, Equatable {
    /// The pattern as normalized.
    package let text: String
    /// Its steps between slashes.
    package let steps: [String]

    /// A pattern; `.` steps and doubled slashes mean nothing.
    package init(_ pattern: String) {
        text = normalizedPath(pattern)
        var steps: [String] = []
        for step in text.split(separator: "/", omittingEmptySubsequences: false)
        where step != "**" || steps.last != "**" {
            steps.append(String(step))
        }
        self.steps = steps
    }

    /// True if it can match more than the one path that it spells.
    package var isPattern: Bool { steps.contains(where: Self.isPattern) }

    /// True if a step is more than a name.
    package static func isPattern(_ step: String) -> Bool {
        step.contains("*") || step.contains("?")
    }

    /// Tells whether a path is one of those meant.
    package func matches(_ path: String) -> Bool {
        let names = normalizedPath(path).split(separator: "/", omittingEmptySubsequences: false)
        return Self.match(steps[...], names[...])
    }

    /// Tells whether one step of a pattern matches one name.
    package static func matches(step: String, name: some StringProtocol) -> Bool {
        if name.hasPrefix("."), !step.hasPrefix(".") { return false }
        let pattern = Array(step.unicodeScalars)
        let text = Array(name.unicodeScalars)
        var (p, t) = (0, 0)
        var retry: (pattern: Int, text: Int)?
        // Only the last star is ever tried again: linear in practice, never exponential.
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                retry = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let (star, from) = retry {
                retry = (star, from + 1)
                p = star + 1
                t = from + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }

    private static func match(_ steps: ArraySlice<String>, _ names: ArraySlice<Substring>) -> Bool {
        guard let step = steps.first else { return names.isEmpty }
        if step == "**" {
            return match(steps.dropFirst(), names)
                || names.first.map { !$0.hasPrefix(".") && match(steps, names.dropFirst()) }
                    ?? false
        }
        guard let name = names.first, matches(step: step, name: name) else { return false }
        return match(steps.dropFirst(), names.dropFirst())
    }
}

/// A path without `.` steps and doubled slashes; `..` steps stay, since links may lie on the way.
package func normalizedPath(_ path: String) -> String {
    let steps = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    return path.hasPrefix("/") ? "/" + steps : steps
}
