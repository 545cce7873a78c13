/// How much a reader takes before it refuses a file; every limit appears in the error it causes.
package struct ReadLimits: Sendable, Equatable {
    /// Bytes of one field, quotes included: 1 MiB.
    package static let defaultField = 1 << 20
    /// Bytes of one record, line end not included: 8 MiB.
    package static let defaultRecord = 8 << 20
    /// Fields of one header or record.
    package static let defaultColumns = 4096
    /// Levels of nested XML elements, the root being level 1.
    package static let defaultDepth = 64
    /// Inflated bytes for each compressed byte; deflate itself ends at 1032.
    package static let defaultInflation = 1000
    /// Inflated bytes that are free before the ratio counts: 1 MiB.
    package static let defaultInflationAllowance = 1 << 20

    /// Bytes of one field, as it stands in the file (XML: as text).
    package var field = defaultField
    /// Bytes of one record.
    package var record = defaultRecord
    /// Fields of one header or record.
    package var columns = defaultColumns
    /// Levels of nested XML elements.
    package var depth = defaultDepth
    /// Inflated bytes for each compressed byte.
    package var inflation = defaultInflation
    /// Inflated bytes that are free before the ratio counts.
    package var inflationAllowance = defaultInflationAllowance

    /// The limits that a nightly run uses.
    package init() {}
}
