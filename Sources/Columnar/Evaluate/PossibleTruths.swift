/// Which truth values a condition can have in a block, by the extents of its columns alone.
struct PossibleTruths: OptionSet {
    let rawValue: UInt8

    static let no = PossibleTruths(rawValue: 1)
    static let unknown = PossibleTruths(rawValue: 2)
    static let yes = PossibleTruths(rawValue: 4)
    static let any: PossibleTruths = [.no, .unknown, .yes]

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    init(canBeTrue: Bool, canBeFalse: Bool, canBeUnknown: Bool) {
        self = []
        if canBeTrue { insert(.yes) }
        if canBeFalse { insert(.no) }
        if canBeUnknown { insert(.unknown) }
    }

    /// After NOT.
    var negated: PossibleTruths {
        PossibleTruths(
            canBeTrue: contains(.no), canBeFalse: contains(.yes), canBeUnknown: contains(.unknown))
    }

    /// After AND: the least of both.
    func and(_ other: PossibleTruths) -> PossibleTruths {
        let both = union(other)
        return PossibleTruths(
            canBeTrue: contains(.yes) && other.contains(.yes), canBeFalse: both.contains(.no),
            canBeUnknown: both.contains(.unknown) && self != .no && other != .no)
    }
}

extension BlockEvaluation {
    /// The truths that a node can have in the block; nothing is evaluated.
    func possibleTruths(_ node: Int, _ zones: TableZones) -> PossibleTruths {
        switch graph.nodes[node] {
        case .truth(let truth): PossibleTruths(rawValue: 1 << truth)
        case .not(let inner): possibleTruths(inner, zones).negated
        case .all(let parts):
            parts.reduce(.yes) { $0.and(possibleTruths($1, zones)) }
        case .any(let parts):
            parts.reduce(PossibleTruths.yes) { $0.and(possibleTruths($1, zones).negated) }.negated
        case .isNull(let inner):
            extent(inner, zones).map {
                PossibleTruths(
                    canBeTrue: $0.hasNull, canBeFalse: $0.hasValue, canBeUnknown: false)
            } ?? .any
        case .less(let left, let right):
            comparison(left, right, zones, { $0.least < $1.greatest }, { $0.greatest >= $1.least })
        case .lessOrEqual(let left, let right):
            comparison(left, right, zones, { $0.least <= $1.greatest }, { $0.greatest > $1.least })
        case .equal(let left, let right):
            comparison(
                left, right, zones, { $0.least <= $1.greatest && $1.least <= $0.greatest },
                { $0.least != $1.greatest || $0.greatest != $1.least })
        default: .any
        }
    }

    /// The truths that a node can have in the block, where what no period changes is evaluated, for
    /// all periods at once: an old block has no open case left, whatever the next month is.
    ///
    /// Only for nodes that cannot fail.
    mutating func observedTruths(_ node: Int, _ zones: TableZones) -> PossibleTruths {
        let possible = possibleTruths(node, zones)
        if possible == .no || possible == .yes { return possible }
        if !graph.isPeriodic[node] {
            if observed[node].block != blockStamp {
                let flags = flags(of: node)
                let met = truths(among: flags.span.extracting(0..<rows.count))
                observed[node] = (met, blockStamp)
            }
            return observed[node].truths
        }
        switch graph.nodes[node] {
        case .not(let inner): return observedTruths(inner, zones).negated
        case .all(let parts):
            var whole = PossibleTruths.yes
            for part in parts { whole = whole.and(observedTruths(part, zones)) }
            return whole
        case .any(let parts):
            var whole = PossibleTruths.yes
            for part in parts { whole = whole.and(observedTruths(part, zones).negated) }
            return whole.negated
        case .less(let left, let right), .lessOrEqual(let left, let right),
            .equal(let left, let right):
            observeExtent(left)
            observeExtent(right)
            usesObserved = true
            defer { usesObserved = false }
            return possibleTruths(node, zones)
        default: return possible
        }
    }

    /// Finds out between which values numbers lie in the block that are worked out of columns.
    private mutating func observeExtent(_ node: Int) {
        switch graph.nodes[node] {
        case .choice, .coalesce, .least, .greatest:
            guard !graph.isPeriodic[node], observedExtents[node].block != blockStamp else {
                return
            }
            let lane = numbers(of: node)
            let found = Columnar.extent(of: lane.cells.span.extracting(lane.range(rows)))
            observedExtents[node] = (found, blockStamp)
        default: break
        }
    }

    private func comparison(
        _ left: Int, _ right: Int, _ zones: TableZones, _ canHold: (Extent, Extent) -> Bool,
        _ canFail: (Extent, Extent) -> Bool
    ) -> PossibleTruths {
        guard let left = extent(left, zones), let right = extent(right, zones) else { return .any }
        let hasValues = left.hasValue && right.hasValue
        return PossibleTruths(
            canBeTrue: hasValues && canHold(left, right),
            canBeFalse: hasValues && canFail(left, right),
            canBeUnknown: left.hasNull || right.hasNull)
    }

    private func extent(_ node: Int, _ zones: TableZones) -> Extent? {
        if let value = scalar(node) { return .only(value) }
        if usesObserved, observedExtents[node].block == blockStamp {
            return observedExtents[node].extent
        }
        switch graph.nodes[node] {
        case .numbers(let column):
            let block = rows.lowerBound / TableZones.blockLength
            return block < zones.columns[column].count ? zones.columns[column][block] : nil
        case .choice(_, let values, let otherwise): return union(values + [otherwise], zones)
        case .coalesce(let parts):
            guard var whole = union(parts, zones) else { return nil }
            // Null only where every part is null.
            whole.hasNull = parts.allSatisfy { extent($0, zones)?.hasNull ?? true }
            return whole
        default: return nil
        }
    }

    /// Between which values a node lies that has those of one of these.
    private func union(_ nodes: [Int], _ zones: TableZones) -> Extent? {
        var whole: Extent?
        for node in nodes {
            guard let extent = extent(node, zones) else { return nil }
            whole = whole?.union(extent) ?? extent
        }
        return whole
    }
}

/// The truths that occur among flags.
private func truths(among flags: Span<UInt8>) -> PossibleTruths {
    var (met, falses): (UInt8, UInt8) = (0, 0)
    for index in 0..<flags.count {
        met |= flags[index]
        falses |= flags[index] == 0 ? 1 : 0
    }
    return PossibleTruths(
        canBeTrue: met & 2 != 0, canBeFalse: falses != 0, canBeUnknown: met & 1 != 0)
}
