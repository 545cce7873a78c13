extension PlanFault {
    /// `file:line:column: severity code: what`.
    package var line: String {
        "\(place.file):\(place.line):\(place.column): \(severity.rawValue) \(code.rawValue): \(kind)"
    }
}
