/// A shape compiled for reading: a tree of steps, laid out so that an element costs one look-up.
///
/// Names that some path speaks of have small numbers; every other name is 0 and matches nothing.
/// Which steps an element may match is read from a table by step and name, and nothing in a step
/// is counted by reference, so that following a path moves plain numbers only.
struct XMLPlan: Sendable {
    /// Number of an element's or attribute's local name; 0 for a name that no path speaks of.
    typealias Name = Int32

    /// An attribute that must have a value.
    struct Condition: Sendable {
        let attribute: Name
        let value: [UInt8]
    }

    /// A value to take from an element: an attribute's, or its text.
    struct Value: Sendable {
        let attribute: Name?
        let slot: Int
    }

    /// An element that some path goes through.
    struct Node: Sendable {
        /// The table whose row begins with this element; that of the parent's node otherwise.
        let table: Int
        let beginsRow: Bool
        let conditions: Range<Int>
        let values: Range<Int>
    }

    /// What an element without attributes and children is to the record, if that is simple.
    enum Leaf: Sendable {
        /// No path goes through it.
        case ignored
        /// Its text is the field of one slot and nothing else.
        case field(table: Int, slot: Int)
        /// More is to be done.
        case other
    }

    /// Local names by number; the first stands for all others.
    private(set) var names: [[UInt8]] = [[]]
    /// The nodes; the first is the record element.
    private(set) var nodes: [Node] = []
    /// Conditions of all nodes.
    private(set) var conditions: [Condition] = []
    /// Values of all nodes.
    private(set) var values: [Value] = []
    /// Names from the root to the record element.
    private(set) var record: [Name] = []
    /// Columns of each table: the records, then each kind of child.
    let columns: [Int]
    /// Child nodes, those of one parent and name beside each other.
    private var candidates: [Int] = []
    /// Where in `candidates` those of a parent and name lie.
    private var places: [Range<Int>] = []
    /// What a leaf of a parent and name is.
    private var leaves: [Leaf] = []

    /// Compiles the shape.
    init(_ shape: XMLShape) {
        columns = [shape.fields.count] + shape.children.map(\.fields.count)
        var tree = XMLStepTree()
        for (slot, path) in shape.fields.enumerated() { tree.add(path, slot: slot, below: 0) }
        for (child, description) in shape.children.enumerated() {
            guard let last = description.path.last else { continue }
            var at = 0
            for step in description.path.dropLast() { at = tree.node(for: step, below: at) }
            at = tree.append(last, table: child + 1, beginsRow: true, below: at)
            for (slot, path) in description.fields.enumerated() {
                tree.add(path, slot: slot, below: at)
            }
        }
        record = shape.record.map { number($0) }
        var steps: [Name] = []
        for node in tree.nodes {
            steps.append(number(node.step.name))
            let firstCondition = conditions.count
            for condition in node.step.conditions {
                let attribute = number(condition.attribute)
                conditions.append(
                    Condition(attribute: attribute, value: Array(condition.value.utf8)))
            }
            let firstValue = values.count
            for value in node.values {
                let attribute = value.attribute.map { number($0) }
                values.append(Value(attribute: attribute, slot: value.slot))
            }
            nodes.append(
                Node(
                    table: node.table, beginsRow: node.beginsRow,
                    conditions: firstCondition..<conditions.count,
                    values: firstValue..<values.count))
        }
        for node in tree.nodes {
            for name in names.indices {
                let first = candidates.count
                candidates += node.children.filter { name > 0 && steps[$0] == name }
                places.append(first..<candidates.count)
                leaves.append(leaf(first..<candidates.count))
            }
        }
    }

    /// Where in `candidate` the steps below a node lie that elements of this name may match.
    @inline(__always)
    func candidates(below node: Int, _ name: Name) -> Range<Int> {
        places[node * names.count + Int(name)]
    }

    /// What an element of this name is below a node, if it has no attributes and no children.
    @inline(__always)
    func leaf(below node: Int, _ name: Name) -> Leaf { leaves[node * names.count + Int(name)] }

    private func leaf(_ range: Range<Int>) -> Leaf {
        if range.isEmpty { return .ignored }
        let node = nodes[candidates[range.lowerBound]]
        guard range.count == 1, node.conditions.isEmpty, !node.beginsRow, node.values.count == 1,
            values[node.values.lowerBound].attribute == nil
        else { return .other }
        return .field(table: node.table, slot: values[node.values.lowerBound].slot)
    }

    /// The node of a candidate.
    @inline(__always)
    func candidate(_ index: Int) -> Int { candidates[index] }

    /// Number of a local name.
    func number(of name: Span<UInt8>) -> Name {
        let found = names.indices.dropFirst().first { index in
            names[index].count == name.count
                && name.indices.allSatisfy { names[index][$0] == name[$0] }
        }
        return Name(found ?? 0)
    }

    private mutating func number(_ name: String) -> Name {
        let bytes = Array(name.utf8)
        if let known = names.dropFirst().firstIndex(of: bytes) { return Name(known) }
        names.append(bytes)
        return Name(names.count - 1)
    }
}

/// The steps of all paths of a shape, equal ones merged.
private struct XMLStepTree {
    struct Node {
        let step: XMLPath.Step
        let table: Int
        let beginsRow: Bool
        var values: [(attribute: String?, slot: Int)] = []
        var children: [Int] = []
    }

    /// The nodes; the first is the record element, whose own step is never asked for.
    private(set) var nodes = [
        Node(step: XMLPath.Step(name: "", conditions: []), table: 0, beginsRow: true)
    ]

    mutating func add(_ path: XMLPath, slot: Int, below parent: Int) {
        var at = parent
        for step in path.steps { at = node(for: step, below: at) }
        nodes[at].values.append((path.attribute, slot))
    }

    mutating func node(for step: XMLPath.Step, below parent: Int) -> Int {
        let known = nodes[parent].children.first { nodes[$0].step == step && !nodes[$0].beginsRow }
        return known ?? append(step, table: nodes[parent].table, beginsRow: false, below: parent)
    }

    mutating func append(
        _ step: XMLPath.Step, table: Int, beginsRow: Bool, below parent: Int
    ) -> Int {
        nodes.append(Node(step: step, table: table, beginsRow: beginsRow))
        nodes[parent].children.append(nodes.count - 1)
        return nodes.count - 1
    }
}
