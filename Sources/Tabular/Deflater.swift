import CZlib

/// A gzip stream being made.
///
/// `unsafe` lives here because zlib works on addresses.
@safe struct Deflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private var block = [UInt8](repeating: 0, count: 64 << 10)

    /// A stream that has made nothing yet.
    init(level: Int32) throws(TabularError) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe deflateInit2_(
            stream, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        if status != Z_OK {
            unsafe stream.deallocate()
            throw TabularError(.system(call: "deflateInit2", errno: status))
        }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Compresses the bytes and appends what comes out; the last call ends the stream.
    mutating func deflate(_ input: Span<UInt8>, last: Bool, into output: inout [UInt8]) {
        let stream = unsafe self.stream
        unsafe input.withUnsafeBufferPointer { from in
            unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(mutating: from.baseAddress)
            unsafe stream.pointee.avail_in = UInt32(from.count)
            repeat {
                let room = block.count
                unsafe block.withUnsafeMutableBufferPointer { to in
                    unsafe stream.pointee.next_out = to.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(to.count)
                    _ = unsafe CZlib.deflate(stream, last ? Z_FINISH : Z_NO_FLUSH)
                }
                let made = unsafe room - Int(stream.pointee.avail_out)
                output.append(contentsOf: block[..<made])
            } while unsafe stream.pointee.avail_out == 0
        }
    }
}
