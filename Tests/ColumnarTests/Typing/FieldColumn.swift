import Columnar

/// The fields of one column as a reader yields them; nil is an absent field.
struct FieldColumn {
    private(set) var bytes: [UInt8] = []
    private(set) var starts: [UInt32] = []
    private(set) var ends: [UInt32] = []

    /// Lays the texts out with something between them that belongs to no field.
    init(_ texts: [String?], between gap: String = ",\"") {
        for text in texts {
            guard let text else {
                starts.append(.max)
                ends.append(.max)
                continue
            }
            bytes += Array(gap.utf8)
            starts.append(UInt32(bytes.count))
            bytes += Array(text.utf8)
            ends.append(UInt32(bytes.count))
        }
    }

    func instants(_ rule: InstantRule) -> (cells: [Int64], rejected: [UInt32]) {
        var cells: [Int64] = []
        var rejected: [UInt32] = []
        appendInstants(
            bytes.span, starts: starts.span, ends: ends.span, rule: rule, to: &cells,
            rejected: &rejected)
        return (cells, rejected)
    }

    func integers(_ rule: IntegerRule) -> (cells: [Int64], rejected: [UInt32]) {
        var cells: [Int64] = []
        var rejected: [UInt32] = []
        appendIntegers(
            bytes.span, starts: starts.span, ends: ends.span, rule: rule, to: &cells,
            rejected: &rejected)
        return (cells, rejected)
    }

    func flags(_ rule: FlagRule) -> (cells: [UInt8], rejected: [UInt32]) {
        var cells: [UInt8] = []
        var rejected: [UInt32] = []
        appendFlags(
            bytes.span, starts: starts.span, ends: ends.span, rule: rule, to: &cells,
            rejected: &rejected)
        return (cells, rejected)
    }

    func codes(_ interner: inout Interner) -> [UInt32] {
        var codes: [UInt32] = []
        interner.append(bytes.span, starts: starts.span, ends: ends.span, to: &codes)
        return codes
    }

    func identifiers() throws -> IdentifierColumn {
        var column = IdentifierColumn()
        try column.append(bytes.span, starts: starts.span, ends: ends.span)
        return column
    }
}

/// The instant of a text `yyyy-MM-dd HH:mm:ss` or `yyyy-MM-dd`, by arithmetic on days alone.
func instant(_ text: String) -> Int64? {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count == 3 || numbers.count == 6,
        let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
    else { return nil }
    guard numbers.count == 6 else { return date.instant }
    return date.instant + Int64(numbers[3] * 3600 + numbers[4] * 60 + numbers[5])
}
