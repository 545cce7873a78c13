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
