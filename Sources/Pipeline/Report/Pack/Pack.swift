import Columnar
import FoundationEssentials
import Ledger

/// What `minhbach export bundle` is asked for.
package struct PackRequest: Sendable {
    /// Where the run lies, and how it is computed again; cases are named by the key where there is
    /// one.
    package var verification: VerificationRequest
    /// The file to write, outside the workspace.
    package var path: String
    /// Whether raw files are in it; otherwise only their digests.
    package var includesRaw: Bool
    /// Path of the key that signs the head of the journal; nil: it stays unsigned.
    package var signingKey: String?
    /// Names of the periods whose figures are proved; empty: all.
    package var periods: [String]
    /// The clock, read once at the door.
    package var now: Moment

    /// A request.
    package init(
        verification: VerificationRequest, path: String, includesRaw: Bool = true,
        signingKey: String? = nil, periods: [String] = [], now: Moment
    ) {
        self.verification = verification
        self.path = path
        self.includesRaw = includesRaw
        self.signingKey = signingKey
        self.periods = periods
        self.now = now
    }
}

/// Writes the evidence of a sealed run as one file: its figures can be recomputed without us.
///
/// Gives sentences for the person who hands it out. The same run, journal and keys make the same
/// bytes, the checkpoint's signature aside.
package func exportPack(_ request: PackRequest) throws -> [String] {
    let workspace = Workspace(existing: request.verification.workspace)
    try requireNew(request.path, outside: workspace)
    let run = try runName(request.verification.run, in: workspace)
    let manifest = try SealedFiles(workspace, run: run).manifest
    let scratch = try ScratchFolder(beside: request.path)
    let key = try request.verification.keyFile.map {
        try KeyedHash(keyFile: $0, outside: workspace, creatingIfMissing: true)
    }
    let sources = try manifest.factSources(in: workspace, asked: Set(request.periods))
    var evidence = Evidence(
        manifest: manifest, taken: Array(sources.map(\.run).dropFirst()),
        pseudonyms: Pseudonyms(key: key), request: request)
    for source in sources {
        try evidence.addFacts(of: source, in: workspace, scratch: scratch.path)
    }
    try evidence.requirePeriods()
    try publish(evidence.trees, in: workspace, at: request.now)
    let pieces = try evidence.pieces(in: workspace)
    try write(pieces, to: request.path, workspace)
    return evidence.lines(of: pieces)
}

/// One file of a pack.
struct PackPiece {
    enum Content {
        case bytes([UInt8])
        case file(path: String, size: Int)
    }

    let name: String
    let content: Content
    let digest: Digest

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        content = .bytes(bytes)
        digest = Digest.of(bytes)
    }

    init(_ name: String, fileAt path: String, size: Int, digest: Digest) {
        self.name = name
        content = .file(path: path, size: size)
        self.digest = digest
    }
}

/// Writes the pieces by name, and `SHA256SUMS` among them.
private func write(_ pieces: [PackPiece], to path: String, _ workspace: Workspace) throws {
    let sorted = pieces.sorted { precedes($0.name, $1.name) }
    let sums = sorted.map { "\($0.digest.hex)  \($0.name)\n" }.joined()
    let all = (pieces + [PackPiece("SHA256SUMS", Array(sums.utf8))])
        .sorted { precedes($0.name, $1.name) }
    var tar = try TarWriter(path: path, outside: workspace)
    for piece in all {
        switch piece.content {
        case .bytes(let bytes): try tar.append(piece.name, bytes)
        case .file(let file, let size):
            try tar.append(piece.name, fileAt: file, size: size, digest: piece.digest)
        }
    }
    try tar.finish()
}
