import Foundation

/// Where the checkout and the built program are.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let cases = root.appending(path: "Tests/GoldenTests/Cases")

    /// The program lies beside the running test bundle: both come from one build.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "minhbach")
}
