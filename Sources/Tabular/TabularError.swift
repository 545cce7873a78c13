/// Why a file cannot be read on: it holds data only, sentences are made where it is reported.
package struct TabularError: Error, Sendable, Equatable {
    /// What can stop the reading of a file.
    package enum Kind: Sendable, Equatable {
        /// The operating system refused: the call and its `errno`.
        case system(call: String, errno: Int32)
        /// A quote was opened here and never closed.
        case unclosedQuote
        /// Text stands behind a closing quote in the header.
        case textAfterQuote
        /// A field is longer than the limit, in bytes.
        case fieldTooLong(limit: Int)
        /// A record is longer than the limit, in bytes.
        case recordTooLong(limit: Int)
        /// A header or record has more fields than the limit.
        case tooManyFields(limit: Int)
        /// The compressed data end too early.
        case truncatedGzip
        /// The compressed data are damaged, or something else follows them.
        case corruptGzip
        /// The data inflate to more than the limit, as a multiple of their size.
        case inflationLimit(ratio: Int)
        /// The text is not in the declared encoding.
        case wrongEncoding(declared: String)
        /// The XML is not well-formed; the parser's own word for it.
        case malformedXML(reason: String)
        /// The XML declares a document type or entities, which are refused.
        case forbiddenXML(what: String)
        /// Elements nest deeper than the limit.
        case tooDeep(limit: Int)
        /// The file has no header.
        case noHeader
    }

    /// What happened.
    package var kind: Kind
    /// Byte offset in the file as decompressed (for gzip faults: in the compressed file).
    package var offset: Int
    /// Line, counted from 1, where the format has lines and it is known.
    package var line: Int?

    /// An error at a place.
    package init(_ kind: Kind, offset: Int = 0, line: Int? = nil) {
        self.kind = kind
        self.offset = offset
        self.line = line
    }
}
