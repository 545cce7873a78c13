import FoundationEssentials

extension PlanFiles {
    /// Largest file that is read whole, in bytes: pipeline files and catalogues are small.
    static let largest = 64 << 20

    /// The files on the disk; relative names begin at the folder.
    package static func disk(folder: String) -> PlanFiles {
        @Sendable func path(_ name: String) -> String {
            name.hasPrefix("/") || folder.isEmpty ? name : folder + "/" + name
        }
        return PlanFiles { name throws(Failure) in
            try readFile(path(name))
        } match: { pattern in
            matchingFiles(pattern, in: folder)
        }
    }
}

extension Plan {
    /// Reads and checks the pipeline file at a path, and everything that it names beside it.
    package static func load(
        path: String, overrides: PlanOverrides = PlanOverrides()
    ) -> LoadedPlan {
        let path = normalizedPath(path)
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ""
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        return load(name, from: .disk(folder: folder), overrides: overrides)
    }
}

/// The paths of the files that match a pattern, sorted by their UTF-8 bytes.
///
/// They are relative to the folder where the pattern is. A path without `*` and `?` is given back
/// if there is such a file. Folders that cannot be read hold nothing.
package func matchingFiles(_ pattern: String, in folder: String) -> [String] {
    let pattern = PathPattern(pattern)
    var found: [String] = []
    let root = pattern.text.hasPrefix("/") ? "/" : folder.isEmpty ? "." : folder
    let steps = pattern.text.hasPrefix("/") ? pattern.steps.dropFirst() : pattern.steps[...]
    let prefix = pattern.text.hasPrefix("/") ? "/" : ""
    walk(steps, root: root, path: prefix, depth: 0, found: &found)
    var unique: [String] = []
    for path in found.sorted(by: precedes) where unique.last != path { unique.append(path) }
    return unique
}

/// Folders below folders that `**` descends, at most: links can make circles.
private let deepestFolder = 32

private func walk(
    _ steps: ArraySlice<String>, root: String, path: String, depth: Int, found: inout [String]
) {
    guard let step = steps.first, depth <= deepestFolder else { return }
    let rest = steps.dropFirst()
    func visit(_ name: String, _ rest: ArraySlice<String>) {
        let next = path.isEmpty || path.hasSuffix("/") ? path + name : path + "/" + name
        let kind = fileKind(root + "/" + next)
        if rest.isEmpty {
            if kind == .file { found.append(next) }
        } else if kind == .folder {
            walk(rest, root: root, path: next, depth: depth + 1, found: &found)
        }
    }
    if step == "**" {
        walk(rest, root: root, path: path, depth: depth, found: &found)
        for name in names(root + "/" + path) where !name.hasPrefix(".") { visit(name, steps) }
    } else if PathPattern.isPattern(step) {
        for name in names(root + "/" + path)
        where PathPattern.matches(step: step, name: name) {
            visit(name, rest)
        }
    } else {
        visit(step, rest)
    }
}

private enum FileKind { case file, folder, none }

private func fileKind(_ path: String) -> FileKind {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        // A link to nothing is there: left out in silence, a file would vanish.
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
        return target == nil ? .none : .file
    }
    return isFolder ? .folder : .file
}

private func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted(by: precedes)
}

private func readFile(_ path: String) throws(PlanFiles.Failure) -> [UInt8] {
    switch fileKind(path) {
    case .none: throw PlanFiles.Failure(reason: "no such file")
    case .folder: throw PlanFiles.Failure(reason: "it is a folder")
    case .file: break
    }
    let attributes = (try? FileManager.default.attributesOfItem(atPath: path)) ?? [:]
    // Opening a pipe would wait for somebody to write.
    if let type = attributes[.type] as? FileAttributeType,
        type != .typeRegular, type != .typeSymbolicLink
    {
        throw PlanFiles.Failure(reason: "it is no regular file")
    }
    let size = (attributes[.size] as? any BinaryInteger).map { Int(clamping: $0) } ?? 0
    guard size <= PlanFiles.largest else {
        throw PlanFiles.Failure(reason: "it is larger than \(PlanFiles.largest) bytes")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
        throw PlanFiles.Failure(reason: "it may not be read")
    }
    return [UInt8](data)
}
