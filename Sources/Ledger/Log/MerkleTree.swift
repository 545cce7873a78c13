/// A Merkle hash tree over leaves of bytes (RFC 6962, section 2.1).
///
/// A leaf is hashed as SHA-256(0x00 ‖ leaf), an inner node as SHA-256(0x01 ‖ left ‖ right), so that
/// no leaf can be taken for a node. Of n leaves the left subtree has the greatest power of two
/// below n. All subtrees that are whole are kept: any root and any proof takes a few hashes.
package struct MerkleTree: Sendable {
    /// At `[k][i]` the hash of the 2^k leaves from number i · 2^k on, where all of them are there.
    private var levels: [[Digest]] = []

    /// A tree without leaves.
    package init() {}

    /// The tree over these leaves.
    package init(leaves: some Sequence<[UInt8]>) {
        for leaf in leaves { append(leaf) }
    }

    /// Number of leaves.
    package var count: Int { levels.first?.count ?? 0 }

    /// Adds a leaf.
    package mutating func append(_ leaf: [UInt8]) {
        append(hash: Self.hash(leaf: leaf))
    }

    /// Adds a leaf of which only the hash is known.
    package mutating func append(hash leaf: Digest) {
        var hash = leaf
        var level = 0
        while true {
            if level == levels.count { levels.append([]) }
            levels[level].append(hash)
            let count = levels[level].count
            guard count.isMultiple(of: 2) else { return }
            hash = Self.hash(left: levels[level][count - 2], right: hash)
            level += 1
        }
    }

    /// The root over all leaves.
    package var root: Digest { hash(of: 0..<count) }

    /// The root over the first leaves; nil where there are not as many.
    package func root(of size: Int) -> Digest? {
        (0...count).contains(size) ? hash(of: 0..<size) : nil
    }

    /// The hash of a leaf, by its number from 0; nil where there is no such leaf.
    package func leaf(_ index: Int) -> Digest? {
        (0..<count).contains(index) ? levels[0][index] : nil
    }

    /// Shows that a leaf, by its number from 0, is in the tree of the first `size` leaves; nil
    /// where it is not.
    package func inclusionProof(of index: Int, in size: Int) -> InclusionProof? {
        guard let root = root(of: size), index >= 0, index < size else { return nil }
        return InclusionProof(
            index: index, size: size, leaf: levels[0][index],
            path: path(to: index, in: 0..<size), root: root)
    }

    /// Shows that the tree of the first `size` leaves begins with that of the first `oldSize`; nil
    /// where it does not.
    package func consistencyProof(from oldSize: Int, to size: Int) -> ConsistencyProof? {
        guard let root = root(of: size), oldSize <= size, let oldRoot = self.root(of: oldSize)
        else { return nil }
        let path = oldSize == 0 ? [] : path(from: oldSize, in: 0..<size, isWhole: true)
        return ConsistencyProof(
            oldSize: oldSize, oldRoot: oldRoot, size: size, root: root, path: path)
    }

    /// The hash of a leaf.
    package static func hash(leaf: [UInt8]) -> Digest {
        var stream = DigestStream()
        stream.append([0x00])
        stream.append(leaf)
        return stream.finish()
    }

    /// The hash of an inner node.
    package static func hash(left: Digest, right: Digest) -> Digest {
        .of([0x01] + left.bytes + right.bytes)
    }

    /// What stands for a tree without leaves.
    package static var emptyRoot: Digest { .of([]) }

    /// MTH of RFC 6962.
    ///
    /// A range begins at a multiple of the least power of two that holds it, so a
    /// range of such a length is one of the whole subtrees.
    private func hash(of range: Range<Int>) -> Digest {
        let count = range.count
        guard count > 0 else { return Self.emptyRoot }
        if count & (count - 1) == 0 {
            let level = count.trailingZeroBitCount
            return levels[level][range.lowerBound >> level]
        }
        let (left, right) = halves(of: range)
        return Self.hash(left: hash(of: left), right: hash(of: right))
    }

    /// PATH of RFC 6962: what is hashed with the leaf on the way up, from the leaf on.
    private func path(to index: Int, in range: Range<Int>) -> [Digest] {
        guard range.count > 1 else { return [] }
        let (left, right) = halves(of: range)
        return left.contains(index)
            ? path(to: index, in: left) + [hash(of: right)]
            : path(to: index, in: right) + [hash(of: left)]
    }

    /// SUBPROOF of RFC 6962; `isWhole` while the old tree's own root, which its holder knows, is
    /// below.
    private func path(from old: Int, in range: Range<Int>, isWhole: Bool) -> [Digest] {
        if old == range.upperBound { return isWhole ? [] : [hash(of: range)] }
        let (left, right) = halves(of: range)
        return old <= left.upperBound
            ? path(from: old, in: left, isWhole: isWhole) + [hash(of: right)]
            : path(from: old, in: right, isWhole: false) + [hash(of: left)]
    }
}

/// The leaves of the left and of the right subtree; there are at least two.
private func halves(of range: Range<Int>) -> (left: Range<Int>, right: Range<Int>) {
    let power = Int.bitWidth - 1 - (range.count - 1).leadingZeroBitCount
    let middle = range.lowerBound + (1 << power)
    return (range.lowerBound..<middle, middle..<range.upperBound)
}

/// The root of a Merkle tree that grows leaf by leaf, in memory for one hash a level.
package struct MerkleFrontier: Sendable {
    /// The whole subtrees at the right edge: at `[k]` the one of 2^k leaves, where there is one.
    private var subtrees: [Digest?] = []

    /// Number of leaves.
    package private(set) var count = 0

    /// No leaves yet.
    package init() {}

    /// Adds a leaf.
    package mutating func append(_ leaf: [UInt8]) {
        var hash = MerkleTree.hash(leaf: leaf)
        var level = 0
        while level < subtrees.count, let left = subtrees[level] {
            hash = MerkleTree.hash(left: left, right: hash)
            subtrees[level] = nil
            level += 1
        }
        if level == subtrees.count { subtrees.append(nil) }
        subtrees[level] = hash
        count += 1
    }

    /// The root over all leaves so far.
    package var root: Digest {
        var root: Digest?
        for case let left? in subtrees {
            root = root.map { MerkleTree.hash(left: left, right: $0) } ?? left
        }
        return root ?? MerkleTree.emptyRoot
    }
}
