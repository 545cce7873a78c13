/// How a column of whole numbers is written.
package struct IntegerRule: Sendable {
    /// Texts that stand for no value.
    package let nulls: [String]
    /// The character between groups of three digits, if there may be one; only ASCII.
    package let groupSeparator: UInt8?
    fileprivate let declaredNulls: DeclaredTexts

    /// A rule; without a separator a number is digits only.
    package init(nulls: [String] = [], groupSeparator: UInt8? = nil) {
        self.nulls = nulls
        self.groupSeparator = groupSeparator
        declaredNulls = DeclaredTexts(nulls)
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
    cells.reserve(adding: starts.count)
    for record in 0..<starts.count {
        let field = trimmed(bytes, fieldOf: record, starts, ends)
        // Up to 18 plain digits cannot overflow and are most numbers that there are.
        if let value = shortNumber(bytes, field), rule.nulls.isEmpty {
            cells.append(value)
        } else if field.isEmpty || rule.declaredNulls.contains(bytes, field) {
            cells.append(missing)
        } else if let value = signedNumber(bytes, field, groups: rule.groupSeparator) {
            cells.append(value)
        } else {
            cells.append(missing)
            rejected.append(UInt32(record))
        }
    }
}

private func shortNumber(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Int64? {
    guard 1...18 ~= field.count else { return nil }
    var value: Int64 = 0
    for index in field {
        let digit = bytes[index] &- 0x30
        guard digit < 10 else { return nil }
        value = value &* 10 &+ Int64(digit)
    }
    return value
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

extension [Int64] {
    /// Room for so many more cells, growing in doubling steps.
    fileprivate mutating func reserve(adding cells: Int) {
        let needed = count + cells
        if needed > capacity { reserveCapacity(Swift.max(needed, 2 * capacity)) }
    }
}
