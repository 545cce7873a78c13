import Columnar
import Testing

@Suite struct `Collisions` {
    @Test func `rows with one key and contradicting identity are named`() {
        let rows = ["a", "a", "b", "a", "b", "c"].enumerated().map {
            VersionedRow(key: $1, updatedAt: 9 - Int64($0), receipt: 0, content: $0)
        }
        let procedures: [Int64] = [1, 2, 5, 1, missing, 7]
        let days: [Int64] = [missing, 10, 20, 11, 20, 30]
        let found = collisions(in: decide(rows), identity: [procedures, days])
        #expect(
            found == [
                Collision(row: 1, other: 0, column: 0),
                Collision(row: 3, other: 1, column: 1),
            ])
    }

    @Test func `without contradiction there is none`() {
        let rows = (0..<10).map {
            VersionedRow(key: "same", updatedAt: Int64($0), receipt: 0, content: $0)
        }
        let identity: [[Int64]] = [
            Array(repeating: 5, count: 10), Array(repeating: missing, count: 10),
            (0..<10).map { $0 % 2 == 0 ? 3 : missing },
        ]
        #expect(collisions(in: decide(rows), identity: identity) == [])
        #expect(collisions(in: decide([]), identity: [[]]) == [])
    }
}
