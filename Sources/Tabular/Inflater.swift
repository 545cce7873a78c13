import CZlib

/// A gzip stream being inflated, member after member.
///
/// zlib's own file functions are not used: `gzread` reports a truncated file as a normal end and
/// ignores what follows the last member. `unsafe` lives here because zlib works on addresses.
@safe struct Inflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private let limits: ReadLimits
    /// The present member has been read to its end, checksum and length verified.
    private(set) var memberEnded = false
    /// Compressed bytes taken so far.
    private(set) var consumed = 0
    /// Bytes inflated so far.
    private(set) var produced = 0
    /// The data are damaged behind the bytes that were handed out last.
    private var isDamaged = false

    /// A stream at the beginning of its first member.
    init(limits: ReadLimits) throws(TabularError) {
        self.limits = limits
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe inflateInit2_(
            stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if status != Z_OK {
            unsafe stream.deallocate()
            throw TabularError(.system(call: "inflateInit2", errno: status))
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Inflates from `input` into elements of `output` that exist.
    ///
    /// Returns how many bytes were taken and how many made; neither is more than what it was given.
    mutating func inflate(
        _ input: borrowing [UInt8], _ source: Range<Int>, into output: inout [UInt8],
        _ target: Range<Int>
    ) throws(TabularError) -> (taken: Int, made: Int) {
        precondition(source.upperBound <= input.count && target.upperBound <= output.count)
        if isDamaged { throw TabularError(.corruptGzip, offset: consumed) }
        if memberEnded {
            guard source.isEmpty || input[source.lowerBound] == 0x1f else {
                throw TabularError(.corruptGzip, offset: consumed)
            }
            unsafe inflateReset(stream)
            memberEnded = false
        }
        let stream = unsafe self.stream
        let offered = min(source.count, 1 << 30)
        let room = min(target.count, 1 << 30)
        let status = unsafe input.withUnsafeBufferPointer { from in
            unsafe output.withUnsafeMutableBufferPointer { to in
                unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(
                    mutating: from.baseAddress.map { unsafe $0 + source.lowerBound })
                unsafe stream.pointee.avail_in = UInt32(offered)
                unsafe stream.pointee.next_out = to.baseAddress.map {
                    unsafe $0 + target.lowerBound
                }
                unsafe stream.pointee.avail_out = UInt32(room)
                return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            }
        }
        let taken = unsafe offered - Int(stream.pointee.avail_in)
        let made = unsafe room - Int(stream.pointee.avail_out)
        consumed += taken
        produced += made
        switch status {
        case Z_STREAM_END: memberEnded = true
        case Z_OK, Z_BUF_ERROR: break
        default:
            if made == 0 { throw TabularError(.corruptGzip, offset: consumed) }
            isDamaged = true
        }
        if produced - limits.inflationAllowance > limits.inflation * consumed {
            throw TabularError(.inflationLimit(ratio: limits.inflation), offset: consumed)
        }
        return (taken, made)
    }
}
