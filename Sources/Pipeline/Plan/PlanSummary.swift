extension Plan {
    /// What a pipeline holds, in one line.
    package var summary: String {
        "\(inputs.count) inputs, \(kpis.count) KPIs, \(units.count) units, "
            + "\(procedures.count) procedures, \(sources.count) files; no fault"
    }
}
