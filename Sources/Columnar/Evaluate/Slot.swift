/// One thing to gather for every group: what several aggregates of several measures may share.
struct Slot: Hashable, Sendable {
    enum Work: Hashable, Sendable {
        case count
        /// Rows where a flag is true: an argument that is not null.
        case countWhere(Int)
        case sum(Int)
        case least(Int)
        case greatest(Int)
        /// All values, for medians, percentiles and distinct ones.
        case sample(Int)
        /// All texts, given numbers that hold for all pieces: of a node of ranks, of a column.
        case texts(Int)
        case identifiers(column: Int)
        /// All spans of time, for peaks.
        case spans(from: Int, to: Int)
    }

    /// Index of the condition that rows must satisfy.
    let condition: Int
    /// Node that must be true besides: a filter, an argument that is not null.
    let mask: Int?
    let work: Work
}

/// How an aggregate is read from its slot.
enum Readout: Sendable {
    case count(slot: Int)
    case distinct(slot: Int)
    case sum(slot: Int)
    case mean(slot: Int)
    case extreme(slot: Int)
    case median(slot: Int)
    case percentile(slot: Int, rank: Exact)
    case peak(slot: Int)

    var slot: Int {
        switch self {
        case .count(let slot), .distinct(let slot), .sum(let slot), .mean(let slot),
            .extreme(let slot), .median(let slot), .percentile(let slot, _), .peak(let slot):
            slot
        }
    }
}

/// One side of a measure: its arithmetic, and where its aggregates are read.
struct Side: Sendable {
    let expression: AggregateExpression
    let readouts: [Readout]
}

/// A measure in terms of slots.
struct PlannedMeasure: Sendable {
    /// Slot that counts the rows satisfying the condition.
    let members: Int
    let numerator: Side
    let denominator: Side?

    /// All slots that it is read from.
    var slots: [Int] {
        [members] + (numerator.readouts + (denominator?.readouts ?? [])).map(\.slot)
    }
}
