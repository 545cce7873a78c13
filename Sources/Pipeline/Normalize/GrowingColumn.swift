import Columnar

/// One column of a table while the files that fill it are joined.
struct GrowingColumn: Sendable {
    let name: String
    /// How cells are kept; `nil` cells are null.
    private(set) var cells: [Int64] = []
    private(set) var flags: [UInt8] = []
    private(set) var codes: [UInt32] = []
    private(set) var identifiers = IdentifierColumn()
    private var texts: [String] = []
    private var codeOfText: [String: UInt32] = [:]
    private let storage: Storage

    enum Storage: Sendable, Equatable {
        case cells(ValueType)
        case flags
        case codes
        case identifiers
    }

    init(name: String, storage: Storage) {
        self.name = name
        self.storage = storage
    }

    /// Number of cells.
    var count: Int {
        switch storage {
        case .cells: cells.count
        case .flags: flags.count
        case .codes: codes.count
        case .identifiers: identifiers.count
        }
    }

    /// Appends the cells of the records that `keep` names, in order.
    mutating func append(_ raw: RawColumn, _ resolved: [ResolvedCode]?, keep: [UInt32]?) throws {
        switch storage {
        case .cells: appendKept(raw.cells, keep, to: &cells)
        case .flags: appendKept(raw.flags, keep, to: &flags)
        case .codes:
            var start = codes.count
            appendKept(raw.codes, keep, to: &codes)
            let map = (resolved ?? []).map { meaning -> UInt32 in
                if case .code(let text) = meaning { return code(of: text) }
                return missingCode
            }
            while start < codes.count {
                let code = codes[start]
                if code != missingCode { codes[start] = map[Int(code)] }
                start += 1
            }
        case .identifiers:
            guard let keep else {
                try identifiers.append(raw.identifiers)
                return
            }
            try identifiers.append(raw.identifiers.gathered(keep))
        }
    }

    /// Appends the same text in so many cells; nil: null.
    mutating func append(_ text: String?, count: Int) {
        switch storage {
        case .cells: cells.append(contentsOf: repeatElement(missing, count: count))
        case .flags: flags.append(contentsOf: repeatElement(1, count: count))
        case .codes:
            let code = text.map { code(of: $0) } ?? missingCode
            codes.append(contentsOf: repeatElement(code, count: count))
        case .identifiers:
            for _ in 0..<count {
                identifiers.bytes.append(contentsOf: (text ?? "").utf8)
                identifiers.ends.append(UInt32(identifiers.bytes.count))
            }
        }
    }

    private mutating func code(of text: String) -> UInt32 {
        if let code = codeOfText[text] { return code }
        let code = UInt32(texts.count)
        codeOfText[text] = code
        texts.append(text)
        return code
    }

    /// The finished column, its dictionary in byte order so that no order of files shows in it.
    consuming func finished() -> Column {
        switch storage {
        case .cells(.instant): return .instant(cells)
        case .cells(.duration): return .duration(cells)
        case .cells: return .integer(cells)
        case .flags: return .flag(flags)
        case .identifiers: return .identifier(identifiers)
        case .codes:
            let order = texts.indices.sorted { texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8) }
            var rank = Array(repeating: UInt32(0), count: texts.count)
            for (place, text) in order.enumerated() { rank[text] = UInt32(place) }
            for row in codes.indices where codes[row] != missingCode {
                codes[row] = rank[Int(codes[row])]
            }
            return .code(CodeColumn(codes: codes, dictionary: order.map { texts[$0] }))
        }
    }
}

private func appendKept<Cell>(_ cells: [Cell], _ keep: [UInt32]?, to column: inout [Cell]) {
    guard let keep else {
        column.append(contentsOf: cells)
        return
    }
    column.reserveCapacity(column.count + keep.count)
    for record in keep { column.append(cells[Int(record)]) }
}
