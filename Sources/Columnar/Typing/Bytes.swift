// Unchecked loads: the one place of this target that leaves the checked world.
//
// Dates, codes and keys are read eight bytes at a time. With a bounds check in each load, codes
// take twice as many instructions, identifiers half as many again, dates a sixth more (callgrind).
// So callers prove the bounds of a field once (`checkedField`) and load from inside it only.

/// The bounds of a field as indexes, after the one check on which all unchecked loads rest.
@inline(__always)
func checkedField(
    _ start: UInt32, _ end: UInt32, in bytes: Span<UInt8>
) -> (start: Int, count: Int) {
    precondition(start <= end && Int(end) <= bytes.count, "a field leaves its batch")
    return (Int(start), Int(end) - Int(start))
}

/// Eight bytes as a little-endian word; the caller has proved `index + 8 <= count`.
@inline(__always)
func word(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
    let loaded = unsafe bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index, as: UInt64.self)
    return UInt64(littleEndian: loaded)
}

/// Four bytes as a little-endian word; the caller has proved `index + 4 <= count`.
@inline(__always)
func halfWord(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
    let loaded = unsafe bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index, as: UInt32.self)
    return UInt64(UInt32(littleEndian: loaded))
}

/// One byte; the caller has proved `index < count`.
@inline(__always)
func byte(_ bytes: Span<UInt8>, at index: Int) -> UInt8 {
    unsafe bytes[unchecked: index]
}

/// Writes eight bytes; the caller has proved `index + 8 <= count`.
@inline(__always)
func store(_ word: UInt64, in bytes: inout MutableSpan<UInt8>, at index: Int) {
    var raw = unsafe bytes.mutableBytes
    unsafe raw.storeBytes(
        of: word.littleEndian, toUncheckedByteOffset: index, as: UInt64.self)
}

/// Appends bytes all at once.
func append(_ bytes: Span<UInt8>, to array: inout [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { unsafe array.append(contentsOf: $0) }
}

/// The bytes of a number, little-endian.
package func appendBytes(of number: Int64, to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
}

/// The bytes of numbers, little-endian, as they lie in memory on every machine this runs on.
package func appendBytes(of cells: [Int64], to bytes: inout [UInt8]) {
    unsafe cells.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
}

/// The same of narrow numbers.
package func appendBytes(of cells: [Int32], to bytes: inout [UInt8]) {
    unsafe cells.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
}

/// The same of codes.
package func appendBytes(of cells: [UInt32], to bytes: inout [UInt8]) {
    unsafe cells.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
}

/// The same of codes of so many texts, in one, two or four bytes each; null is the greatest.
package func appendBytes(of codes: [UInt32], texts: Int, to bytes: inout [UInt8]) {
    switch codeWidth(texts: texts) {
    case 1: appendBytes(narrowed: codes, as: UInt8.self, to: &bytes)
    case 2: appendBytes(narrowed: codes, as: UInt16.self, to: &bytes)
    default: appendBytes(of: codes, to: &bytes)
    }
}

/// Bytes that a code of one of so many texts, or null, is written in.
package func codeWidth(texts: Int) -> Int {
    texts < Int(UInt8.max) ? 1 : texts < Int(UInt16.max) ? 2 : 4
}

private func appendBytes<Narrow: FixedWidthInteger & BitwiseCopyable>(
    narrowed codes: [UInt32], as narrow: Narrow.Type, to bytes: inout [UInt8]
) {
    // Null, all ones, stays all ones.
    var cells = [Narrow](repeating: 0, count: codes.count)
    var out = cells.mutableSpan
    let source = codes.span
    for index in 0..<source.count { out[index] = Narrow(truncatingIfNeeded: source[index]) }
    unsafe cells.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
}

/// The numbers whose bytes these are; bytes behind the last whole one are left out.
package func cells64(_ bytes: Span<UInt8>) -> [Int64] {
    let count = bytes.count / 8
    var cells = [Int64](repeating: 0, count: count)
    var out = cells.mutableSpan
    for index in 0..<count { out[index] = Int64(bitPattern: word(bytes, at: 8 &* index)) }
    return cells
}

/// The same of narrow numbers.
package func cells32(_ bytes: Span<UInt8>) -> [Int32] {
    let count = bytes.count / 4
    var cells = [Int32](repeating: 0, count: count)
    var out = cells.mutableSpan
    for index in 0..<count {
        out[index] = Int32(truncatingIfNeeded: halfWord(bytes, at: 4 &* index))
    }
    return cells
}

/// The same of codes.
package func codes32(_ bytes: Span<UInt8>) -> [UInt32] {
    let count = bytes.count / 4
    var cells = [UInt32](repeating: 0, count: count)
    var out = cells.mutableSpan
    for index in 0..<count {
        out[index] = UInt32(truncatingIfNeeded: halfWord(bytes, at: 4 &* index))
    }
    return cells
}

/// The codes of so many texts whose bytes these are.
package func codes32(_ bytes: Span<UInt8>, texts: Int) -> [UInt32] {
    let width = codeWidth(texts: texts)
    if width == 4 { return codes32(bytes) }
    let count = bytes.count / width
    var codes = [UInt32](repeating: 0, count: count)
    var out = codes.mutableSpan
    if width == 1 {
        for index in 0..<count {
            let code = bytes[index]
            out[index] = code == .max ? missingCode : UInt32(code)
        }
    } else {
        for index in 0..<count {
            let code = UInt16(bytes[2 &* index]) | UInt16(bytes[2 &* index &+ 1]) << 8
            out[index] = code == .max ? missingCode : UInt32(code)
        }
    }
    return codes
}
