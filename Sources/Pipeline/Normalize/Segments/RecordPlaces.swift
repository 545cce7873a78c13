import Columnar

/// Where the records of a stretch of a file begin, those that made no row among them.
///
/// They are written with a segment, so that a record can be shown without reading its file again,
/// and are in memory for no longer than that: no figure depends on them.
struct RecordPlaces: Sendable {
    /// Number of the first record in its file.
    var first = 1
    /// Byte offset of the first record in the file as decompressed.
    var offset = 0
    /// How far behind the one before it each record begins; 0 for the first.
    var steps = Self.none

    /// No record is known.
    static let none = SegmentColumn.values(.null(.integer, count: 0))

    /// Nothing is known.
    init() {}

    /// The places of records that begin there.
    init(first: Int, offsets: [Int]) {
        self.first = first
        offset = offsets.first ?? 0
        if let narrow = NarrowCells(stepsOf: offsets) {
            steps = .values(.narrow(narrow))
            return
        }
        var steps: [Int64] = []
        steps.reserveCapacity(offsets.count)
        var before = offset
        for offset in offsets {
            steps.append(Int64(offset - before))
            before = offset
        }
        self.steps = .values(.numbers(steps, .integer))
    }

    /// Gives the memory back; what lies in a file stays known.
    mutating func forget() {
        if case .values = steps { steps = Self.none }
    }

    /// The byte offset of a record; nil where it is not known.
    func offset(of record: Int) throws -> Int? {
        guard case .stored(let stored) = steps else { return nil }
        guard record >= first, record - first < stored.rowCount else { return nil }
        guard case .values(let column) = try stored.load() else { return nil }
        var place = offset
        for index in 0...(record - first) { place += Int(column.number(index)) }
        return place
    }

    /// Whether they lie in a file as whole numbers.
    var fits: Bool {
        guard case .stored(let stored) = steps else { return false }
        return stored.type == .integer && [.null, .narrow, .wide].contains(stored.kind)
    }
}

extension PartReading {
    /// Gives back the memory that places of records take, of the children as well.
    mutating func forgetPlaces() {
        segment.places.forget()
        for index in children.indices { children[index].forgetPlaces() }
    }
}
