import Columnar
import FoundationEssentials
import Ledger
import Tabular

/// The rows of one export, sorted by the hash of their case code, as `cache/history` keeps them.
///
/// Rows lie in pages of some thousand bytes, each with a hash; behind them stands a directory of
/// what the file says and where each page begins, and a tail as segments have. A case is found by
/// reading the directory and one page, whatever the size of the export.
struct ExportIndex: Sendable {
    /// Marks the end of a whole file of this form.
    private static let mark = 0x6D69_6E68_2002
    /// Bytes behind which a page is complete.
    private static let pageSize = 32 << 10
    /// Bytes up to which a file is read at once.
    private static let small = 64 << 10

    /// A run of rows.
    private struct Page: Sendable {
        /// The hash of its first row.
        let first: UInt64
        let offset: Int
        let length: Int
        let hash: UInt64
    }

    /// What its rows are made of.
    let form: ExportForm
    /// Why the file says nothing; nil: it was read.
    let failure: String?
    /// Records in which no case code can be read.
    let unidentified: Int
    /// Number of cases that it speaks of.
    let count: Int
    private let pages: [Page]
    private let path: String
    /// The bytes, where they are few or were never written.
    private let held: [UInt8]?

    /// Opens the file at a path; throws where it is not the one that is wanted, or damaged.
    init(path: String, _ name: String) throws {
        let size = try fileSize(path)
        guard size >= SegmentFile.tail else { throw DamagedBytes() }
        let held = size <= Self.small ? try part(of: path, 0, size) : nil
        try self.init(path: path, held: held, size: size, name)
    }

    /// Reads bytes that lie in memory.
    init(bytes: [UInt8], _ name: String) throws {
        try self.init(path: "", held: bytes, size: bytes.count, name)
    }

    private init(path: String, held: [UInt8]?, size: Int, _ name: String) throws {
        self.path = path
        self.held = held
        func read(_ offset: Int, _ length: Int) throws -> [UInt8] {
            try Self.read(path, held, offset, length)
        }
        var tail = ByteReader(try read(size - SegmentFile.tail, SegmentFile.tail))
        let offset = try tail.count(below: size + 1)
        let length = try tail.count(below: size - offset + 1)
        let hash = UInt64(UInt(bitPattern: try tail.number()))
        guard try tail.number() == Self.mark else { throw DamagedBytes() }
        let bytes = try read(offset, length)
        guard contentHash(bytes.span, 0..<bytes.count) == hash else { throw DamagedBytes() }
        var directory = ByteReader(bytes)
        guard try directory.text() == name else { throw DamagedBytes() }
        failure = try directory.text()
        unidentified = try directory.count()
        count = try directory.count()
        var form = ExportForm()
        form.hidesUnreadable = try directory.number() == 1
        form.identity = try directory.columns()
        form.columns = try directory.columns()
        self.form = form
        pages = try directory.elements { (reader) throws(DamagedBytes) -> Page in
            let first = UInt64(UInt(bitPattern: try reader.number()))
            let start = try reader.count(below: offset + 1)
            let length = try reader.count(below: offset - start + 1)
            return Page(
                first: first, offset: start, length: length,
                hash: UInt64(UInt(bitPattern: try reader.number())))
        }
    }

    private static func read(
        _ path: String, _ held: [UInt8]?, _ offset: Int, _ length: Int
    ) throws -> [UInt8] {
        guard let held else { return try part(of: path, offset, length) }
        guard offset >= 0, length >= 0, offset + length <= held.count else { throw DamagedBytes() }
        return Array(held[offset..<offset + length])
    }

    /// The rows of the case codes with this hash.
    func rows(_ hash: UInt64) throws -> [ExportedRow] {
        try rows(in: hash...hash)
    }

    /// The rows whose hash lies between two, by hash, then identity.
    func rows(in range: ClosedRange<UInt64>) throws -> [ExportedRow] {
        // Rows of one hash lie on one page: the last one that begins at or before it.
        var low = 0
        var high = pages.count
        while low < high {
            let middle = (low + high) / 2
            if pages[middle].first <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        var rows: [ExportedRow] = []
        for page in pages[max(low - 1, 0)...] {
            if page.first > range.upperBound { break }
            try read(page, range, into: &rows)
        }
        return rows
    }

    private func read(
        _ page: Page, _ range: ClosedRange<UInt64>, into rows: inout [ExportedRow]
    ) throws {
        let bytes = try Self.read(path, held, page.offset, page.length)
        guard contentHash(bytes.span, 0..<bytes.count) == page.hash else { throw DamagedBytes() }
        var place = 0
        while place < bytes.count {
            guard place + 8 <= bytes.count else { throw DamagedBytes() }
            var hash: UInt64 = 0
            for index in 0..<8 { hash |= UInt64(bytes[place + index]) << UInt64(8 * index) }
            var reader = CellReader(bytes[(place + 8)...])
            let record = try reader.count()
            let text = try reader.text()
            place = text.endIndex
            if hash > range.upperBound { break }
            if hash >= range.lowerBound {
                rows.append(ExportedRow(hash: hash, record: record, bytes: text))
            }
        }
    }

    /// The bytes of a file that holds what an export says.
    static func bytes(of contents: ExportContents, _ name: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var pages = PageWriter()
        for row in contents.rows { pages.append(row, to: &bytes, size: Self.pageSize) }
        pages.complete(&bytes)
        var directory = ByteWriter()
        directory.put(name)
        directory.put(contents.failure)
        directory.put(contents.unidentified)
        directory.put(contents.rows.count)
        directory.put(contents.form.hidesUnreadable ? 1 : 0)
        directory.put(contents.form.identity)
        directory.put(contents.form.columns)
        directory.put(pages.pages) { writer, page in
            writer.put(Int(bitPattern: UInt(page.first)))
            writer.put(page.range.lowerBound)
            writer.put(page.range.count)
            writer.put(Int(bitPattern: UInt(page.hash)))
        }
        let end = SegmentFile.tail(of: directory.bytes, at: bytes.count, mark: Self.mark)
        return bytes + directory.bytes + end
    }
}

/// Puts rows on pages; those of one hash on one page.
private struct PageWriter {
    private(set) var pages: [(first: UInt64, range: Range<Int>, hash: UInt64)] = []
    private var start = 0
    private var first: UInt64 = 0
    private var last: UInt64?

    mutating func append(_ row: ExportedRow, to bytes: inout [UInt8], size: Int) {
        if row.hash != last, bytes.count - start >= size { complete(&bytes) }
        if bytes.count == start { first = row.hash }
        last = row.hash
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: row.hash >> shift))
        }
        var writer = CellWriter()
        writer.put(count: row.record)
        writer.put(row.bytes)
        bytes += writer.bytes
    }

    mutating func complete(_ bytes: inout [UInt8]) {
        guard bytes.count > start else { return }
        let range = start..<bytes.count
        pages.append((first, range, contentHash(bytes.span, range)))
        start = bytes.count
    }
}

extension ByteWriter {
    fileprivate mutating func put(_ columns: [ExportedColumn]) {
        put(columns) { writer, column in
            writer.put(column.name)
            writer.put(column.type.rawValue)
        }
    }
}

extension ByteReader {
    fileprivate mutating func columns() throws(DamagedBytes) -> [ExportedColumn] {
        try elements { (reader) throws(DamagedBytes) -> ExportedColumn in
            guard let name = try reader.text(),
                let type = ColumnType(rawValue: try reader.text() ?? "")
            else { throw DamagedBytes() }
            return ExportedColumn(name: name, type: type)
        }
    }
}
