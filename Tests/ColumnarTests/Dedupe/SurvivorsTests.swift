import Columnar
import Testing

/// One row of a small world: what it is called, how old it is, when it came, what it holds.
struct VersionedRow: Hashable {
    var key: String
    var updatedAt: Int64
    var receipt: UInt32
    var content: Int
}

/// The first row of each row's key; an empty key is nobody else's.
func leaders(_ keys: [String]) -> [UInt32] {
    var first: [String: UInt32] = [:]
    return keys.indices.map { row in
        if keys[row].isEmpty { return UInt32(row) }
        let leader = first[keys[row]] ?? UInt32(row)
        first[keys[row]] = leader
        return leader
    }
}

func decide(_ rows: [VersionedRow]) -> DedupeOutcome {
    survivors(
        leaders: leaders(rows.map(\.key)), updatedAt: rows.map(\.updatedAt),
        receipt: rows.map(\.receipt),
        content: { one, other in
            let (one, other) = (rows[Int(one)].content, rows[Int(other)].content)
            return one == other ? 0 : one < other ? -1 : 1
        })
}

/// The rule as it is written, by grouping and sorting: the slow twin.
func decideSlowly(_ rows: [VersionedRow]) -> (survivor: [UInt32], fates: [RowFate]) {
    var survivor = rows.indices.map { UInt32($0) }
    var fates = rows.map { _ in RowFate.survives }
    for key in Set(rows.map(\.key)) where !key.isEmpty {
        let group = rows.indices.filter { rows[$0].key == key }
        let best = group.max { one, other in
            let (one, other) = (rows[one], rows[other])
            return (one.updatedAt, Int(one.receipt), one.content)
                < (other.updatedAt, Int(other.receipt), other.content)
        }
        guard let best else { continue }
        let isCopy = { (row: Int) in
            rows[row].updatedAt == rows[best].updatedAt && rows[row].content == rows[best].content
        }
        let standing = group.first(where: isCopy) ?? best
        for row in group where row != standing {
            survivor[row] = UInt32(standing)
            fates[row] = isCopy(row) ? .duplicate : .superseded
        }
    }
    return (survivor, fates)
}

@Suite struct `Survivors` {
    @Test(
        arguments: [
            ([(5, 1, 1), (6, 0, 0)], [1, 1], "the later change beats a later receipt"),
            ([(missing, 9, 9), (0, 0, 0)], [1, 1], "an unknown time of change is the oldest"),
            ([(5, 2, 1), (5, 1, 9)], [0, 0], "the later receipt beats greater content"),
            ([(5, 1, 1), (5, 1, 9)], [1, 1], "the greater content decides at last"),
            ([(5, 1, 7), (5, 9, 7)], [0, 0], "the first of exact copies stands for all"),
            ([(5, 1, 7), (5, 2, 8), (5, 3, 7)], [0, 0, 0], "a copy that came again wins by it"),
            (
                [(4, 1, 3), (5, 1, 7), (5, 2, 7)], [1, 1, 1],
                "an older first row supports the copies"
            ),
        ] as [([(Int64, UInt32, Int)], [UInt32], String)])
    func `follow the order of versions`(
        versions: [(Int64, UInt32, Int)], survivor: [UInt32], why: String
    ) {
        let rows = versions.map {
            VersionedRow(key: "H29-1", updatedAt: $0.0, receipt: $0.1, content: $0.2)
        }
        #expect(decide(rows).survivor == survivor, "\(why)")
    }

    @Test func `copies and older versions are told apart and counted`() {
        let rows = [
            VersionedRow(key: "a", updatedAt: 5, receipt: 1, content: 7),
            VersionedRow(key: "a", updatedAt: 4, receipt: 2, content: 6),
            VersionedRow(key: "a", updatedAt: 5, receipt: 3, content: 7),
            VersionedRow(key: "", updatedAt: 5, receipt: 1, content: 7),
            VersionedRow(key: "", updatedAt: 5, receipt: 1, content: 7),
            VersionedRow(key: "a ", updatedAt: 5, receipt: 1, content: 7),
        ]
        let outcome = decide(rows)
        #expect(outcome.survivor == [0, 0, 0, 3, 4, 5])
        let fates: [RowFate] = [
            .survives, .superseded, .duplicate, .survives, .survives, .survives,
        ]
        #expect(outcome.fates == fates)
        #expect((outcome.duplicates, outcome.superseded) == (1, 1))
    }

    @Test(arguments: [51, 52, 53, 54] as [UInt64])
    func `agree with grouping and sorting`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for size in [0, 1, 2, 10, 100, 1000] {
            let rows = randomRows(size, &random)
            let outcome = decide(rows)
            let (survivor, fates) = decideSlowly(rows)
            #expect(outcome.survivor == survivor && outcome.fates == fates, "seed \(seed)")
            #expect(outcome.duplicates == fates.count { $0 == .duplicate })
            #expect(outcome.superseded == fates.count { $0 == .superseded })
        }
    }

    @Test(arguments: [61] as [UInt64])
    func `a hundred shuffles leave the same rows by content`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var rows = randomRows(500, &random)
        let first = standing(rows)
        let counts = decide(rows)
        for _ in 0..<100 {
            rows.shuffle(using: &random)
            let outcome = decide(rows)
            guard standing(rows) == first, outcome.duplicates == counts.duplicates,
                outcome.superseded == counts.superseded
            else {
                Issue.record("seed \(seed)")
                return
            }
        }
    }

    private func standing(_ rows: [VersionedRow]) -> [VersionedRow: Int] {
        let outcome = decide(rows)
        var found: [VersionedRow: Int] = [:]
        for (row, survivor) in zip(rows, outcome.survivor) where !row.key.isEmpty {
            var content = rows[Int(survivor)]
            content.receipt = 0
            found[content, default: 0] += 1
            #expect(content.key == row.key)
        }
        return found
    }

    private func randomRows(_ count: Int, _ random: inout SplitMix64) -> [VersionedRow] {
        (0..<count).map { _ in
            let key = Int.random(in: 0...max(1, count / 3), using: &random)
            let updatedAt = Int64.random(in: 0..<3, using: &random)
            return VersionedRow(
                key: key == 0 ? "" : "H29-\(key)", updatedAt: updatedAt == 0 ? missing : updatedAt,
                receipt: UInt32.random(in: 0..<3, using: &random),
                content: Int.random(in: 0..<3, using: &random))
        }
    }
}

@Suite struct `Repeated identities` {
    /// Every pair of rows of one identity, whatever kind of column a piece has for it.
    @Test func `are found however a piece keeps a null`() {
        var ids = IdentifierColumn()
        for text in ["a", "b", "", "a"] {
            ids.bytes += Array(text.utf8)
            ids.ends.append(UInt32(ids.bytes.count))
        }
        let units: [Column] = [
            .null(.text, count: 4),
            .code(CodeColumn(codes: [UInt32](repeating: missingCode, count: 4), dictionary: [])),
        ]
        let numbers: [Column] = [
            .integer([missing, missing, missing, missing]), .null(.integer, count: 4),
            .numbers([missing, missing, missing, missing], .integer),
        ]
        for unit in units {
            for number in numbers {
                let hashes = identityHashes(
                    [.identifier(ids), unit, number], leading: 0, rowCount: 4)
                let other = identityHashes(
                    [.identifier(ids), units[0], numbers[0]], leading: 0, rowCount: 4)
                #expect(hashes == other)
                #expect(hashes[2] == 0 && hashes[0] == hashes[3] && hashes[0] != hashes[1])
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `are those that a dictionary finds, by any number of lanes`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            (0..<Int.random(in: 0...30_000, using: &random)).map { _ in
                UInt64.random(in: 0...40_000, using: &random) &* 0x9e37_79b9_7f4a_7c15
            }
        }
        var rows: [UInt64: [UInt32]] = [:]
        for (row, hash) in pieces.joined().enumerated() where hash != 0 {
            rows[hash, default: []].append(UInt32(row))
        }
        let expected = rows.values.filter { $0.count > 1 }.joined().sorted()
        let bases = pieces.indices.map { pieces[..<$0].reduce(0) { $0 + $1.count } }
        let total = pieces.reduce(0) { $0 + $1.count }
        let dealt = zip(pieces, bases).map { DealtHashes($0, from: $1, of: total) }
        for lanes in 1...3 {
            let found = (0..<lanes).map { RepeatedRows(dealt, lane: $0, of: lanes) }
            let named = found.flatMap(\.rows)
            #expect(named.sorted() == expected, "seed \(seed), \(lanes) lanes")
            let hashes = Array(pieces.joined())
            for lane in found {
                for (row, leader) in zip(lane.rows, lane.leaders) {
                    let first = rows[hashes[Int(row)]]?.first
                    #expect(lane.rows[Int(leader)] == first, "seed \(seed)")
                }
            }
        }
    }

    /// A hash that several keys share costs time and changes nothing.
    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `are told apart by their keys`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let numbers = (0..<20_000).map { _ in Int.random(in: 0..<12_000, using: &random) }
        let hashes = numbers.map { UInt64($0 % 3_000 + 1) &* 0x9e37_79b9_7f4a_7c15 }
        var found = RepeatedRows([DealtHashes(hashes, from: 0, of: hashes.count)])
        let rows = found.rows
        found.tellApart { numbers[Int(rows[$0])] == numbers[Int(rows[$1])] }
        var first: [Int: UInt32] = [:]
        for (row, number) in numbers.enumerated() where first[number] == nil {
            first[number] = UInt32(row)
        }
        for (row, leader) in zip(found.rows, found.leaders) {
            #expect(found.rows[Int(leader)] == first[numbers[Int(row)]], "seed \(seed)")
        }
    }
}
