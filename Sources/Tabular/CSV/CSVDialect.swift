/// How a file of separated values is written, as the mapping declares it.
package struct CSVDialect: Sendable, Equatable {
    /// The byte between fields: `,` `;` TAB or `|`.
    package var delimiter: UInt8
    /// The byte around fields that hold separators; nil where quotes are plain text.
    package var quote: UInt8?
    /// Records before the header that are no data (a title, an agency's name).
    package var skipRecords: Int
    /// Records that make the header; 0 where the file has none.
    ///
    /// Of several, the texts of one column are joined from the top by a space.
    package var headerRecords: Int

    /// A dialect; RFC 4180 where nothing is said.
    package init(
        delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8? = UInt8(ascii: "\""),
        skipRecords: Int = 0, headerRecords: Int = 1
    ) {
        self.delimiter = delimiter
        self.quote = quote
        self.skipRecords = skipRecords
        self.headerRecords = headerRecords
    }
}
