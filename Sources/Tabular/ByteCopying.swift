/// Copies of many bytes at once.
///
/// `unsafe` lives here because the library copies memory as a whole only by address.
extension [UInt8] {
    /// The bytes of a span.
    init(copying bytes: Span<UInt8>) {
        self = []
        append(copying: bytes)
    }

    /// Overwrites elements from `start` on.
    @inline(__always)
    mutating func overwrite(from start: Int, with bytes: Span<UInt8>) {
        precondition(start >= 0 && start + bytes.count <= count)
        if bytes.isEmpty { return }
        unsafe withUnsafeMutableBytes { target in
            unsafe bytes.withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(rebasing: target[start...])
                    .copyMemory(from: source)
            }
        }
    }

    /// Appends the bytes of a span.
    @inline(__always)
    mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
