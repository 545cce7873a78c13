import Pipeline
import Testing

@Suite struct `What changes from one file to another` {
    /// The lines of each that the other has not, by sets: the twin.
    private func bySets(_ old: [String], _ new: [String]) -> (gone: [String], come: [String]) {
        (old.filter { !Set(new).contains($0) }, new.filter { !Set(old).contains($0) })
    }

    private func bytes(_ lines: [String]) -> [UInt8] {
        Array((["header"] + lines).map { $0 + "\n" }.joined().utf8)
    }

    @Test(arguments: UInt64(1)...300)
    func `is told whatever went, came, changed and moved`(seed: UInt64) {
        var random = SeededRandom(state: seed)
        let count = Int.random(in: 0...40, using: &random)
        let old = (0..<count).map { "line \($0) \(Int.random(in: 0...99, using: &random))" }
        var new: [String] = []
        for line in old {
            switch Int.random(in: 0...9, using: &random) {
            case 0: break
            case 1: new.append(line + "1")
            case 2: new += ["new \(new.count)", line]
            default: new.append(line)
            }
        }
        if new.count > 3, Bool.random(using: &random) {
            new.swapAt(0, Int.random(in: 1..<new.count, using: &random))
        }
        let change = LineChange(from: bytes(old), to: bytes(new))
        let twin = bySets(old, new)
        #expect(change.gone == bytes(twin.gone), "seed \(seed)")
        #expect(change.come == bytes(twin.come), "seed \(seed)")
    }

    @Test func `is nothing where both are the same, and all where one is empty`() {
        let (some, none) = (bytes(["a", "b"]), bytes([]))
        #expect(LineChange(from: some, to: some).come == none)
        #expect(LineChange(from: none, to: some).come == some)
        #expect(LineChange(from: some, to: none).gone == some)
    }
}
