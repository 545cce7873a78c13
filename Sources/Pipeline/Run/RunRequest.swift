import Ledger

/// What a run is asked to do, with everything that it may know of the world.
package struct RunRequest: Sendable {
    /// Path of the pipeline file.
    package var pipeline: String
    /// Path of the workspace.
    package var workspace: String
    /// What the command line says instead of the pipeline file.
    package var overrides: PlanOverrides
    /// The clock, read once at the door.
    package var now: Moment
    /// Path of the key file for personal columns; read, or made, only where a mapping needs it.
    package var keyFile: String?
    /// Threads to use; no result depends on it.
    package var threads: Int
    /// Bytes that the run may take: beyond a share of it rows lie on the disk.
    package var memory: Int
    /// An input may have shrunk: somebody has looked.
    package var acceptsShrink: Bool
    /// Every file is read, also those that look as they did when they were read last.
    package var rehashes: Bool
    /// The periods that are computed once more, others being kept; nil: a run of every night.
    package var reprocess: Reprocess?
    /// Files are those that the archive held at this instant; nil: those that lie there now.
    package var receivedBy: Moment?
    /// Where the run tells of its steps.
    package var log: RunLog

    /// A request.
    package init(
        pipeline: String, workspace: String, overrides: PlanOverrides = PlanOverrides(),
        now: Moment, keyFile: String? = nil, threads: Int = 1,
        memory: Int = 4 << 30, acceptsShrink: Bool = false,
        rehashes: Bool = false, reprocess: Reprocess? = nil, receivedBy: Moment? = nil,
        log: RunLog = .silent
    ) {
        self.pipeline = pipeline
        self.workspace = workspace
        self.overrides = overrides
        self.now = now
        self.keyFile = keyFile
        self.threads = threads
        self.memory = memory
        self.acceptsShrink = acceptsShrink
        self.rehashes = rehashes
        self.reprocess = reprocess
        self.receivedBy = receivedBy
        // What was known then is judged then, unless somebody says otherwise.
        if let receivedBy, overrides.asOf == nil { self.overrides.asOf = receivedBy.local }
        self.log = log
    }

    /// Whether nothing that was kept is used: somebody asks for it, or it is the thirtieth night of
    /// the pipeline.
    func readsAllBytes(_ journal: Journal, _ plan: Plan) -> Bool {
        rehashes || journal.seals.count { isRun($0.run, of: plan.name) } % 30 == 29
    }

    /// Folder of the pipeline file; names in it begin there.
    package var folder: String {
        guard let slash = pipeline.lastIndex(of: "/") else { return "" }
        return slash == pipeline.startIndex ? "/" : String(pipeline[..<slash])
    }

    /// Name of the pipeline file in its folder.
    package var file: String {
        pipeline.split(separator: "/").last.map(String.init) ?? pipeline
    }
}
