import Ledger
import Testing

@Suite struct `A Merkle tree` {
    /// The leaves by which implementations of RFC 6962 are checked, in hexadecimal.
    static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ].map { hexadecimal($0) }

    @Test func `has the published root at every size`() {
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        let whole = MerkleTree(leaves: Self.leaves)
        var frontier = MerkleFrontier()
        for (size, root) in roots.enumerated() {
            #expect(MerkleTree(leaves: Self.leaves.prefix(size)).root.hex == root)
            #expect(whole.root(of: size)?.hex == root)
            #expect(frontier.root.hex == root && frontier.count == size)
            if size < Self.leaves.count { frontier.append(Self.leaves[size]) }
        }
    }

    @Test(arguments: [
        (0, 1, []),
        (
            0, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            5, 8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1, 5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ])
    func `proves inclusion as published`(_ index: Int, _ size: Int, _ path: [String]) throws {
        let tree = MerkleTree(leaves: Self.leaves)
        let proof = try #require(tree.inclusionProof(of: index, in: size))
        #expect(proof.path.map(\.hex) == path)
        #expect(proof.holds)
    }

    @Test(arguments: [
        (1, 1, []),
        (
            1, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            6, 8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (
            2, 5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ])
    func `proves consistency as published`(_ old: Int, _ size: Int, _ path: [String]) throws {
        let tree = MerkleTree(leaves: Self.leaves)
        let proof = try #require(tree.consistencyProof(from: old, to: size))
        #expect(proof.path.map(\.hex) == path)
        #expect(proof.holds)
    }

    @Test func `agrees with the recursive definition at every size up to 40`() throws {
        let leaves = (0..<40).map { [UInt8($0), 7] }
        let tree = MerkleTree(leaves: leaves)
        for size in 0...leaves.count {
            #expect(tree.root(of: size) == slowRoot(leaves[..<size]))
            for index in 0..<size {
                let proof = try #require(tree.inclusionProof(of: index, in: size))
                #expect(proof.path == slowPath(index, leaves[..<size]) && proof.holds)
            }
            for old in 1..<max(size, 1) {
                let proof = try #require(tree.consistencyProof(from: old, to: size))
                #expect(proof.path == slowSubproof(old, leaves[..<size], true) && proof.holds)
                #expect(proof.oldRoot == slowRoot(leaves[..<old]))
            }
        }
    }

    @Test func `agrees with the recursive definition at sizes of chance`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix64(state: seed)
        for _ in 0..<12 {
            let count = Int.random(in: 1...700, using: &random)
            let leaves = (0..<count).map { _ in
                (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
            }
            let tree = MerkleTree(leaves: leaves)
            var frontier = MerkleFrontier()
            for leaf in leaves { frontier.append(leaf) }
            #expect(
                tree.root == slowRoot(leaves[...]) && frontier.root == tree.root, "seed \(seed)")
            for _ in 0..<12 {
                let size = Int.random(in: 1...count, using: &random)
                let place = Int.random(in: 0..<size, using: &random)
                let inclusion = try #require(tree.inclusionProof(of: place, in: size))
                #expect(inclusion.path == slowPath(place, leaves[..<size]), "seed \(seed)")
                #expect(inclusion.holds, "seed \(seed)")
                let consistency = try #require(tree.consistencyProof(from: place + 1, to: size))
                #expect(
                    consistency.path == slowSubproof(place + 1, leaves[..<size], true),
                    "seed \(seed)")
                #expect(consistency.holds, "seed \(seed)")
            }
        }
    }

    @Test func `proves nothing that is not there`() {
        let tree = MerkleTree(leaves: Self.leaves)
        #expect(tree.root(of: 9) == nil && tree.root(of: -1) == nil && tree.leaf(8) == nil)
        #expect(tree.inclusionProof(of: 3, in: 3) == nil)
        #expect(tree.inclusionProof(of: -1, in: 3) == nil)
        #expect(tree.inclusionProof(of: 0, in: 9) == nil)
        #expect(tree.consistencyProof(from: 4, to: 3) == nil)
        #expect(tree.consistencyProof(from: 4, to: 9) == nil)
        #expect(tree.consistencyProof(from: -1, to: 3) == nil)
        #expect(tree.consistencyProof(from: 0, to: 3)?.holds == true)
        #expect(tree.consistencyProof(from: 3, to: 3)?.holds == true)
    }
}

@Suite struct `A proof` {
    private let tree = MerkleTree(leaves: (0..<21).map { [UInt8($0)] })

    @Test func `of inclusion is refused when any bit of it is flipped`() throws {
        for index in [0, 6, 15, 16, 19, 20] {
            let good = try #require(tree.inclusionProof(of: index, in: 21))
            for bit in 0..<256 {
                var bad = good
                bad.leaf = flipped(good.leaf, bit)
                #expect(!bad.holds)
                bad = good
                bad.root = flipped(good.root, bit)
                #expect(!bad.holds)
                for place in good.path.indices {
                    bad = good
                    bad.path[place] = flipped(good.path[place], bit)
                    #expect(!bad.holds)
                }
            }
            for other in -1...70 where other != index {
                var bad = good
                bad.index = other
                #expect(!bad.holds, "\(index) as \(other)")
            }
        }
    }

    @Test func `of consistency is refused when any bit of it is flipped`() throws {
        for old in [1, 4, 7, 16, 20] {
            let good = try #require(tree.consistencyProof(from: old, to: 21))
            for bit in 0..<256 {
                var bad = good
                bad.oldRoot = flipped(good.oldRoot, bit)
                #expect(!bad.holds)
                bad = good
                bad.root = flipped(good.root, bit)
                #expect(!bad.holds)
                for place in good.path.indices {
                    bad = good
                    bad.path[place] = flipped(good.path[place], bit)
                    #expect(!bad.holds)
                }
            }
        }
    }

    @Test func `with a hash too many, too few or in another place is refused`() throws {
        let inclusion = try #require(tree.inclusionProof(of: 6, in: 21))
        let consistency = try #require(tree.consistencyProof(from: 7, to: 21))
        func expectRefused(_ path: (inout [Digest]) -> Void) {
            var (first, second) = (inclusion, consistency)
            path(&first.path)
            path(&second.path)
            #expect(!first.holds && !second.holds)
        }
        expectRefused { $0.removeLast() }
        expectRefused { $0.removeFirst() }
        expectRefused { $0 = [] }
        expectRefused { $0.append(.zero) }
        expectRefused { $0.insert($0[0], at: 0) }
        expectRefused { $0.swapAt(0, 1) }
    }

    @Test func `of impossible numbers is refused`() {
        let root = tree.root
        for (index, size) in [(0, 0), (-1, 1), (1, 1), (5, -3), (Int.max, Int.max), (0, Int.min)] {
            let proof = InclusionProof(index: index, size: size, leaf: root, path: [], root: root)
            #expect(!proof.holds)
        }
        for (old, size) in [(2, 1), (-1, 1), (0, 0), (-1, -1), (Int.min, Int.max), (3, Int.max)] {
            let proof = ConsistencyProof(
                oldSize: old, oldRoot: .zero, size: size, root: root, path: [])
            #expect(!proof.holds)
        }
    }

    /// What is two nodes to one tree must not be a leaf to another.
    @Test func `of a node in the guise of a leaf is refused`() throws {
        let node = MerkleTree(leaves: [[0], [1]]).root
        let disguised = MerkleTree.hash(leaf: [0x01] + MerkleTree.hash(leaf: [0]).bytes)
        #expect(node != disguised)
        let good = try #require(tree.inclusionProof(of: 0, in: 21))
        var bad = good
        bad.leaf = node
        bad.path.removeFirst()
        #expect(!bad.holds)
    }

    @Test func `is written as documented`() throws {
        let inclusion = try #require(tree.inclusionProof(of: 1, in: 2))
        let text = String(decoding: CanonicalJSON.object(inclusion.members).bytes, as: UTF8.self)
        #expect(
            text
                == #"{"index":1,"kind":"inclusion","leaf":"\#(inclusion.leaf.hex)","path":["#
                + #""\#(inclusion.path[0].hex)"],"root":"\#(inclusion.root.hex)","size":2}"#)
        let consistency = try #require(tree.consistencyProof(from: 1, to: 2))
        #expect(
            String(decoding: CanonicalJSON.object(consistency.members).bytes, as: UTF8.self)
                == #"{"kind":"consistency","old_root":"\#(consistency.oldRoot.hex)","old_size":1,"#
                + #""path":["\#(consistency.path[0].hex)"],"root":"\#(consistency.root.hex)","#
                + #""size":2}"#)
    }
}

func flipped(_ digest: Digest, _ bit: Int) -> Digest {
    var bytes = digest.bytes
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    return Digest(bytes: bytes) ?? .zero
}

func hexadecimal(_ text: String) -> [UInt8] {
    var digits = Substring(text)
    var bytes: [UInt8] = []
    while let byte = UInt8(digits.prefix(2), radix: 16) {
        bytes.append(byte)
        digits = digits.dropFirst(2)
    }
    return bytes
}

// The definitions of RFC 6962, word for word and slow.

private func slowRoot(_ leaves: ArraySlice<[UInt8]>) -> Digest {
    guard leaves.count > 1 else { return leaves.first.map { .of([0] + $0) } ?? .of([]) }
    let (left, right) = slowHalves(leaves)
    return .of([1] + slowRoot(left).bytes + slowRoot(right).bytes)
}

private func slowPath(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [Digest] {
    guard leaves.count > 1 else { return [] }
    let (left, right) = slowHalves(leaves)
    return index < left.count
        ? slowPath(index, left) + [slowRoot(right)]
        : slowPath(index - left.count, right) + [slowRoot(left)]
}

private func slowSubproof(_ old: Int, _ leaves: ArraySlice<[UInt8]>, _ isWhole: Bool) -> [Digest] {
    if old == leaves.count { return isWhole ? [] : [slowRoot(leaves)] }
    let (left, right) = slowHalves(leaves)
    return old <= left.count
        ? slowSubproof(old, left, isWhole) + [slowRoot(right)]
        : slowSubproof(old - left.count, right, false) + [slowRoot(left)]
}

private func slowHalves(
    _ leaves: ArraySlice<[UInt8]>
) -> (ArraySlice<[UInt8]>, ArraySlice<[UInt8]>) {
    var power = 1
    while power * 2 < leaves.count { power *= 2 }
    return (leaves.prefix(power), leaves.dropFirst(power))
}
