/// Shows that one leaf is in a tree, to somebody who knows only the tree's size and root.
///
/// The size is not bound by the proof but by whoever vouches for size and root: a checkpoint.
package struct InclusionProof: Sendable, Equatable {
    /// Number of the leaf, from 0.
    package var index: Int
    /// Number of leaves of the tree.
    package var size: Int
    /// The hash of the leaf.
    package var leaf: Digest
    /// What is hashed with it on the way up, from the leaf on.
    package var path: [Digest]
    /// The root of the tree.
    package var root: Digest

    /// A proof.
    package init(index: Int, size: Int, leaf: Digest, path: [Digest], root: Digest) {
        self.index = index
        self.size = size
        self.leaf = leaf
        self.path = path
        self.root = root
    }

    /// Whether leaf and path lead to the root (RFC 9162, 2.1.3.2).
    package var holds: Bool {
        guard index >= 0, index < size else { return false }
        var (place, last) = (index, size - 1)
        var hash = leaf
        for sibling in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = MerkleTree.hash(left: sibling, right: hash)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleTree.hash(left: hash, right: sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// `{"index":…,"kind":"inclusion","leaf":…,"path":[…],"root":…,"size":…}`, hashes in
    /// hexadecimal, the index from 0.
    package var members: CanonicalJSON.Members {
        var members = CanonicalJSON.Members()
        members["kind"] = "inclusion"
        members["index"] = .integer(Int64(index))
        members["size"] = .integer(Int64(size))
        members["leaf"] = .string(leaf.hex)
        members["path"] = .array(path.map { .string($0.hex) })
        members["root"] = .string(root.hex)
        return members
    }
}

/// Shows that a tree begins with an older one, to somebody who knows sizes and roots of both.
package struct ConsistencyProof: Sendable, Equatable {
    /// Number of leaves of the older tree.
    package var oldSize: Int
    /// The root of the older tree.
    package var oldRoot: Digest
    /// Number of leaves of the tree.
    package var size: Int
    /// The root of the tree.
    package var root: Digest
    /// What both roots are made of, from below.
    package var path: [Digest]

    /// A proof.
    package init(oldSize: Int, oldRoot: Digest, size: Int, root: Digest, path: [Digest]) {
        self.oldSize = oldSize
        self.oldRoot = oldRoot
        self.size = size
        self.root = root
        self.path = path
    }

    /// Whether the path leads to both roots (RFC 9162, 2.1.4.2).
    package var holds: Bool {
        guard 0 < oldSize, oldSize < size else { return isPlain }
        // The root of an old tree that is a whole subtree of the new one is not said twice.
        let isSubtree = oldSize & (oldSize - 1) == 0
        let hashes = isSubtree ? [oldRoot] + path : path
        guard !path.isEmpty, let first = hashes.first else { return false }
        var (place, last) = (oldSize - 1, size - 1)
        while place & 1 == 1 {
            place >>= 1
            last >>= 1
        }
        var (old, new) = (first, first)
        for sibling in hashes.dropFirst() {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                old = MerkleTree.hash(left: sibling, right: old)
                new = MerkleTree.hash(left: sibling, right: new)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                new = MerkleTree.hash(left: new, right: sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && old == oldRoot && new == root
    }

    /// Whether nothing has to be shown: the same tree, or one that had no leaves.
    private var isPlain: Bool {
        guard path.isEmpty else { return false }
        if oldSize == size { return size >= 0 && oldRoot == root }
        return oldSize == 0 && size > 0 && oldRoot == MerkleTree.emptyRoot
    }

    /// `{"kind":"consistency","old_root":…,"old_size":…,"path":[…],"root":…,"size":…}`, hashes in
    /// hexadecimal.
    package var members: CanonicalJSON.Members {
        var members = CanonicalJSON.Members()
        members["kind"] = "consistency"
        members["old_size"] = .integer(Int64(oldSize))
        members["old_root"] = .string(oldRoot.hex)
        members["size"] = .integer(Int64(size))
        members["root"] = .string(root.hex)
        members["path"] = .array(path.map { .string($0.hex) })
        return members
    }
}
