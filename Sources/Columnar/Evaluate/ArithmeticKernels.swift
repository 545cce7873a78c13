// Arithmetic on cells. Overflow is collected over the block in one flag, so that the loops need no
// exit; only if it is set are the rows at fault looked for, by `overflows`.

/// Sums, null where either is null; true if any row overflows.
func add(
    _ left: Span<Int64>, _ right: Span<Int64>, into result: inout MutableSpan<Int64>
) -> Bool {
    var faults: Int64 = 0
    for index in 0..<min(left.count, right.count, result.count) {
        let (x, y) = (left[index], right[index])
        let sum = x &+ y
        let null = nullMask(x) | nullMask(y)
        // Negative where the sign is neither's, or where the sum would be null.
        faults |= ((x ^ sum) & (y ^ sum) | nullMask(sum)) & ~null
        result[index] = sum & ~null | missing & null
    }
    return faults < 0
}

/// Differences, null where either is null; true if any row overflows.
func subtract(
    _ left: Span<Int64>, _ right: Span<Int64>, into result: inout MutableSpan<Int64>
) -> Bool {
    var faults: Int64 = 0
    for index in 0..<min(left.count, right.count, result.count) {
        let (x, y) = (left[index], right[index])
        let difference = x &- y
        let null = nullMask(x) | nullMask(y)
        faults |= ((x ^ y) & (x ^ difference) | nullMask(difference)) & ~null
        result[index] = difference & ~null | missing & null
    }
    return faults < 0
}

/// All ones for null, else nothing: no branch on a cell.
@inline(__always)
private func nullMask(_ cell: Int64) -> Int64 { cell == missing ? -1 : 0 }

/// Products, null where either is null; true if any row overflows.
func multiply(
    _ left: Span<Int64>, _ right: Span<Int64>, into result: inout MutableSpan<Int64>
) -> Bool {
    var overflowed = false
    for index in 0..<min(left.count, right.count, result.count) {
        let (x, y) = (left[index], right[index])
        let (product, isTooLarge) = x.multipliedReportingOverflow(by: y)
        let isNull = x == missing || y == missing
        overflowed = overflowed || (!isNull && (isTooLarge || product == missing))
        result[index] = isNull ? missing : product
    }
    return overflowed
}

/// Midnights, null where null; true if any row overflows.
func dayStarts(_ cells: Span<Int64>, into result: inout MutableSpan<Int64>) -> Bool {
    var faults: Int64 = 0
    for index in 0..<min(cells.count, result.count) {
        let instant = cells[index]
        let rest = instant % 86_400
        let second = rest &+ (rest >> 63 & 86_400)
        let midnight = instant &- second
        let null = nullMask(instant)
        // Seconds are never negative: only the sign of what is left can be wrong.
        faults |= (instant & ~midnight | nullMask(midnight)) & ~null
        result[index] = midnight & ~null | missing & null
    }
    return faults < 0
}

/// Midnight of an instant's day, null for null; nil where it is beyond 64 bits.
func checkedDayStart(_ instant: Int64) -> Int64? {
    guard instant != missing else { return missing }
    let second = instant % 86_400
    let (midnight, isTooLarge) = instant.subtractingReportingOverflow(
        second < 0 ? second + 86_400 : second)
    return isTooLarge || midnight == missing ? nil : midnight
}

/// Quotients toward zero, null where either is null or the divisor is 0.
func divide(_ left: Span<Int64>, _ right: Span<Int64>, into result: inout MutableSpan<Int64>) {
    for index in 0..<min(left.count, right.count, result.count) {
        let (x, y) = (left[index], right[index])
        let isNull = x == missing || y == missing || y == 0
        // Null is the only integer whose quotient by -1 would not fit.
        result[index] = isNull ? missing : x / y
    }
}

/// What division toward zero leaves, null where either is null or the divisor is 0.
func modulo(_ left: Span<Int64>, _ right: Span<Int64>, into result: inout MutableSpan<Int64>) {
    for index in 0..<min(left.count, right.count, result.count) {
        let (x, y) = (left[index], right[index])
        let isNull = x == missing || y == missing || y == 0
        result[index] = isNull ? missing : x % y
    }
}

/// Numbers without their sign, null where null.
func magnitudes(_ cells: Span<Int64>, into result: inout MutableSpan<Int64>) {
    for index in 0..<min(cells.count, result.count) {
        let cell = cells[index]
        result[index] = cell < 0 && cell != missing ? -cell : cell
    }
}

/// The lesser of each cell and what is there, null counting as none.
func keepLesser(_ cells: Span<Int64>, into result: inout MutableSpan<Int64>) {
    for index in 0..<min(cells.count, result.count) {
        result[index] = lesser(result[index], cells[index])
    }
}

/// The greater of each cell and what is there; null is the least of all.
func keepGreater(_ cells: Span<Int64>, into result: inout MutableSpan<Int64>) {
    for index in 0..<min(cells.count, result.count) {
        result[index] = max(result[index], cells[index])
    }
}

/// Parts of instants, null where null.
func extract(
    _ field: CalendarField, _ cells: Span<Int64>, into result: inout MutableSpan<Int64>
) {
    for index in 0..<min(cells.count, result.count) {
        let cell = cells[index]
        result[index] = cell == missing ? missing : field.value(of: cell)
    }
}

extension ArithmeticOperator {
    /// The result, null where either is null or the divisor is 0; nil where it is beyond 64 bits.
    func checked(_ left: Int64, _ right: Int64) -> Int64? {
        guard left != missing, right != missing else { return missing }
        let (result, isTooLarge) =
            switch self {
            case .dividedBy: (right == 0 ? missing : left / right, false)
            case .modulo: (right == 0 ? missing : left % right, false)
            case .plus: left.addingReportingOverflow(right)
            case .minus: left.subtractingReportingOverflow(right)
            case .times: left.multipliedReportingOverflow(by: right)
            }
        if self == .dividedBy || self == .modulo { return result }
        return isTooLarge || result == missing ? nil : result
    }
}
