/// A value of a YAML file with its place; scalars are text, nothing is guessed from their look.
struct YAMLValue {
    /// What a YAML value can be.
    enum Content {
        /// Nothing: an empty value, `~` or `null`, not quoted.
        case null
        /// A scalar, and how it was written.
        case text(String, style: YAMLTextStyle)
        /// A sequence.
        case list([YAMLValue])
        /// A mapping, in the order of the file.
        case map([YAMLEntry])
    }

    var content: Content
    var place: PlanPlace

    /// What the value looks like, for faults.
    var shape: PlanFault.Shape {
        switch content {
        case .null: .nothing
        case .text: .text
        case .list: .list
        case .map: .map
        }
    }
}

/// One key of a YAML mapping with its value.
struct YAMLEntry {
    var key: String
    var place: PlanPlace
    var value: YAMLValue
}

/// How a scalar was written: this decides where a place within its text lies in the file.
enum YAMLTextStyle: Equatable {
    case plain, singleQuoted, doubleQuoted, literal, folded
}
