/// One difference between what a workspace holds and what its journal and manifests say.
package struct LedgerFault: Sendable, Equatable {
    /// What can differ.
    package enum Kind: Sendable, Equatable {
        /// The file is named and not there.
        case missing
        /// The file is there and nothing names it.
        case unexpected
        /// Something else than a file, or than a folder, has the name.
        case wrongKind(FileKind)
        /// The size in bytes differs.
        case size(expected: Int, found: Int)
        /// The bytes differ.
        case digest(expected: Digest, found: Digest)
        /// The permission bits differ, so the bytes could have been written to.
        case mode(expected: UInt32, found: UInt32)
        /// The file cannot be read.
        case unreadable(errno: Int32)
        /// A line of the journal is wrong.
        case journal(JournalFault)
        /// The manifest has the journalled digest and yet is none, or is another run's.
        case malformedManifest
        /// The run is sealed and the journal does not know it.
        case unknownRun
        /// `current` points elsewhere than to the last sealed run; both as the link says it.
        case current(expected: String, found: String)
        /// A killed run left this; the next run puts it right.
        case unfinished
    }

    /// The file, by its path below the workspace.
    package var file: String
    /// What differs.
    package var kind: Kind

    /// A difference at a file.
    package init(file: String, kind: Kind) {
        self.file = file
        self.kind = kind
    }

    /// Whether a crash explains it and the next run puts it right.
    package var isUnfinished: Bool {
        switch kind {
        case .unfinished: true
        case .journal(let fault): fault.isUnfinished
        default: false
        }
    }
}
