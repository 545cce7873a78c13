/// Why the ledger cannot do what was asked: data only, sentences are made where it is reported.
package enum LedgerError: Error, Sendable, Equatable {
    /// The operating system refused: the call, the file, and its `errno`.
    case system(call: String, path: String, errno: Int32)
    /// Another process holds the workspace; what it wrote into the lock file, its process id.
    case locked(holder: String)
    /// The place where a folder or file of the workspace belongs is taken by something else.
    case wrongKind(path: String, found: FileKind)
    /// An input file does not exist.
    case sourceMissing(path: String)
    /// An input file may not be read by this user.
    case sourceUnreadable(path: String)
    /// An input is a folder, a pipe, a device, and not a file.
    case sourceIsNotAFile(path: String, found: FileKind)
    /// An input file was written to, or replaced, while it was read.
    case sourceChanged(path: String)
    /// An object that the archive already holds is not what its name says.
    case damagedObject(path: String, fault: ObjectFault)
    /// The journal does not hold together, so nothing may be added to it.
    case brokenJournal(JournalFault)
    /// Sealed runs lie in the workspace which the journal does not know, more than a crash leaves.
    case unknownRuns([String])
    /// A receipt or event time is not of the form `2025-06-01T02:00:00+07:00`.
    case malformedTime(String)
    /// A name that is no plain name for a run, an output or an event's field.
    case badName(String)
    /// A run of this name is already sealed.
    case runExists(String)
    /// The manifest and the written files do not agree on this file.
    case outputMismatch(name: String)
    /// The key file cannot be used.
    case keyFile(path: String, KeyFileFault)
    /// What is to be handed out would lie in the workspace.
    case insideWorkspace(path: String)
    /// The name of a file that is to be written is empty.
    case emptyPath
    /// A file that is to be written is there already.
    case fileExists(path: String)
    /// The folder of a file that is to be written is not there.
    case folderMissing(path: String)
    /// A file changed while it was put into an archive, or is not what its name says.
    case archiveSourceChanged(path: String)
    /// A file is larger than a tar can say.
    case archiveFileTooLarge(name: String, size: Int)
    /// An archive is not written as ours are, from this byte on.
    case malformedArchive(path: String, offset: Int)
    /// Nothing could be signed with a key; its name.
    case notSigned(key: String)
    /// The clock says a time before the journal's last line: its time, and the clock's.
    case clockSetBack(last: String, clock: String)
}

/// What can be wrong with a key file.
package enum KeyFileFault: Sendable, Equatable {
    /// It does not exist.
    case missing
    /// It is not a plain file of this user.
    case notOwnFile
    /// Others than its owner may read or write it; its permission bits.
    case exposed(mode: UInt32)
    /// It lies inside the workspace, beside what it protects.
    case insideWorkspace
    /// It holds fewer bytes than the 32 that are needed.
    case tooShort(bytes: Int)
    /// It is not hexadecimal text.
    case notHexadecimal
    /// It is there already, and what is to be made must not replace a key.
    case exists
    /// It holds no signing key.
    case notSigningKey
}

/// What a name in the file system stands for.
package enum FileKind: String, Sendable {
    case file
    case folder
    case symbolicLink = "symbolic link"
    case pipe
    case socket
    case device
    case unknown
}
