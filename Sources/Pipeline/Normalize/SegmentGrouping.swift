import Columnar

/// Which neighbouring segments become one piece of their table.
///
/// Small ones of one input, of one moment of receipt and of the same kinds of cells, as long as
/// nobody must know which segment a row was in: parents and children do, and corrections.
struct SegmentGrouping {
    /// Rows of a segment that is small.
    private static let small = 1 << 13
    /// Bytes of cells of a piece: far below what a column of texts can hold.
    private static let mostBytes = 1 << 28

    /// What segments must have in common.
    private struct Likeness: Equatable {
        let input: String
        let receipt: UInt32
        let kinds: [UInt8]
    }

    /// The segments of each piece.
    private(set) var ranges: [Range<Int>] = []

    /// Groups segments; `source` gives input and receipt of each, nil for one that stays alone.
    init(_ segments: [Segment], of source: (Int) -> (input: String, receipt: UInt32)?) {
        var open: Likeness?
        var rows = 0
        var bytes = 0
        for (index, segment) in segments.enumerated() {
            var own: Likeness?
            if segment.rowCount <= Self.small, !segment.isStored,
                let (input, receipt) = source(index)
            {
                own = Likeness(input: input, receipt: receipt, kinds: segment.columns.map(\.kind))
            }
            if own != nil, own == open, rows + segment.rowCount <= PartSink.length,
                bytes + segment.size <= Self.mostBytes
            {
                ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<index + 1
                rows += segment.rowCount
                bytes += segment.size
            } else {
                ranges.append(index..<index + 1)
                (open, rows, bytes) = (own, segment.rowCount, segment.size)
            }
        }
    }

    /// The segments of each piece, moved out of where they were.
    func grouped(_ segments: inout [Segment]) -> [[Segment]] {
        var own: [Segment?] = segments.map { $0 }
        segments = []
        return ranges.map { range in range.compactMap { own[$0].take() } }
    }
}

extension SegmentColumn {
    /// What the cells are, as far as columns must agree to become one.
    fileprivate var kind: UInt8 {
        switch self {
        case .stored: 0
        case .codes: 1
        case .values(.null): 2
        case .values(.narrow): 3
        case .values(.integer), .values(.instant), .values(.duration): 4
        case .values(.flag): 5
        case .values(.identifier): 6
        case .values(.code): 7
        }
    }
}
