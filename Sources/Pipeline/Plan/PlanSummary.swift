extension Plan {
    /// What a pipeline holds, in one line.
    package var summary: String {
        func counted(_ count: Int, _ noun: String) -> String {
            "\(count) \(noun)\(count == 1 ? "" : "s")"
        }
        var counts = [
            counted(inputs.count, "input"), counted(kpis.count, "KPI"),
            counted(units.count, "unit"), counted(procedures.count, "procedure"),
            counted(sources.count, "file"),
        ]
        if !scorecards.isEmpty { counts.insert(counted(scorecards.count, "scorecard"), at: 2) }
        return counts.joined(separator: ", ") + "; no error"
    }
}
