/// How a column of whole numbers is written.
package struct IntegerRule: Sendable {
    /// Texts that stand for no value.
    package let nulls: [String]
    /// The character between groups of three digits, if there may be one; only ASCII.
    package let groupSeparator: UInt8?
    fileprivate let declaredNulls: DeclaredTexts
    /// The numbers that declared nulls spell, such as `0` or `-1`.
    fileprivate let nullNumbers: [Int64]

    /// A rule; without a separator a number is digits only.
    package init(nulls: [String] = [], groupSeparator: UInt8? = nil) {
        self.nulls = nulls
        self.groupSeparator = groupSeparator
        declaredNulls = DeclaredTexts(nulls)
        nullNumbers = nulls.compactMap { Int64($0) }
    }
}

/// Appends one cell a record: a whole number, or `missing`.
///
/// A sign may stand before the digits, zeros too. Missing are absent and blank fields and declared
/// nulls, and also what is no such number or does not fit into 64 bits; those are named in
/// `rejected` by their index in the batch. The least `Int64` is rejected, since it means null.
package func appendIntegers(
    _ bytes: Span<UInt8>, starts: Span<UInt32>, ends: Span<UInt32>, rule: IntegerRule,
    to cells: inout [Int64], rejected: inout [UInt32]
) {
    precondition(starts.count == ends.count)
    let base = cells.count
    cells.append(contentsOf: repeatElement(missing, count: starts.count))
    var cells = cells.mutableSpan
    for record in 0..<starts.count where starts[record] != ends[record] {
        if let value = shortNumber(bytes, starts[record], ends[record]),
            !rule.nullNumbers.contains(value)
        {
            cells[base + record] = value
            continue
        }
        let field = trimmed(bytes, fieldOf: record, starts, ends)
        if field.isEmpty || rule.declaredNulls.contains(bytes, field) { continue }
        if let value = signedNumber(bytes, field, groups: rule.groupSeparator) {
            cells[base + record] = value
        } else {
            rejected.append(UInt32(record))
        }
    }
}

/// The number of one to eight plain digits, read as one word; nil for all else.
@inline(__always)
private func shortNumber(_ bytes: Span<UInt8>, _ start: UInt32, _ end: UInt32) -> Int64? {
    let field = checkedField(start, end, in: bytes)
    guard field.count &- 1 < 8, field.start &+ 8 <= bytes.count else { return nil }
    // Shifted so that the last digit stands highest; below the first, zeros stand in as digits.
    let shift = UInt64(64 &- 8 &* field.count)
    var digits = (word(bytes, at: field.start) ^ 0x3030_3030_3030_3030) &<< shift
    let wrong = digits | (digits &+ 0x7676_7676_7676_7676)
    guard wrong & 0x8080_8080_8080_8080 == 0 else { return nil }
    digits = (digits &* 10 &+ digits &>> 8) & 0x00FF_00FF_00FF_00FF
    digits = (digits &* 100 &+ digits &>> 16) & 0x0000_FFFF_0000_FFFF
    digits = (digits &* 10_000 &+ digits &>> 32) & 0xFFFF_FFFF
    return Int64(truncatingIfNeeded: digits)
}

/// The number with its sign and, where a separator is declared, in groups of three or in none.
private func signedNumber(_ bytes: Span<UInt8>, _ field: Range<Int>, groups: UInt8?) -> Int64? {
    var index = field.lowerBound
    let sign = bytes[index]
    let isNegative = sign == UInt8(ascii: "-")
    if isNegative || sign == UInt8(ascii: "+") { index += 1 }
    guard index < field.upperBound else { return nil }
    var value: Int64 = 0
    var digitsInGroup = 0
    var isGrouped = false
    while index < field.upperBound {
        let byte = bytes[index]
        if let groups, byte == groups {
            guard isGrouped ? digitsInGroup == 3 : 1...3 ~= digitsInGroup else { return nil }
            isGrouped = true
            digitsInGroup = 0
        } else {
            guard isDigit(byte) else { return nil }
            let (tenfold, over) = value.multipliedReportingOverflow(by: 10)
            let (next, beyond) = tenfold.subtractingReportingOverflow(Int64(byte - 0x30))
            guard !over, !beyond else { return nil }
            value = next
            digitsInGroup += 1
        }
        index += 1
    }
    // Counted downwards, where there is one number more: that one is `missing`.
    guard !isGrouped || digitsInGroup == 3, value != missing else { return nil }
    return isNegative ? value : -value
}
