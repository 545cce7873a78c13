/// Where the files of a plan are read from: the disk, or the archived objects of a run.
package struct PlanFiles: Sendable {
    /// Why a file could not be read.
    package struct Failure: Error, Sendable, Equatable {
        /// The system's reason.
        package var reason: String

        /// A failure with its reason.
        package init(reason: String) {
            self.reason = reason
        }
    }

    /// Gives the bytes of a file, by its path relative to the pipeline file's folder.
    package var read: @Sendable (_ name: String) throws(Failure) -> [UInt8]
    /// Gives the names of the files that match a pattern, sorted by their UTF-8 bytes.
    package var match: @Sendable (_ pattern: String) -> [String]
    /// Whether these are the files of a run, so that what is not there never was.
    package private(set) var isArchive = false

    /// Files as these two functions give them.
    package init(
        read: @escaping @Sendable (_ name: String) throws(Failure) -> [UInt8],
        match: @escaping @Sendable (_ pattern: String) -> [String]
    ) {
        self.read = read
        self.match = match
    }

    /// The files of an archived run: nothing else is there, and nothing is read from the disk.
    package static func archived(_ sources: [(name: String, bytes: [UInt8])]) -> PlanFiles {
        var files = PlanFiles { name throws(Failure) in
            guard let source = sources.first(where: { $0.name == name }) else {
                throw Failure(reason: "not in the archive")
            }
            return source.bytes
        } match: { pattern in
            let pattern = PathPattern(pattern)
            return sources.map(\.name).filter(pattern.matches).sorted(by: precedes)
        }
        files.isArchive = true
        return files
    }
}

/// Tells which text comes first by UTF-8 bytes: the one order of the program, in any locale.
package func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
}
