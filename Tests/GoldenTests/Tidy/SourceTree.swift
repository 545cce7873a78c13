import Foundation

/// One text file of the checkout.
struct SourceFile {
    /// The path from the root of the checkout.
    var path: String
    var lines: [Substring]
    /// The words and signs of the code; none where it is not Swift.
    var tokens: [Token]

    init(_ path: String, _ text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        tokens = path.hasSuffix(".swift") ? swiftTokens(of: text) : []
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    var isSource: Bool { path.hasPrefix("Sources/") && isSwift }

    var isSwift: Bool { path.hasSuffix(".swift") }

    /// The target whose source it is.
    var target: String? { isSource ? String(path.split(separator: "/")[1]) : nil }

    /// A fault as rules report it.
    func fault(_ line: Int, _ what: String) -> String { "\(path):\(line): \(what)" }

    /// A fault for each line that is at fault.
    func faults(_ what: String, where isFault: (Substring) -> Bool) -> [String] {
        zip(1..., lines).filter { isFault($1) }.map { fault($0.0, what) }
    }
}

/// The text files of the checkout.
enum SourceTree {
    /// Names of data: what they hold is given, not written.
    private static let data = [".csv", ".gz", ".json", ".jsonl", ".sqlite", ".xlsx", ".xml"]

    /// All text files that are written by hand, by path.
    static func files() throws -> [SourceFile] {
        try paths(below: "").sorted().compactMap { path in
            guard !data.contains(where: path.hasSuffix) else { return nil }
            let bytes = try Data(contentsOf: Repository.root.appending(path: path))
            return String(validating: bytes, as: UTF8.self).map { SourceFile(path, $0) }
        }
    }

    /// Paths of all files, without what is built or made by runs.
    private static func paths(below folder: String) throws -> [String] {
        let place = Repository.root.appending(path: folder)
        return try FileManager.default
            .contentsOfDirectory(at: place, includingPropertiesForKeys: [.isDirectoryKey])
            .flatMap { entry -> [String] in
                let name = entry.lastPathComponent
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                let isMade = name.hasPrefix(".build") || [".git", "workspace"].contains(path)
                // What released versions sealed is as they made it.
                if isMade || ["sample-data", "Tests/GoldenRuns"].contains(path) { return [] }
                let isFolder = try entry.resourceValues(forKeys: [.isDirectoryKey]).isDirectory
                return isFolder == true ? try paths(below: path) : [path]
            }
    }
}
