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
    let storage: Storage

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

    /// Appends the cells of the records that `keep` names, in order; nil: of all.
    mutating func append(_ raw: RawColumn, keep: [UInt32]?) throws {
        switch storage {
        case .cells:
            if raw.isCode {
                appendLevels(raw, keep)
            } else if case .duration(let unit) = raw.mapped.type, unit != 1 {
                let seconds = raw.cells.map { $0 == missing ? missing : $0 &* unit }
                appendKept(seconds, keep, to: &cells)
            } else {
                appendKept(raw.cells, keep, to: &cells)
            }
        case .flags: appendKept(raw.flags, keep, to: &flags)
        case .codes: appendCodes(raw, keep)
        case .identifiers:
            let texts = raw.isCode ? try raw.resolvedTexts() : raw.identifiers
            try identifiers.append(keep.map { texts.gathered($0) } ?? texts)
        }
    }

    private mutating func appendLevels(_ raw: RawColumn, _ keep: [UInt32]?) {
        let levels = raw.resolved.map { meaning in
            if case .level(let level) = meaning { level } else { missing }
        }
        let all = raw.codes.map { $0 == missingCode ? missing : levels[Int($0)] }
        appendKept(all, keep, to: &cells)
    }

    private mutating func appendCodes(_ raw: RawColumn, _ keep: [UInt32]?) {
        let start = codes.count
        appendKept(raw.codes, keep, to: &codes)
        var own: [UInt32] = []
        for meaning in raw.resolved {
            if case .code(let text) = meaning {
                own.append(intern(text))
            } else {
                own.append(missingCode)
            }
        }
        for row in start..<codes.count where codes[row] != missingCode {
            codes[row] = own[Int(codes[row])]
        }
    }

    /// Appends the same text in so many cells; nil: null.
    mutating func append(_ text: String?, count: Int) {
        switch storage {
        case .cells: cells.append(contentsOf: repeatElement(missing, count: count))
        case .flags: flags.append(contentsOf: repeatElement(1, count: count))
        case .codes:
            let code = text.map { intern($0) } ?? missingCode
            codes.append(contentsOf: repeatElement(code, count: count))
        case .identifiers:
            for _ in 0..<count {
                identifiers.bytes.append(contentsOf: (text ?? "").utf8)
                identifiers.ends.append(UInt32(identifiers.bytes.count))
            }
        }
    }

    private mutating func intern(_ text: String) -> UInt32 {
        if let code = codeOfText[text] { return code }
        let code = UInt32(texts.count)
        codeOfText[text] = code
        texts.append(text)
        return code
    }

    /// The finished column, its dictionary in byte order so that no order of files shows in it.
    ///
    /// The cells move out; what is left is empty.
    mutating func finish() -> Column {
        defer { (cells, flags, codes, identifiers) = ([], [], [], IdentifierColumn()) }
        switch storage {
        case .cells(.instant): return .instant(cells)
        case .cells(.duration): return .duration(cells)
        case .cells: return .integer(cells)
        case .flags: return .flag(flags)
        case .identifiers: return .identifier(identifiers)
        case .codes:
            let order = texts.indices.sorted {
                texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8)
            }
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
