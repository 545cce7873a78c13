/// Where the files of a plan are read from: the disk, or the archived objects of a run.
package struct PlanFiles: Sendable {
    /// Why a file could not be read.
    package struct Failure: Error, Sendable, Equatable {
        /// The system's reason.
        package var reason: String
    }

    /// Gives the bytes of a file, by its path relative to the pipeline file's folder.
    package var read: @Sendable (_ name: String) throws(Failure) -> [UInt8]
    /// Gives the names of the files that match a pattern, sorted by their UTF-8 bytes.
    package var match: @Sendable (_ pattern: String) -> [String]
}
