package import Columnar

/// Type of a column, as mappings write it.
package enum ColumnType: String, Sendable, CaseIterable {
    /// Text of high cardinality that identifies something.
    case id
    /// Text of low cardinality.
    case code
    /// Whole number.
    case integer
    /// Local wall-clock seconds.
    case instant
    /// Seconds.
    case duration
    /// Truth value.
    case flag
    /// Free text.
    case text

    /// The type that formulas see.
    package var valueType: ValueType {
        switch self {
        case .id, .code, .text: .text
        case .integer: .integer
        case .instant: .instant
        case .duration: .duration
        case .flag: .flag
        }
    }
}
