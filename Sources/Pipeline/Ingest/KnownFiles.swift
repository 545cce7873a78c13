import FoundationEssentials
import Ledger
import Synchronization

/// Files whose digest is known from an earlier night, by what tells that they have not changed.
///
/// A file of the same device, inode, size, time of writing and time of change has the same bytes,
/// unless somebody works to deceive: `--rehash`, and every thirtieth night, reads all bytes again.
/// Kept in `cache/known-files`; a list that is damaged or lost only costs the reading.
final class KnownFiles: Sendable {
    private static let name = "/known-files"
    private static let format = "minhbach known files 1"

    /// More files than this are forgotten, but for those of the run.
    private static let most = 100_000

    private let path: String
    private let known: [FileIdentity: Digest]
    private let rehash: Bool
    private let seen = Mutex<[FileIdentity: Digest]>([:])

    /// What is known in a workspace; nothing where all is to be read again.
    init(in workspace: Workspace, rehash: Bool) {
        path = workspace.cachePath + Self.name
        known = Self.read(path)
        self.rehash = rehash
    }

    /// The object of the file at a path, if it has not changed; the file is not opened.
    func object(at path: String, in objects: ObjectStore) -> StoredObject? {
        guard !rehash, !known.isEmpty, let identity = try? FileIdentity.of(fileAt: path),
            let digest = known[identity]
        else { return nil }
        return try? objects.stored(digest, as: identity)
    }

    /// Remembers what a file was found to be.
    func remember(_ object: StoredObject) {
        guard let identity = object.source else { return }
        seen.withLock { $0[identity] = object.digest }
    }

    /// Writes what is known now; a failure costs the next night some reading.
    ///
    /// What other pipelines know stays: a file that is gone costs a line.
    ///
    /// A file that was changed in the two seconds before may change again without its times
    /// showing it: it is not remembered.
    func save(at moment: Moment) {
        let latest = (moment.local - Moment.zone - 2) * 1_000_000_000
        let seen = seen.withLock { $0 }
        let others = known.count > Self.most ? [:] : known
        let lines = others.merging(seen) { $1 }.filter {
            max($0.key.changed, $0.key.modified) < latest
        }
        .map { identity, digest in
            let numbers = [
                String(identity.device), String(identity.inode), String(identity.size),
                String(identity.modified), String(identity.changed),
            ]
            return (numbers + [digest.hex]).joined(separator: " ")
        }
        let body = lines.sorted(by: precedes).map { $0 + "\n" }.joined()
        let text = "\(Self.format) \(Digest.of(Array(body.utf8)).hex)\n" + body
        try? Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private static func read(_ path: String) -> [FileIdentity: Digest] {
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        let text = String(decoding: data, as: UTF8.self)
        guard let end = text.firstIndex(of: "\n") else { return [:] }
        let body = text[text.index(after: end)...]
        let head = "\(format) \(Digest.of(Array(body.utf8)).hex)"
        guard text[..<end] == head else { return [:] }
        var known: [FileIdentity: Digest] = [:]
        for line in body.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count == 6, let device = UInt64(fields[0]), let inode = UInt64(fields[1]),
                let size = Int(fields[2]), let modified = Int64(fields[3]),
                let changed = Int64(fields[4]), let digest = Digest(hex: String(fields[5]))
            else { return [:] }
            let identity = FileIdentity(
                device: device, inode: inode, size: size, modified: modified, changed: changed)
            known[identity] = digest
        }
        return known
    }
}
