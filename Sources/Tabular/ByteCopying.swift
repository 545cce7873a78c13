extension [UInt8] {
    /// The bytes of a span.
    init(copying bytes: Span<UInt8>) {
        self = []
        append(copying: bytes)
    }

    /// Appends the bytes of a span.
    ///
    /// `unsafe` lives here because the library copies memory as a whole only by address.
    @inline(__always)
    mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
