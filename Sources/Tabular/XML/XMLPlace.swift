/// A place in an XML file between two records: how far, and inside which elements.
package struct XMLPlace: Sendable, Equatable {
    /// Byte offset in the file.
    package var offset: Int
    /// Names of the elements that are open there, from the root down, as the file writes them.
    package var open: [[UInt8]]
}

/// Places at which a plain XML file may be split into parts that are read at the same time.
///
/// Each is where a start tag of the first record's name stands, taken to be inside the elements
/// that the first record is in. Whether that is so (it may be a comment, or lie deeper) can be
/// known only from the beginning of the file, so a place is a proposal, and the reader before it is
/// its proof: if that reader, told to stop before the offset, ends with this `place`, it was right.
/// If not, what was read behind the place is dropped, and the part is read again from where the
/// reader before it ended; if its `place` is nil, it has read the file to its end, and nothing is
/// read behind it. Results are the same in every case. Empty for a file that is gzip or in which no
/// record is found; offsets rise, and there may be fewer than asked for.
package func xmlSplitPlaces(
    path: String, shape: XMLShape, parts: Int
) throws(TabularError) -> [XMLPlace] {
    let window = 64 << 10
    let source = try FileBytes(path: path)
    if source.isCompressed || parts < 2 { return [] }
    let size = try PosixFile(reading: path).size()
    var reader = try XMLReader(source: source, shape: shape)
    reader.stop(before: 0)
    guard let first = reader.firstPlace(within: 1 << 20) else { return [] }
    var places: [XMLPlace] = []
    var tag: [UInt8] = []
    for part in 0..<parts {
        let from = part == 0 ? first.offset : max(size / parts * part, first.offset + 1)
        if from >= size { break }
        var file = try FileBytes(path: path, range: from..<size)
        var bytes: [UInt8] = []
        _ = try file.read(into: &bytes, upTo: min(window, size - from))
        if part == 0 {
            tag = [bytes[0]] + bytes.dropFirst().prefix { isNameByte($0) }
        } else if let found = start(of: tag, in: bytes), from + found > places.last?.offset ?? 0 {
            places.append(XMLPlace(offset: from + found, open: first.open))
        }
    }
    return places
}

/// Where the tag, `<` and a name, stands first.
private func start(of tag: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count > tag.count else { return nil }
    return (0..<bytes.count - tag.count).first { at in
        bytes[at] == tag[0] && !isNameByte(bytes[at + tag.count])
            && bytes[at..<at + tag.count].elementsEqual(tag)
    }
}
