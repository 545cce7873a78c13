/// The first limit that a record breaks, in the order of its bytes, with the position to report.
///
/// `fieldEnds` are the ends of its complete fields; an incomplete record has one field more, up to
/// `end`. The order makes the answer the same however the file was cut into blocks.
func brokenLimit(
    _ limits: ReadLimits, start: Int, fieldEnds: ArraySlice<UInt32>, end: Int
) -> (kind: TabularError.Kind, position: Int)? {
    var fieldStart = start
    var fields = 0
    func check(_ fieldEnd: Int) -> (kind: TabularError.Kind, position: Int)? {
        fields += 1
        if fields > limits.columns {
            return (.tooManyFields(limit: limits.columns), start)
        }
        let fieldBreaks = fieldEnd - fieldStart > limits.field
        if fieldEnd - start > limits.record,
            !fieldBreaks || fieldStart + limits.field > start + limits.record
        {
            return (.recordTooLong(limit: limits.record), start)
        }
        if fieldBreaks { return (.fieldTooLong(limit: limits.field), fieldStart) }
        fieldStart = fieldEnd + 1
        return nil
    }
    for fieldEnd in fieldEnds {
        if let broken = check(Int(fieldEnd)) { return broken }
    }
    return fieldStart <= end ? check(end) : nil
}
