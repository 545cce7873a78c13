/// By what an unchanged file is recognised without reading it.
///
/// A file whose identity is the same as last night has the same bytes, unless somebody works to
/// deceive: whoever must be certain reads the bytes.
package struct FileIdentity: Sendable, Hashable, Codable {
    /// Number of the file system.
    package var device: UInt64
    /// Number of the file in it.
    package var inode: UInt64
    /// Size in bytes.
    package var size: Int
    /// When the bytes were last written, in nanoseconds since 1970.
    package var modified: Int64
    /// When bytes, name or rights were last changed, in nanoseconds since 1970.
    package var changed: Int64

    /// The identity that the numbers make.
    package init(device: UInt64, inode: UInt64, size: Int, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    /// The identity of the file at a path, links followed; nil when there is none.
    package static func of(fileAt path: String) throws(LedgerError) -> FileIdentity? {
        try FileSystem.status(of: path, followingLink: true)?.identity
    }

    /// Whether the bytes may have been written to in between, or another file taken the place.
    ///
    /// The time of the last change does not count: a backup that links the file changes it.
    func mayDiffer(from later: FileIdentity) -> Bool {
        device != later.device || inode != later.inode || size != later.size
            || modified != later.modified
    }
}
