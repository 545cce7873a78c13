extension Plan {
    /// What keeps a plan without a fault of its own from being run at an instant.
    package func unfit(at now: Moment) -> [PlanFault] {
        unusableName + mixedTables + uncoveredYears(asOf: asOfInstant(now))
            + correctionsAhead(of: now.local)
    }

    /// The fault of a name after which no run can be called; what names no run may have it.
    private var unusableName: [PlanFault] {
        if PipelineName.isUsable(name) { return [] }
        let file = sources.first { $0.role == .pipeline }?.name ?? name
        return [PlanFault(.pipelineName(name), at: PlanPlace(file: file))]
    }

    /// Faults of tables that children of records fill together with something else.
    ///
    /// A child lives and falls with its parent, so all rows of its table must be children of one
    /// table: rows of another origin would have no fate.
    package var mixedTables: [PlanFault] {
        var faults: [PlanFault] = []
        for input in inputs {
            for child in input.mapping.children {
                let own = inputs.contains { $0.table == child.table }
                let parents = inputs.filter { other in
                    other.mapping.children.contains { $0.table == child.table }
                }
                guard own || Set(parents.map(\.table)).count > 1 else { continue }
                let fault = PlanFault(
                    .notApplicable(
                        key: "children '\(child.name)'",
                        to: "table '\(child.table)', which something else fills too"),
                    at: input.mapping.place)
                if !faults.contains(fault) { faults.append(fault) }
            }
        }
        return faults
    }
}
