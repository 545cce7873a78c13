package import Ledger

/// One thing for which a run does not hold: its cause, its place, what was found there.
package struct VerificationFault: Sendable, Equatable {
    /// The cause.
    package var cause: Cause
    /// The file: its path below the workspace, or that of the copy that was compared.
    package var file: String
    /// What the file is to the run: `mapping mappings/igate.yaml`, `input cases: june.csv`.
    package var roles: [String] = []
    /// The archived object that it is about.
    package var object: Digest?
    /// The first line that differs, from 1.
    package var line: Int?
    /// That line as sealed or archived; empty where it is not to be shown.
    package var sealed = ""
    /// That line as it was found, or as it was computed again.
    package var found = ""
    /// What is wrong.
    package var wording: Wording
    /// What to do about it.
    package var remedy: Wording

    /// A fault with a cause, at a file.
    package init(_ cause: Cause, _ file: String, _ wording: Wording) {
        self.cause = cause
        self.file = file
        self.wording = wording
        remedy = cause.remedy
    }
}

/// Under which roles archived objects are known to the runs of a workspace.
struct ArchiveRoles {
    private var roles: [Digest: [(cause: Cause, name: String)]] = [:]

    /// The roles that manifests give, and where none does, those that the journal tells of.
    init(_ manifests: [Manifest], _ journal: Journal) {
        for manifest in manifests {
            for file in manifest.pipeline {
                add(Cause(role: file.role), "\(file.role) \(file.name)", to: file.digest)
            }
            for file in manifest.inputs {
                add(.input, "input \(file.input): \(file.name)", to: file.digest)
            }
        }
        let known = Set(roles.keys)
        let pipelineRoles = Set(PlanSource.Role.allCases.map(\.rawValue))
        for case .objectReceived(let digest, _, let name, let input) in journal.entries.map(\.event)
        where !known.contains(digest) {
            if pipelineRoles.contains(input) {
                add(Cause(role: input), "\(input) \(name)", to: digest)
            } else {
                add(.input, "input \(input): \(name)", to: digest)
            }
        }
    }

    private mutating func add(_ cause: Cause, _ name: String, to digest: Digest) {
        let name = escapedControls(name)
        if roles[digest]?.contains(where: { $0.name == name }) == true { return }
        roles[digest, default: []].append((cause, name))
    }

    /// The causes for which an object can stand, each with the names under which it does so.
    ///
    /// An object that nothing names is the journal's: a line is missing, or somebody put it there.
    func causes(of digest: Digest) -> [(cause: Cause, names: [String])] {
        guard let known = roles[digest] else { return [(.journal, [])] }
        return Cause.allCases.compactMap { cause in
            let names = known.filter { $0.cause == cause }.map(\.name)
            return names.isEmpty ? nil : (cause, names)
        }
    }
}
