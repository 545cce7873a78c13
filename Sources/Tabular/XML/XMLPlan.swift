import CLibXML2

/// A shape compiled for one parser: a tree of steps whose names are the parser's own interned ones.
///
/// libxml2 keeps one copy of each name of a document in a dictionary, so that two names are equal
/// exactly when their addresses are. `unsafe` lives here for these addresses; they live as long as
/// the parser.
@safe struct XMLPlan {
    /// An element or attribute name in the parser's dictionary; only its identity is used.
    @safe struct Name: Equatable {
        let address: UnsafePointer<xmlChar>

        static func == (a: Name, b: Name) -> Bool { unsafe a.address == b.address }
    }

    /// An attribute that must have a value.
    struct Condition {
        let attribute: Name
        let value: [UInt8]
    }

    /// A value to take from an element: an attribute's, or its text.
    struct Value {
        let attribute: Name?
        let slot: Int
    }

    /// An element that some path goes through.
    struct Node {
        let name: Name?
        let conditions: [Condition]
        /// The table whose row begins with this element; that of the parent's node otherwise.
        let table: Int
        let beginsRow: Bool
        var values: [Value] = []
        var children: [Int] = []
    }

    /// The nodes; the first is the record element.
    private(set) var nodes: [Node]
    /// Names from the root to the record element.
    let record: [Name]
    /// Columns of each table: the records, then each kind of child.
    let columns: [Int]

    /// Compiles the shape.
    init(_ shape: XMLShape, dictionary: xmlDictPtr) {
        record = shape.record.map { unsafe intern($0, dictionary) }
        columns = [shape.fields.count] + shape.children.map(\.fields.count)
        nodes = [Node(name: nil, conditions: [], table: 0, beginsRow: true)]
        for (slot, path) in shape.fields.enumerated() {
            unsafe add(path, slot: slot, below: 0, dictionary)
        }
        for (child, description) in shape.children.enumerated() {
            guard let last = description.path.last else { continue }
            var at = 0
            for step in description.path.dropLast() {
                at = unsafe node(for: step, below: at, dictionary)
            }
            at = unsafe append(last, table: child + 1, beginsRow: true, below: at, dictionary)
            for (slot, path) in description.fields.enumerated() {
                unsafe add(path, slot: slot, below: at, dictionary)
            }
        }
    }

    @unsafe private mutating func add(
        _ path: XMLPath, slot: Int, below parent: Int, _ dictionary: xmlDictPtr
    ) {
        var at = parent
        for step in path.steps { at = unsafe node(for: step, below: at, dictionary) }
        let attribute = path.attribute.map { unsafe intern($0, dictionary) }
        nodes[at].values.append(Value(attribute: attribute, slot: slot))
    }

    @unsafe private mutating func node(
        for step: XMLPath.Step, below parent: Int, _ dictionary: xmlDictPtr
    ) -> Int {
        let name = unsafe intern(step.name, dictionary)
        let conditions = step.conditions.map { ($0.attribute, Array($0.value.utf8)) }
        for child in nodes[parent].children {
            let same =
                nodes[child].name == name && !nodes[child].beginsRow
                && nodes[child].conditions.elementsEqual(conditions) {
                    unsafe $0.attribute == intern($1.0, dictionary) && $0.value == $1.1
                }
            if same { return child }
        }
        let table = nodes[parent].table
        return unsafe append(step, table: table, beginsRow: false, below: parent, dictionary)
    }

    @unsafe private mutating func append(
        _ step: XMLPath.Step, table: Int, beginsRow: Bool, below parent: Int,
        _ dictionary: xmlDictPtr
    ) -> Int {
        let conditions = step.conditions.map {
            unsafe Condition(
                attribute: intern($0.attribute, dictionary), value: Array($0.value.utf8))
        }
        let name = unsafe intern(step.name, dictionary)
        nodes.append(
            Node(name: name, conditions: conditions, table: table, beginsRow: beginsRow))
        nodes[parent].children.append(nodes.count - 1)
        return nodes.count - 1
    }
}

@unsafe private func intern(_ name: String, _ dictionary: xmlDictPtr) -> XMLPlan.Name {
    // Null only when memory is out; a name that is never met stands for it.
    unsafe XMLPlan.Name(
        address: xmlDictLookup(dictionary, name, -1) ?? UnsafePointer(xmlStrdup("")))
}
