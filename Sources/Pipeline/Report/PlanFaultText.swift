extension PlanFault {
    /// The fault for the person who must act, a line each.
    ///
    /// Where a formula is at fault, it stands below with carets at the place.
    package func lines(in folder: String = "") -> [String] {
        // The sentence above the excerpt stands in the line.
        let excerpt = excerpt?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
        return [line(in: folder)] + excerpt.dropFirst().map(String.init)
    }
}
