// Arithmetic on cells. Overflow is collected over the block in one flag, so that the loops need no
// exit; only if it is set are the rows at fault looked for, by `overflows`.

/// Sums, null where either is null; true if any row overflows.
func add(
    _ left: Span<Int64>, _ right: Span<Int64>, into result: inout MutableSpan<Int64>
) -> Bool {
    var overflowed = false
    for index in 0..<min(left.count, right.count, result.count) {
        let (x, y) = (left[index], right[index])
        let (sum, isTooLarge) = x.addingReportingOverflow(y)
        let isNull = x == missing || y == missing
        overflowed = overflowed || (!isNull && (isTooLarge || sum == missing))
        result[index] = isNull ? missing : sum
    }
    return overflowed
}

/// Differences, null where either is null; true if any row overflows.
func subtract(
    _ left: Span<Int64>, _ right: Span<Int64>, into result: inout MutableSpan<Int64>
) -> Bool {
    var overflowed = false
    for index in 0..<min(left.count, right.count, result.count) {
        let (x, y) = (left[index], right[index])
        let (difference, isTooLarge) = x.subtractingReportingOverflow(y)
        let isNull = x == missing || y == missing
        overflowed = overflowed || (!isNull && (isTooLarge || difference == missing))
        result[index] = isNull ? missing : difference
    }
    return overflowed
}

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
    var overflowed = false
    for index in 0..<min(cells.count, result.count) {
        let midnight = checkedDayStart(cells[index])
        overflowed = overflowed || midnight == nil
        result[index] = midnight ?? missing
    }
    return overflowed
}

/// Midnight of an instant's day, null for null; nil where it is beyond 64 bits.
func checkedDayStart(_ instant: Int64) -> Int64? {
    guard instant != missing else { return missing }
    let second = instant % 86_400
    let (midnight, isTooLarge) = instant.subtractingReportingOverflow(
        second < 0 ? second + 86_400 : second)
    return isTooLarge || midnight == missing ? nil : midnight
}

extension ArithmeticOperator {
    /// The result, null where either is null; nil where it is beyond 64 bits.
    func checked(_ left: Int64, _ right: Int64) -> Int64? {
        guard left != missing, right != missing else { return missing }
        let (result, isTooLarge) =
            switch self {
            case .plus: left.addingReportingOverflow(right)
            case .minus: left.subtractingReportingOverflow(right)
            case .times: left.multipliedReportingOverflow(by: right)
            }
        return isTooLarge || result == missing ? nil : result
    }
}
