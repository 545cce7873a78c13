/// Reads the files of a plan and keeps what was read, each file once.
final class PlanReading {
    let files: PlanFiles
    let log: FaultLog
    private(set) var sources: [PlanSource] = []

    init(files: PlanFiles, log: FaultLog) {
        self.files = files
        self.log = log
    }

    /// The bytes of a file that is named at a place; nil and a fault where it cannot be read.
    func bytes(_ name: String, as role: PlanSource.Role, namedAt place: PlanPlace) -> [UInt8]? {
        if let known = sources.first(where: { $0.name == name }) { return known.bytes }
        do throws(PlanFiles.Failure) {
            let bytes = try files.read(name)
            sources.append(PlanSource(role: role, name: name, bytes: bytes))
            return bytes
        } catch {
            log.report(.unreadable(file: name, reason: error.reason), at: place)
            return nil
        }
    }

    /// The value of a YAML file that is named at a place.
    func yaml(_ name: String, as role: PlanSource.Role, namedAt place: PlanPlace) -> YAMLValue? {
        bytes(name, as: role, namedAt: place).flatMap { parseYAML($0, file: name, log: log) }
    }

    /// The lines of a file that was read, for places within block texts.
    func lines(of name: String) -> [Substring] {
        guard let source = sources.first(where: { $0.name == name }) else { return [] }
        return String(decoding: source.bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
    }
}

/// The name of a file as it stands in a pipeline file.
struct FileReference {
    var name: String
    var place: PlanPlace
}
