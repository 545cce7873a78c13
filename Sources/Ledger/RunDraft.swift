/// A run that is being written: a folder aside, which becomes the run's folder when it is sealed.
///
/// What was written is removed when the draft goes without having been sealed. A draft must not
/// outlive the open workspace that made it.
package struct RunDraft: ~Copyable {
    /// Name of the run.
    package let run: String
    /// The files that are finished, in the order of their finishing.
    package private(set) var outputs: [Manifest.OutputFile] = []

    let folder: String

    init(run: String, in workspace: Workspace) throws(LedgerError) {
        folder = try draftFolder(run, in: workspace)
        self.run = run
    }

    // After the sealing the name is gone; a failure leaves a leftover for the next run to remove.
    deinit { try? FileSystem.removeAll(folder) }

    /// Writes a whole file; `digest` is that of the bytes where the caller has it already.
    package mutating func write(
        _ name: String, _ bytes: [UInt8], digest: Digest? = nil
    ) throws(LedgerError) {
        var output = try create(name)
        try output.append(bytes, digest: digest)
        try finish(output)
    }

    /// Begins a file that is written block by block.
    package func create(_ name: String) throws(LedgerError) -> RunOutput {
        guard isPlainName(name), name != Manifest.fileName else { throw .badName(name) }
        return try RunOutput(name: name, in: folder)
    }

    /// Ends a file: its bytes are on the disk, and the manifest will list it.
    package mutating func finish(_ output: consuming RunOutput) throws(LedgerError) {
        outputs.append(try output.synchronized())
    }

    /// Writes the manifest, last of all files, and makes the folder durable.
    func complete(_ manifest: Manifest) throws(LedgerError) {
        let listed = Set(outputs.map(\.name))
        for name in try FileSystem.names(in: folder) where !listed.contains(name) {
            throw .outputMismatch(name: name)
        }
        var output = try RunOutput(name: Manifest.fileName, in: folder)
        try output.append(manifest.bytes)
        _ = try output.synchronized()
        try FileSystem.synchronizeFolder(folder)
    }
}

private func draftFolder(_ run: String, in workspace: Workspace) throws(LedgerError) -> String {
    guard isPlainName(run) else { throw .badName(run) }
    let sealed = workspace.path(ofRun: run)
    guard try FileSystem.status(of: sealed) == nil else { throw .runExists(run) }
    let folder = workspace.runsPath + "/tmp-" + run
    guard try FileSystem.makeFolder(folder) else {
        throw .system(call: "mkdir", path: folder, errno: Errno.exists)
    }
    return folder
}

/// A file of a run while it is written.
package struct RunOutput: ~Copyable {
    /// Its name in the run's folder.
    package let name: String

    private let file: PosixFile
    private var stream = DigestStream()
    private var digest: Digest?
    private var size = 0

    init(name: String, in folder: String) throws(LedgerError) {
        self.name = name
        file = try PosixFile(creating: folder + "/" + name, mode: 0o444)
    }

    /// Writes the next block.
    package mutating func append(_ bytes: [UInt8]) throws(LedgerError) {
        try file.write(bytes, count: bytes.count)
        stream.append(bytes)
        size += bytes.count
    }

    /// Writes the only block, whose digest may be known.
    fileprivate mutating func append(_ bytes: [UInt8], digest: Digest?) throws(LedgerError) {
        guard let digest else { return try append(bytes) }
        try file.write(bytes, count: bytes.count)
        size = bytes.count
        self.digest = digest
    }

    func synchronized() throws(LedgerError) -> Manifest.OutputFile {
        try file.synchronize()
        return Manifest.OutputFile(name: name, digest: digest ?? stream.finish(), size: size)
    }
}
