import Ledger

/// The manifest of a sealed run and where its files lie.
struct SealedFiles {
    let manifest: Manifest
    let folder: String

    init(_ workspace: Workspace, run: String) throws {
        folder = workspace.path(ofRun: run)
        guard let manifest = Manifest(bytes: try fileBytes(folder + "/" + Manifest.fileName)) else {
            throw RunError.noSuchRun(run)
        }
        self.manifest = manifest
    }

    /// The bytes of a file; empty where it is not there.
    func bytes(_ name: String) -> [UInt8] {
        (try? fileBytes(folder + "/" + name)) ?? []
    }
}

/// The files of a run that came out otherwise, by name.
func differences(_ sealed: SealedFiles, _ computed: RunFiles) -> [Verification.Difference] {
    let names = Set(sealed.manifest.outputs.map(\.name)).union(computed.files.map(\.name))
    return names.sorted(by: precedes).compactMap { name in
        let (left, right) = (sealed.bytes(name), computed.bytes(name) ?? [])
        guard let line = firstDifferingLine(left, right) else { return nil }
        return Verification.Difference(
            file: name, line: line.number, sealed: line.left, computed: line.right)
    }
}

/// The first line in which two texts differ, as a message may show it; nil where they are equal.
func firstDifferingLine(
    _ left: [UInt8], _ right: [UInt8]
) -> (number: Int, left: String, right: String)? {
    if left == right { return nil }
    let end = min(left.count, right.count)
    var place = 0
    var start = 0
    var number = 1
    while place < end, left[place] == right[place] {
        if left[place] == UInt8(ascii: "\n") {
            number += 1
            start = place + 1
        }
        place += 1
    }
    // Where one is the beginning of the other and ends with a line, the next line differs.
    let longer = left.count > right.count ? left : right
    if place == end, longer[place] == UInt8(ascii: "\n") {
        number += 1
        start = place + 1
    }
    func line(_ bytes: [UInt8]) -> String {
        let line = bytes.dropFirst(start).prefix(400).prefix { $0 != UInt8(ascii: "\n") }
        let text = escapedControls(String(decoding: line, as: UTF8.self))
        return text.count <= 160 ? text : text.prefix(160) + "…"
    }
    return (number, line(left), line(right))
}

extension SealedFiles {
    /// The bytes of `results.csv`, held to the digest that was sealed.
    var sealedResults: [UInt8] {
        get throws {
            let results = try fileBytes(folder + "/" + Manifest.resultsName)
            guard manifest.results == Digest.of(results) else {
                throw RunError.resultsForged(run: manifest.run)
            }
            return results
        }
    }
}
