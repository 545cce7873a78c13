import FoundationEssentials

/// A pattern of file names: `*` and `?` within one path component, as in `../cases/*.csv.gz`.
///
/// Matches are sorted by their bytes, and no result depends on that order.
package struct FileGlob: Sendable, Equatable {
    /// The pattern as written.
    package let pattern: String

    /// A pattern.
    package init(_ pattern: String) {
        self.pattern = pattern
    }

    /// Paths of the files that match, relative patterns being taken from the folder.
    package func matches(from folder: String) -> [String] {
        let absolute = pattern.hasPrefix("/")
        let components = pattern.split(separator: "/").map(String.init)
        var paths = [absolute ? "/" : folder]
        for (index, component) in components.enumerated() {
            let last = index == components.count - 1
            paths = paths.flatMap { Self.step(into: component, of: $0, last: last) }
        }
        return paths.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    private static func step(into component: String, of folder: String, last: Bool) -> [String] {
        let files = FileManager.default
        let prefix = folder == "/" ? "/" : folder + "/"
        guard component.contains(where: { $0 == "*" || $0 == "?" }) else {
            let path = prefix + component
            return !last || files.fileExists(atPath: path) ? [path] : []
        }
        let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { !$0.hasPrefix(".") && wildcard(component, matches: $0) }
            .map { prefix + $0 }
    }
}

/// Whether the name matches the pattern of `*` and `?`, by bytes, in linear time for each star.
func wildcard(_ pattern: String, matches name: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let name = Array(name.utf8)
    var place = 0
    var reached = 0
    var star: Int?
    var retry = 0
    while reached < name.count {
        if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
            star = place
            retry = reached
            place += 1
        } else if place < pattern.count,
            pattern[place] == UInt8(ascii: "?") || pattern[place] == name[reached]
        {
            place += 1
            reached += 1
        } else if let back = star {
            retry += 1
            reached = retry
            place = back + 1
        } else {
            return false
        }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
}
