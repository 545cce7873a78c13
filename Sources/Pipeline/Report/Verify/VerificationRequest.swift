/// What `verify` needs to know.
package struct VerificationRequest: Sendable {
    /// Path of the workspace.
    package var workspace: String
    /// Name of the run; nil: the one that is published.
    package var run: String?
    /// Path of the key file for personal columns.
    package var keyFile: String?
    /// Threads to use.
    package var threads: Int
    /// Bytes that it may take; beyond a share of it rows lie in a folder of their own.
    package var memory = Int.max
    /// Path of a pipeline file whose folder holds copies to compare the archive with.
    package var copies: String?
    /// What later versions of the program are known to compute otherwise.
    package var changes = Program.changes

    /// A request.
    package init(
        workspace: String, run: String? = nil, keyFile: String? = nil, threads: Int = 1
    ) {
        self.workspace = workspace
        self.run = run
        self.keyFile = keyFile
        self.threads = threads
    }
}
