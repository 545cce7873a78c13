import Columnar

/// What a KPI comes to for each member of a level and each value of another column, in a period.
struct CaseMix {
    /// One member's cases of one kind.
    struct Cell {
        /// Code of the member.
        let member: String
        /// What the cases have in common, as a procedure.
        let kind: String
        let tally: Tally
    }

    /// By member, then kind, in byte order; none without rows.
    let cells: [Cell]

    /// Tallies by two columns at once: the same measure over the same rows as the figures, the
    /// pairs of codes that occur being the groups.
    init(
        of measure: Measure, over table: DatasetTable, member: String, kind: String, in scope: Scope
    ) throws {
        let shape = table.shape
        guard let first = CodePlace(member, in: shape), let second = CodePlace(kind, in: shape)
        else {
            cells = []
            return
        }
        let pieces = try table.pieces.map { piece in
            let rows = try piece.table(Set(measure.columns + [member, kind]))
            return (rows: rows, pairs: PairCodes(first.codes(rows), second.codes(rows)))
        }
        let pairs = Set(pieces.flatMap { Set($0.pairs.pairs) }).sorted()
        let plan = try TallyPlan(
            [measure], over: shape, groupCounts: [pairs.count], in: [scope])
        var gatherer = TallyGatherer(plan)
        for (piece, base) in zip(pieces, table.bases) {
            try gatherer.gather(
                piece.rows, by: [piece.pairs.grouping(among: pairs)], base: base)
        }
        let tallies = try plan.tallies(of: [gatherer.partial], scope: 0)[0][0]
        cells = zip(pairs, tallies).compactMap { pair, tally in
            guard tally.members > 0 else { return nil }
            return Cell(
                member: first.name(pair.first), kind: second.name(pair.second), tally: tally)
        }
    }
}

/// A column of codes, those without one having a code of their own behind the others.
private struct CodePlace {
    let column: Int
    let dictionary: [String]

    init?(_ name: String, in shape: Table) {
        guard let place = shape.names.firstIndex(of: name) else { return nil }
        column = place
        if case .code(let codes) = shape.columns[place] {
            dictionary = codes.dictionary
        } else {
            dictionary = []
        }
    }

    /// The code of each row; a text that is written like the word for none is none.
    func codes(_ rows: Table) -> [UInt32] {
        let none = UInt32(dictionary.count)
        guard case .code(let codes) = rows.columns[column] else {
            return [UInt32](repeating: none, count: rows.rowCount)
        }
        let alias = dictionary.firstIndex(of: LevelGrouping.unnamed).map { UInt32($0) } ?? none
        return codes.codes.map { $0 >= none || $0 == alias ? none : $0 }
    }

    func name(_ code: UInt32) -> String {
        code < dictionary.count ? dictionary[Int(code)] : LevelGrouping.unnamed
    }
}

/// Two codes of one row.
private struct CodePair: Hashable, Comparable {
    let first: UInt32
    let second: UInt32

    static func < (left: CodePair, right: CodePair) -> Bool {
        (left.first, left.second) < (right.first, right.second)
    }
}

/// The pair of each row of a piece.
private struct PairCodes {
    let pairs: [CodePair]

    init(_ first: [UInt32], _ second: [UInt32]) {
        pairs = zip(first, second).map { CodePair(first: $0, second: $1) }
    }

    /// The rows grouped by the place of their pair.
    func grouping(among known: [CodePair]) -> Grouping {
        let places = Dictionary(
            zip(known, (0..<UInt32(known.count))), uniquingKeysWith: { first, _ in first })
        return Grouping(codes: pairs.map { places[$0] ?? missingCode }, count: known.count)
    }
}
