/// What the program is called in manifests: results are a function of its version, too.
package enum Program {
    /// The version; a change that changes any result is a new one.
    package static let version = "0.2.0"

    /// The versions that were released before this one, oldest first.
    package static let released = ["0.1.0"]

    /// What releases changed in results, oldest first; `CHANGELOG.md` says the same.
    ///
    /// A run of an earlier version that comes out otherwise is excused by what stands here, and by
    /// nothing else: all other differences are those of somebody's hand.
    package static let changes: [ProgramChange] = []
}

/// A change of the program that changes what comes out of the same files.
package struct ProgramChange: Sendable, Equatable {
    /// The first version that computes so.
    package var version: String
    /// The files of a run that may come out otherwise.
    package var files: [String]
    /// What comes out otherwise, and why.
    package var what: Wording

    /// A change, said in Vietnamese and English.
    package init(version: String, files: [String], vietnamese: String, english: String) {
        self.version = version
        self.files = files
        what = Wording(vietnamese: vietnamese, english: english)
    }
}

/// Whether one version of the program was released before another: `0.9.0` before `0.10.0`.
///
/// What is no version is earlier than all that are.
func isEarlier(_ version: String, than other: String) -> Bool {
    func numbers(_ text: String) -> [Int] {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == parts.count ? numbers : []
    }
    return numbers(version).lexicographicallyPrecedes(numbers(other))
}
