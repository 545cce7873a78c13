/// Size and root of a Merkle tree: what stands for all that it holds.
package struct TreeHead: Sendable, Equatable {
    /// Number of leaves.
    package var size: Int
    /// The root over them.
    package var root: Digest

    /// A tree head.
    package init(size: Int, root: Digest) {
        self.size = size
        self.root = root
    }
}

/// The journal as a log of RFC 6962: its whole lines, without their line ends, are the leaves.
///
/// The bytes of an interrupted write behind the last whole line are no leaf: the next run sets them
/// aside, so that the leaves are only ever added to.
package struct JournalLog: Sendable {
    /// The journal, with what is wrong with it.
    package let journal: Journal
    /// The tree over its lines.
    package let tree: MerkleTree
    private let lines: [ArraySlice<UInt8>]

    /// The log that a journal's bytes are.
    package init(bytes: [UInt8]) {
        journal = Journal(bytes: bytes)
        lines = bytes[..<journal.length]
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        tree = MerkleTree(leaves: lines.lazy.map { Array($0) })
    }

    /// Size and root of the whole log.
    package var head: TreeHead { TreeHead(size: tree.count, root: tree.root) }

    /// A line without its line end, by its number from 1; nil where there is no such line.
    package func line(_ number: Int) -> [UInt8]? {
        number > 0 && number <= lines.count ? Array(lines[number - 1]) : nil
    }

    /// What is wrong with the journal, other than that its last line was not written to its end.
    package var fault: JournalFault? { journal.faults.first { !$0.isUnfinished } }
}

extension Workspace {
    /// The journal as a log, as it lies there.
    package func log() throws(LedgerError) -> JournalLog {
        JournalLog(bytes: try journalBytes(journalPath))
    }

    /// Size and root of the log that the journal is, as it lies there.
    package func treeHead() throws(LedgerError) -> TreeHead {
        try log().head
    }

    /// The journal as a log that nothing will take a line from: no run is on, and what it tells is
    /// on the disk.
    ///
    /// A write that fails takes back its lines, and so does a power failure before they are on the
    /// disk: neither must happen to a line that somebody outside was told of.
    package func settledLog() throws(LedgerError) -> JournalLog {
        let lock = try self.lock()
        if try FileSystem.status(of: journalPath)?.kind == .file {
            try PosixFile(reading: journalPath, followingLink: false).synchronize()
            try FileSystem.synchronizeFolder(root)
        }
        let log = try log()
        _ = consume lock
        return log
    }
}
