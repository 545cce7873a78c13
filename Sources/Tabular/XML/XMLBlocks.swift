/// The bytes of a file in blocks for the scan; what it did not take is carried over.
struct XMLBlocks {
    /// Bytes read at once: as much as stays in the second level cache with what is made of it.
    private static let blockBytes = 128 << 10
    /// A tag or comment that is longer is not regular.
    private static let longestToken = 4 << 20

    /// The block, with room behind it.
    private(set) var bytes: [UInt8] = []
    /// Index behind the last byte that may be read: all up to there are characters.
    private(set) var end = 0
    /// Why nothing can be read behind the block.
    private(set) var failure: TabularError?
    private var filled = 0
    private var atFileEnd = false

    /// Drops the bytes before `from` and reads on; false if nothing follows, so that what is left
    /// is all there is.
    mutating func fill(
        _ source: inout FileBytes, keepingFrom from: Int, upTo limit: Int
    ) throws(XMLScan.Break) -> Bool {
        let kept = filled - from
        if kept > Self.longestToken { throw .irregular }
        let carried = Array(copying: bytes.span.extracting(from..<filled))
        bytes.overwrite(from: 0, with: carried.span)
        end -= from
        filled = kept
        if atFileEnd || failure != nil { return false }
        let wanted = max(min(limit, Self.blockBytes), min(kept, limit), 1)
        let size = kept + wanted + runPadding
        if bytes.count < size {
            bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
        }
        do {
            let count = try source.fill(&bytes, at: kept, upTo: wanted)
            atFileEnd = count == 0
            filled += count
        } catch {
            failure = error
        }
        let seen = charactersEnd(bytes, from: end, to: filled)
        // The last bytes may be the beginning of a character.
        if filled - seen > 3 || atFileEnd && seen < filled { throw .irregular }
        let grew = seen > end || !atFileEnd && failure == nil
        end = seen
        return grew
    }
}
