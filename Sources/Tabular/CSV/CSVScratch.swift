/// The memory that a reader of separated values works in, for the next reader to take over.
package struct CSVScratch: Sendable {
    var separators = SeparatorIndex()
    var records = RecordIndex()
    /// The block that the header is read from.
    var header: [UInt8] = []
    var carry: [UInt8] = []

    /// No memory yet.
    package init() {}
}
