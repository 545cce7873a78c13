/// A file being written through a buffer, plain or gzip.
///
/// The same bytes make the same file: the gzip header carries neither name nor time. Nothing is
/// guaranteed to be in the file before `close` has returned.
package struct FileSink: ~Copyable {
    private static let bufferSize = 256 << 10
    private static let level: Int32 = 6

    private let file: PosixFile
    private var deflater: Deflater?
    private var buffer: [UInt8] = []
    private var written = 0

    /// Creates the file, or empties the one that is there.
    package init(
        path: String, compressed: Bool, permissions: UInt32 = 0o644
    ) throws(TabularError) {
        let file = try PosixFile(writing: path, permissions: permissions)
        let deflater = compressed ? try Deflater(level: Self.level) : nil
        self.file = consume file
        self.deflater = consume deflater
        buffer.reserveCapacity(Self.bufferSize)
    }

    /// Writes the bytes.
    package mutating func write(_ bytes: [UInt8]) throws(TabularError) {
        if deflater != nil || bytes.count >= Self.bufferSize { return try write(bytes.span) }
        // An array is copied in one go, a span byte by byte.
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Writes the bytes.
    package mutating func write(_ bytes: Span<UInt8>) throws(TabularError) {
        if deflater == nil && bytes.count >= Self.bufferSize {
            try flush()
            try file.write(bytes, offset: written)
            written += bytes.count
            return
        }
        if deflater != nil {
            deflater?.deflate(bytes, last: false, into: &buffer)
        } else {
            for index in bytes.indices { buffer.append(bytes[index]) }
        }
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Writes what is still buffered and closes the file.
    package consuming func close() throws(TabularError) {
        if deflater != nil {
            let nothing: [UInt8] = []
            deflater?.deflate(nothing.span, last: true, into: &buffer)
        }
        try flush()
        try file.close()
    }

    private mutating func flush() throws(TabularError) {
        try file.write(buffer.span, offset: written)
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}
