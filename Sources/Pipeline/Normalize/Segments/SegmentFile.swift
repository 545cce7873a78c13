import Columnar
import FoundationEssentials
import Ledger
import Tabular

/// A file of the parts that reading one raw file gave, as `cache/segments` keeps it.
///
/// The cells of every part lie one after the other, each column with a hash; behind them stands a
/// directory of what each part is, and at the end where the directory begins. The directory names
/// all that the file was made from by the digest that is its name, so one that has come to another
/// name is not believed.
enum SegmentFile {
    /// Marks the end of a whole file of this form.
    static let mark = 0x6D69_6E68_0003
    /// Bytes of the mark, and of place, length and hash of the directory.
    static let tail = 32
    /// Bytes up to which the segments of one of many files are put into a pack.
    static let small = 1 << 20
    /// Bytes of room for them to begin with.
    static let usual = 96 << 10
}

/// Writes a file of segments, part by part.
struct SegmentFileWriter: ~Copyable {
    private let path: String
    private let draft: String
    private let key: Digest
    /// The file, once it has been begun.
    private var sink: FileSink?
    /// What is to be written as long as there is no file.
    private var held: [UInt8] = []
    private var offset = 0
    private var parts: [StoredPart] = []

    /// Begins a file that will have this path when it is finished.
    ///
    /// What might go into a pack is held in memory while it is small.
    init(_ path: String, draft: String, key: Digest, mayPack: Bool) throws(TabularError) {
        self.key = key
        self.path = path
        self.draft = draft
        if mayPack { held.reserveCapacity(SegmentFile.usual) } else { try begin() }
    }

    private mutating func begin() throws(TabularError) {
        sink = try FileSink(path: draft, compressed: false, permissions: 0o600)
        try sink?.write(held)
        held = []
    }

    private mutating func write(_ bytes: [UInt8]) throws(TabularError) {
        offset += bytes.count
        if sink == nil, held.count + bytes.count > SegmentFile.small { try begin() }
        if sink == nil { held += bytes } else { try sink?.write(bytes) }
    }

    /// Writes a part; gives it with its cells in the file.
    mutating func append(_ part: PartReading) throws(TabularError) -> PartReading {
        let columns = try store(part)
        parts.append(columns)
        return part.with(columns)
    }

    private mutating func store(_ part: PartReading) throws(TabularError) -> StoredPart {
        var columns: [StoredColumn] = []
        for column in part.segment.columns { columns.append(try column.store(in: &self)) }
        var children: [StoredPart] = []
        for child in part.children { children.append(try store(child)) }
        let steps = try part.segment.places.steps.store(in: &self)
        return StoredPart(columns: columns, steps: steps, children: children)
    }

    /// Writes the blocks of a column.
    mutating func column(
        _ kind: StoredColumn.Kind, _ type: ValueType, _ rowCount: Int, _ blocks: [[UInt8]],
        _ texts: [String?]?
    ) throws(TabularError) -> StoredColumn {
        var stored: [StoredColumn.Block] = []
        for bytes in blocks {
            stored.append(
                StoredColumn.Block(
                    offset: offset, length: bytes.count,
                    hash: contentHash(bytes.span, 0..<bytes.count)))
            try write(bytes)
        }
        return StoredColumn(
            path: path, kind: kind, type: type, rowCount: rowCount, blocks: stored, texts: texts)
    }

    /// Writes the directory of what was read and gives the file its name.
    ///
    /// What is still held, and need not have a file of its own, is given back for a pack instead.
    consuming func finish(_ reading: FileReading, needsFile: Bool) throws -> [UInt8]? {
        var directory = ByteWriter()
        directory.put(key.hex)
        directory.put(reading.findings) { $0.put($1) }
        directory.put(zip(reading.parts, parts).map { $0.with($1) }) { $0.put($1) }
        let bytes = directory.bytes + SegmentFile.tail(of: directory.bytes, at: offset)
        try write(bytes)
        if needsFile, sink == nil { try begin() }
        guard let sink = sink.take() else { return held }
        try sink.close()
        try moveFile(draft, over: path)
        return nil
    }

    /// Gives the file its name, without a directory: only columns that are held know what is there.
    consuming func finishCells() throws {
        if sink == nil { try begin() }
        if let sink = sink.take() { try sink.close() }
        try moveFile(draft, over: path)
    }
}

extension SegmentFile {
    /// What stands behind a directory that begins at this place.
    static func tail(of directory: [UInt8], at offset: Int, mark: Int = mark) -> [UInt8] {
        var tail = ByteWriter()
        tail.put(offset)
        tail.put(directory.count)
        let hash = contentHash(directory.span, 0..<directory.count)
        tail.put(Int(bitPattern: UInt(hash)))
        tail.put(mark)
        return tail.bytes
    }

    /// The directory of bytes that end with the tail of one, and where it begins among them.
    static func directory(
        of source: SegmentBytes, mark: Int = mark
    ) throws -> (bytes: [UInt8], offset: Int) {
        let range = source.range
        var reader = ByteReader(try source.bytes(range.upperBound - tail, tail))
        let offset = try reader.count(below: range.count + 1)
        let length = try reader.count(below: range.count - offset + 1)
        let hash = UInt64(UInt(bitPattern: try reader.number()))
        guard try reader.number() == mark else { throw DamagedBytes() }
        let bytes = try source.bytes(range.lowerBound + offset, length)
        guard contentHash(bytes.span, 0..<bytes.count) == hash else { throw DamagedBytes() }
        return (bytes, offset)
    }
}

/// The bytes of a file of segments, which may be a range of a pack.
struct SegmentBytes {
    let path: String
    let range: Range<Int>
    /// All of them, where they are few: a read for each column would take longer.
    private let held: [UInt8]?

    init(_ path: String, _ range: Range<Int>) throws {
        self.path = path
        self.range = range
        let isSmall = range.count <= SegmentFile.small
        held = isSmall ? try part(of: path, range.lowerBound, range.count) : nil
    }

    /// So many bytes from this place of the file on.
    func bytes(_ offset: Int, _ length: Int) throws -> [UInt8] {
        guard let held else { return try part(of: path, offset, length) }
        let start = offset - range.lowerBound
        guard start >= 0, length >= 0, start + length <= held.count else { throw DamagedBytes() }
        return Array(held[start..<start + length])
    }
}

/// Where the columns of a part and of its children lie.
struct StoredPart {
    let columns: [StoredColumn]
    let steps: StoredColumn
    let children: [StoredPart]
}

extension PartReading {
    /// The part with its cells in a file.
    fileprivate func with(_ stored: StoredPart) -> PartReading {
        var part = self
        part.segment.columns = stored.columns.map { .stored($0) }
        part.segment.places.steps = .stored(stored.steps)
        part.children = zip(children, stored.children).map { $0.with($1) }
        return part
    }

    /// The part with its cells in memory.
    func loaded(from source: SegmentBytes) throws -> PartReading {
        var part = self
        part.segment.columns = try segment.columns.map { column in
            if case .stored(let stored) = column { try stored.load(from: source) } else { column }
        }
        part.children = try children.map { try $0.loaded(from: source) }
        return part
    }

    /// Bytes that the cells take in memory.
    var size: Int { children.reduce(segment.size) { $0 + $1.size } }
}

/// Reads the directory of a file of segments: all that it holds but the cells.
func readSegmentFile(_ source: SegmentBytes, _ key: Digest) throws -> FileReading {
    let (bytes, size) = try SegmentFile.directory(of: source)
    var directory = ByteReader(bytes)
    guard try directory.text() == key.hex else { throw DamagedBytes() }
    let start = source.range.lowerBound
    let cells = StoredCells(path: source.path, range: start..<start + size)
    var reading = FileReading()
    reading.findings = try directory.elements { (reader) throws(DamagedBytes) in
        try reader.headerFinding()
    }
    reading.parts = try directory.elements { (reader) throws(DamagedBytes) in
        try reader.part(cells)
    }
    return reading
}

/// Where the cells of one raw file lie.
struct StoredCells {
    let path: String
    let range: Range<Int>
}

extension PartReading {
    /// Whether the part is one of these tables: so many columns of these kinds, so many children,
    /// each of them a child of some row.
    func fits(_ layouts: [TableLayout]) -> Bool {
        guard children.count == layouts.count - 1, segment.fits(layouts[0]) else { return false }
        for (child, layout) in zip(children, layouts.dropFirst()) {
            let own = child.segment
            guard child.children.isEmpty, own.fits(layout), own.parents.count == own.rowCount,
                own.parents.allSatisfy({ Int($0) < segment.rowCount })
            else { return false }
        }
        return true
    }
}

extension Segment {
    fileprivate func fits(_ layout: TableLayout) -> Bool {
        columns.count == layout.columns.count && places.fits
            && zip(columns, layout.columns).allSatisfy { column, expected in
                guard case .stored(let stored) = column else { return false }
                return stored.fits(expected.storage)
            }
    }
}

extension StoredColumn {
    fileprivate func fits(_ storage: TableLayout.Storage) -> Bool {
        switch (kind, storage) {
        case (.null, _): type == storage.type
        case (.narrow, .cells(let expected)), (.wide, .cells(let expected)): type == expected
        case (.flags, .flags), (.identifiers, .identifiers): texts == nil
        case (.codes, .codes): texts != nil
        default: false
        }
    }
}

/// So many bytes of a file from a place on.
func part(of path: String, _ offset: Int, _ length: Int) throws -> [UInt8] {
    guard offset >= 0, length >= 0 else { throw DamagedBytes() }
    var file = try FileBytes(path: path, range: offset..<offset + length)
    var bytes: [UInt8] = []
    guard try file.read(into: &bytes, upTo: length) == length else { throw DamagedBytes() }
    return bytes
}
