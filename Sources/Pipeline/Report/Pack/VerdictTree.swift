import Columnar
import Ledger

/// What single cases were counted as in one period of a run, as a Merkle tree whose leaves nobody
/// can guess: each holds a secret that only the key gives.
struct VerdictTree {
    /// Name of the run that computed the period.
    let run: String
    let period: Period
    /// The hashes of all leaves, sorted.
    let leaves: [Digest]
    /// The leaves of the case that was asked for, as canonical JSON.
    let wanted: [[UInt8]]
    /// The root over the leaves.
    let root: Digest

    init(run: String, period: Period, leaves: [Digest], wanted: [[UInt8]]) {
        self.run = run
        self.period = period
        self.leaves = leaves
        self.wanted = wanted
        var tree = MerkleTree()
        for leaf in leaves { tree.append(hash: leaf) }
        root = tree.root
    }

    private var tree: MerkleTree {
        var tree = MerkleTree()
        for leaf in leaves { tree.append(hash: leaf) }
        return tree
    }

    /// The line that tells of the tree.
    var event: JournalEvent {
        .verdictsPublished(run: run, period: period.name, root: root, count: leaves.count)
    }

    /// The wanted leaves, each with the way from it to the root.
    var proofs: [(leaf: [UInt8], proof: InclusionProof)] {
        let tree = tree
        return wanted.compactMap { leaf in
            let hash = MerkleTree.hash(leaf: leaf)
            // Equal leaves have one hash: any of their places will do.
            guard let index = leaves.firstIndex(of: hash),
                let proof = tree.inclusionProof(of: index, in: tree.count)
            else { return nil }
            return (leaf, proof)
        }
    }
}

/// Makes the trees of verdicts of a table of cases, block by block.
struct VerdictGathering {
    private let table: FactTable
    private let key: KeyedHash
    /// The code of a case of which the leaves are kept.
    private let code: String?
    private var leaves: [[Digest]]
    private var wanted: [[[UInt8]]]
    private let periodTexts: [[UInt8]]
    /// What stands before the numerator and behind it, by KPI.
    private let parts: [(middle: [UInt8], end: [UInt8], split: Int)]

    /// Nothing gathered; nil where the rows of the table are no cases.
    init?(_ table: FactTable, _ key: KeyedHash, wanted code: String? = nil) {
        guard table.table.name == TableKind.case.rawValue else { return nil }
        self.table = table
        self.key = key
        self.code = code
        leaves = table.periods.map { _ in [] }
        wanted = table.periods.map { _ in [] }
        periodTexts = table.periods.map { CanonicalJSON.string($0.name).bytes }
        parts = table.kpis.map { kpi in
            let name = CanonicalJSON.string(kpi.name).bytes
            let width = kpi.measure?.factRule.numerator.folds.reduce(0) { $0 + $1.width } ?? 0
            return (
                Array("\",\"kpi\":".utf8) + name + Array(",\"numerator\":\"".utf8),
                Array("\",\"version\":\(kpi.version)}".utf8), width
            )
        }
    }

    /// Takes what a block of a piece gives: the lines of one row in one period are a leaf.
    mutating func take(_ rows: Table, _ block: FactBlock) {
        var start = 0
        while start < block.lines.count {
            let first = block.lines[start]
            var end = start + 1
            while end < block.lines.count, block.lines[end].row == first.row,
                block.lines[end].scope == first.scope
            {
                end += 1
            }
            take(rows.rowIdentity(first.row), block, start..<end)
            start = end
        }
    }

    private mutating func take(_ identity: RowIdentity, _ block: FactBlock, _ lines: Range<Int>) {
        let scope = block.lines[lines.lowerBound].scope
        let salt = Pseudonyms.salt(key, identity, period: table.periods[scope].name)
        var leaf = Array("{\"case\":".utf8)
        leaf += CanonicalJSON.string(identity.code).bytes
        leaf += ",\"period\":".utf8
        leaf += periodTexts[scope]
        leaf += ",\"salt\":\"\(salt)\",\"verdicts\":[".utf8
        for place in lines {
            let line = block.lines[place]
            let part = parts[line.measure]
            let middle = line.cells.lowerBound + part.split
            if place > lines.lowerBound { leaf.append(UInt8(ascii: ",")) }
            leaf += "{\"denominator\":\"".utf8
            leaf += cellTexts(block, middle..<line.cells.upperBound, isPlain: true)
            leaf += part.middle
            leaf += cellTexts(block, line.cells.lowerBound..<middle, isPlain: false)
            leaf += part.end
        }
        leaf += "]}".utf8
        leaves[scope].append(MerkleTree.hash(leaf: leaf))
        if identity.code == code { wanted[scope].append(leaf) }
    }

    /// The cells of a side; one without aggregates is the number 1.
    private func cellTexts(_ block: FactBlock, _ cells: Range<Int>, isPlain: Bool) -> [UInt8] {
        if cells.isEmpty { return isPlain ? Array("1".utf8) : [] }
        let texts = cells.map { block.cells[$0] == missing ? "-" : "\(block.cells[$0])" }
        return Array(texts.joined(separator: " ").utf8)
    }

    /// The trees, one a period; periods without cases have none.
    func finish() -> [VerdictTree] {
        table.periods.indices.compactMap { index in
            leaves[index].isEmpty
                ? nil
                : VerdictTree(
                    run: table.run, period: table.periods[index], leaves: leaves[index].sorted(),
                    wanted: wanted[index])
        }
    }
}

/// Journals the roots of trees of verdicts, each once.
func publish(_ trees: [VerdictTree], in workspace: Workspace, at moment: Moment) throws {
    func unknown(_ journal: Journal) -> [JournalEvent] {
        let known = journal.entries.map(\.event)
        return trees.map(\.event).filter { !known.contains($0) }
    }
    // Nothing to write, no lock: a pack can be made while a run is on.
    guard !unknown(try workspace.journal()).isEmpty else { return }
    var open = try workspace.open(at: moment.journalText)
    try open.append(unknown(open.journal), at: moment.journalText)
}
