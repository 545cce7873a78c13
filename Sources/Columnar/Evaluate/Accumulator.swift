/// What one slot has gathered in one scope; empty until the first row comes.
struct Accumulator: Sendable {
    /// By group: rows.
    var counts: [Int64] = []
    /// By group: exact sums.
    ///
    /// 128 bits hold the sum of 2^63 cells of 64 bits.
    var sums: [Int128] = []
    /// By group: least or greatest cell, null where there is none.
    var extremes: [Int64] = []
    /// Of a sample or of spans, by grouping: the group of each; empty for the whole.
    var codes: [[UInt32]] = []
    /// The values of a sample, or where spans begin.
    var values: [Int64] = []
    /// The texts whose numbers are the values of a sample of texts.
    var texts: Interner?
    /// Where spans end.
    var ends: [Int64] = []

    /// Takes up what a later part of the rows has gathered.
    mutating func merge(_ other: Accumulator, _ work: Slot.Work) {
        if counts.isEmpty {
            counts = other.counts
        } else {
            for index in other.counts.indices { counts[index] &+= other.counts[index] }
        }
        if sums.isEmpty {
            sums = other.sums
        } else {
            for index in other.sums.indices { sums[index] &+= other.sums[index] }
        }
        if extremes.isEmpty {
            extremes = other.extremes
        } else {
            for (index, cell) in other.extremes.enumerated() {
                if case .least = work {
                    extremes[index] = lesser(extremes[index], cell)
                } else {
                    extremes[index] = max(extremes[index], cell)
                }
            }
        }
        if values.isEmpty {
            (codes, values, ends, texts) = (other.codes, other.values, other.ends, other.texts)
        } else if let others = other.texts {
            let own = texts?.merge(others) ?? []
            for index in other.codes.indices { codes[index] += other.codes[index] }
            values += other.values.map { $0 < 0 ? $0 : Int64(own[Int($0)]) }
        } else {
            for index in other.codes.indices { codes[index] += other.codes[index] }
            values += other.values
            ends += other.ends
        }
    }
}

/// The lesser of two cells, null counting as none.
func lesser(_ left: Int64, _ right: Int64) -> Int64 {
    left == missing ? right : (right == missing ? left : min(left, right))
}

extension Accumulator {
    /// Makes room for groups at the first row.
    mutating func prepare(for work: Slot.Work, length: Int) {
        switch work {
        case .sum where sums.isEmpty:
            sums = [Int128](repeating: 0, count: length)
            counts = [Int64](repeating: 0, count: length)
        case .least where extremes.isEmpty, .greatest where extremes.isEmpty:
            extremes = [Int64](repeating: missing, count: length)
        default: break
        }
    }

    /// Spreads cells, none of them null, over groups.
    mutating func add(
        _ cells: Span<Int64>, _ rows: Span<UInt32>, _ codes: Span<UInt32>, _ groups: GroupRange,
        _ work: Slot.Work
    ) {
        switch work {
        case .least:
            var extremes = extremes.mutableSpan
            least(cells, rows, codes, groups, into: &extremes)
        case .greatest:
            var extremes = extremes.mutableSpan
            greatest(cells, rows, codes, groups, into: &extremes)
        default:
            var sums = sums.mutableSpan
            sum(cells, rows, codes, groups, into: &sums)
            var counts = counts.mutableSpan
            count(rows, codes, groups, into: &counts)
        }
    }

    /// Appends cells of a block, none of them null.
    mutating func append(_ lane: BlockEvaluation.Lane, _ present: RowList) {
        present.withRows { pick($0, of: lane.cells.span, from: lane.start, to: &values) }
    }

    /// Appends the number of a text, which is the same for the same text.
    mutating func append(text: Span<UInt8>) {
        var texts: Interner?
        swap(&texts, &self.texts)
        if texts == nil { texts = Interner() }
        let code = texts?.intern(text) ?? missingCode
        // The interner knows no empty text.
        values.append(code == missingCode ? -1 : Int64(code))
        swap(&texts, &self.texts)
    }

    /// Appends the groups of rows of a block that begins at `first`.
    mutating func appendCodes(
        _ rows: RowList, from first: Int, _ groupings: [Grouping], _ wanted: [Int]
    ) {
        if codes.isEmpty { codes = [[UInt32]](repeating: [], count: groupings.count) }
        for grouping in wanted where !groupings[grouping].isWhole {
            let all = groupings[grouping].codes
            var own: [UInt32] = []
            swap(&own, &codes[grouping])
            rows.withRows { pick($0, of: all.span, from: first, to: &own) }
            swap(&own, &codes[grouping])
        }
    }
}

/// Appends the cells of rows of a block that begins at `start`.
private func pick<Cell: FixedWidthInteger & BitwiseCopyable>(
    _ rows: Span<UInt32>, of cells: Span<Cell>, from start: Int, to picked: inout [Cell]
) {
    let first = picked.count
    picked.append(contentsOf: repeatElement(0, count: rows.count))
    var out = picked.mutableSpan
    for index in 0..<rows.count { out[first &+ index] = cells[start &+ Int(rows[index])] }
}
