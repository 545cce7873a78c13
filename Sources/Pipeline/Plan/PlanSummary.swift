extension Plan {
    /// What a pipeline holds, in one line.
    package var summary: String {
        "\(inputs.count) inputs, \(kpis.count) KPIs, \(units.count) units, "
            + "\(procedures.count) procedures, \(sources.count) files; no fault"
    }
}

/// Reads and checks the pipeline at a path.
package func loadPlan(
    _ path: String, overrides: PlanOverrides = PlanOverrides()
) -> LoadedPlan {
    let request = RunRequest(
        pipeline: path, workspace: "", overrides: overrides, now: Moment(local: 0))
    return Plan.load(
        request.file, from: .disk(folder: request.folder), overrides: request.overrides)
}
