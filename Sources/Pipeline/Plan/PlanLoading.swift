/// What the command line says instead of the pipeline file.
package struct PlanOverrides: Sendable {
    /// Instant for `as_of`, local seconds.
    package var asOf: Int64?
    /// Files of inputs by the input's name, relative to the working folder (`--input NAME=PATH`).
    package var inputs: [(name: String, path: String)] = []

    /// No overrides, or these.
    package init(asOf: Int64? = nil, inputs: [(name: String, path: String)] = []) {
        self.asOf = asOf
        self.inputs = inputs
    }
}

/// A plan, where the files can be used, and all that is wrong with them.
package struct LoadedPlan: Sendable {
    /// The plan; nil where a fault is an error.
    package var plan: Plan?
    /// All faults over all files, sorted by file, line and column.
    package var faults: [PlanFault]
}

extension Plan {
    /// Reads and checks a pipeline and everything that it names.
    package static func load(
        _ name: String, from files: PlanFiles, overrides: PlanOverrides = PlanOverrides()
    ) -> LoadedPlan {
        LoadedPlan(plan: nil, faults: [])
    }
}
