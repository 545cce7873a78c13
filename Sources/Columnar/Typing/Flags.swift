/// Cells of a flag column, ordered so that AND is the lesser and OR the greater of two.
package enum FlagCell {
    /// False.
    package static let no: UInt8 = 0
    /// Unknown: null.
    package static let unknown: UInt8 = 1
    /// True.
    package static let yes: UInt8 = 2
}

/// How a column of truth values is written.
package struct FlagRule: Sendable {
    /// Texts that mean true.
    package let yes: [String]
    /// Texts that mean false.
    package let no: [String]
    /// Texts that stand for no value.
    package let nulls: [String]
    fileprivate let declaredYes: DeclaredTexts
    fileprivate let declaredNo: DeclaredTexts
    fileprivate let declaredNulls: DeclaredTexts

    /// A rule; nil if a text is declared with two meanings.
    package init?(yes: [String], no: [String], nulls: [String] = []) {
        let texts = [yes, no, nulls].map { Array(Set($0.map { Array($0.utf8) })) }
        guard Set(texts.joined()).count == texts.map(\.count).reduce(0, +) else { return nil }
        self.yes = yes
        self.no = no
        self.nulls = nulls
        declaredYes = DeclaredTexts(yes)
        declaredNo = DeclaredTexts(no)
        declaredNulls = DeclaredTexts(nulls)
    }
}

/// Appends one cell a record: 0 false, 1 unknown, 2 true.
///
/// Unknown are absent and blank fields and declared nulls, and also every text that is not
/// declared; those are named in `rejected` by their index in the batch.
package func appendFlags(
    _ bytes: Span<UInt8>, starts: Span<UInt32>, ends: Span<UInt32>, rule: FlagRule,
    to cells: inout [UInt8], rejected: inout [UInt32]
) {
    precondition(starts.count == ends.count)
    for record in 0..<starts.count {
        let field = trimmed(bytes, fieldOf: record, starts, ends)
        if field.isEmpty || rule.declaredNulls.contains(bytes, field) {
            cells.append(FlagCell.unknown)
        } else if rule.declaredYes.contains(bytes, field) {
            cells.append(FlagCell.yes)
        } else if rule.declaredNo.contains(bytes, field) {
            cells.append(FlagCell.no)
        } else {
            cells.append(FlagCell.unknown)
            rejected.append(UInt32(record))
        }
    }
}
