/// A workspace that this process alone may write to, recovered from whatever stopped the last one.
package struct OpenWorkspace: ~Copyable {
    /// The workspace.
    package let workspace: Workspace
    /// The journal, up to the last line that was added.
    package private(set) var journal: Journal
    /// What a killed run had left and how it was put right, in order.
    package internal(set) var recovered: [Recovery] = []
    /// The time of what is journalled now: the clock's, unless the last line's is a little later.
    package internal(set) var time = ""

    private let lock: RunLock
    private let file: PosixFile

    /// Opens the journal of a locked workspace as it lies there.
    init(_ workspace: Workspace, lock: consuming RunLock) throws(LedgerError) {
        let journal = try workspace.journal()
        let isNew = try FileSystem.status(of: workspace.journalPath) == nil
        let file = try PosixFile(appending: workspace.journalPath, mode: 0o600)
        if isNew { try FileSystem.synchronizeFolder(workspace.root) }
        self.workspace = workspace
        self.journal = journal
        self.lock = lock
        self.file = file
    }

    /// The archive.
    package var objects: ObjectStore { workspace.objects }

    /// Adds events to the journal, one line each, and returns when they are on the disk.
    ///
    /// On failure (the disk is full) none of them is in the journal. No line has an earlier time
    /// than the one before.
    package mutating func append(_ events: [JournalEvent], at clock: String) throws(LedgerError) {
        let time = try journal.time(byClock: clock)
        var next = journal
        let lines = next.append(events, at: time)
        do {
            try file.write(lines, count: lines.count)
            try file.synchronize()
        } catch {
            // Where even this fails, the next run finds an unfinished line and sets it aside.
            try? cut(to: journal.length)
            throw error
        }
        journal = next
    }

    /// Cuts the journal file to a length in bytes and drops what was torn.
    func cut(to length: Int) throws(LedgerError) {
        try file.truncate(to: length)
        try file.synchronize()
    }

    mutating func reread() throws(LedgerError) {
        journal = try workspace.journal()
    }
}
