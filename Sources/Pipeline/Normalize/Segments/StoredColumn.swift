import Columnar
import Tabular

/// Where the cells of one column of a segment lie in a file, and what they are.
struct StoredColumn: Sendable {
    /// What the blocks hold.
    enum Kind: Int, Sendable {
        case null, narrow, wide, flags, identifiers, codes
    }

    /// A run of bytes of the file, and the hash that tells whether they are whole.
    struct Block: Sendable {
        let offset: Int
        let length: Int
        let hash: UInt64
    }

    let path: String
    let kind: Kind
    let type: ValueType
    let rowCount: Int
    let blocks: [Block]
    /// The segment's own texts; of codes only.
    let texts: [String?]?

    /// The cells, read and checked; throws where the file is not what was written.
    ///
    /// `source` are the bytes of the file, where they have been opened.
    func load(from source: SegmentBytes? = nil) throws -> SegmentColumn {
        switch kind {
        case .null: return .values(.null(type, count: rowCount))
        case .narrow:
            let bytes = try block(0, of: 4, source)
            return .values(.narrow(NarrowCells(cells: cells32(bytes.span), type: type)))
        case .wide:
            let bytes = try block(0, of: 8, source)
            return .values(.wide(cells64(bytes.span), type))
        case .flags: return .values(.flag(try block(0, of: 1, source)))
        case .identifiers:
            var column = IdentifierColumn()
            column.bytes = try bytes(0, source)
            let ends = try block(1, of: 4, source)
            column.ends = codes32(ends.span)
            guard column.isSound else { throw DamagedBytes() }
            return .values(.identifier(column))
        case .codes:
            let texts = texts ?? []
            let bytes = try block(0, of: codeWidth(texts: texts.count), source)
            let codes = codes32(bytes.span, texts: texts.count)
            guard codes.allSatisfy({ $0 == missingCode || $0 < texts.count }) else {
                throw DamagedBytes()
            }
            return .codes(codes, texts: texts)
        }
    }

    private func block(_ index: Int, of width: Int, _ source: SegmentBytes?) throws -> [UInt8] {
        let bytes = try bytes(index, source)
        guard bytes.count == rowCount * width else { throw DamagedBytes() }
        return bytes
    }

    private func bytes(_ index: Int, _ source: SegmentBytes?) throws -> [UInt8] {
        guard index < blocks.count else { throw DamagedBytes() }
        let block = blocks[index]
        let bytes =
            try source?.bytes(block.offset, block.length)
            ?? part(of: path, block.offset, block.length)
        guard contentHash(bytes.span, 0..<bytes.count) == block.hash else { throw DamagedBytes() }
        return bytes
    }
}

extension IdentifierColumn {
    /// Whether every cell lies within the bytes.
    fileprivate var isSound: Bool {
        var last: UInt32 = 0
        for end in ends {
            if end < last { return false }
            last = end
        }
        return Int(last) == bytes.count
    }
}

extension SegmentColumn {
    /// Writes the cells; says where they lie.
    func store(in file: inout SegmentFileWriter) throws(TabularError) -> StoredColumn {
        switch self {
        case .stored(let column): return column
        case .codes(let codes, let texts):
            var bytes: [UInt8] = []
            appendBytes(of: codes, texts: texts.count, to: &bytes)
            return try file.column(.codes, .text, codes.count, [bytes], texts)
        case .values(let column):
            let (kind, blocks) = column.blocks
            return try file.column(kind, column.type, column.count, blocks, nil)
        }
    }
}

extension Column {
    /// What the cells are, and their bytes.
    fileprivate var blocks: (kind: StoredColumn.Kind, blocks: [[UInt8]]) {
        var bytes: [UInt8] = []
        switch self {
        case .null: return (.null, [])
        case .narrow(let column):
            appendBytes(of: column.cells, to: &bytes)
            return (.narrow, [bytes])
        case .integer(let cells), .instant(let cells), .duration(let cells):
            appendBytes(of: cells, to: &bytes)
            return (.wide, [bytes])
        case .flag(let cells): return (.flags, [cells])
        case .identifier(let column):
            appendBytes(of: column.ends, to: &bytes)
            return (.identifiers, [column.bytes, bytes])
        case .code(let column):
            appendBytes(of: column.codes, to: &bytes)
            return (.codes, [bytes])
        }
    }
}
