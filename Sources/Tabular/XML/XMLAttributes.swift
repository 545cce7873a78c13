/// The attributes of a start tag that some path speaks of, values decoded; scratch memory.
struct XMLAttributes {
    private var names: [XMLPlan.Name] = []
    private var ends: [Int] = []
    /// The values, one behind the other.
    private(set) var bytes: [UInt8] = []

    /// Forgets all and keeps the memory.
    @inline(__always)
    mutating func removeAll() {
        if bytes.isEmpty && names.isEmpty { return }
        names.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Goes on with the value of the attribute that is added next.
    @inline(__always)
    mutating func append(_ value: Span<UInt8>) { bytes.append(copying: value) }

    /// Ends an attribute: what was appended since the one before is its value.
    @inline(__always)
    mutating func add(_ name: XMLPlan.Name) {
        names.append(name)
        ends.append(bytes.count)
    }

    /// Where in `bytes` the value of the attribute with this local name lies.
    func range(of name: XMLPlan.Name) -> Range<Int>? {
        for index in names.indices where names[index] == name {
            return (index == 0 ? 0 : ends[index - 1])..<ends[index]
        }
        return nil
    }

    /// Whether the condition holds.
    func satisfies(_ condition: borrowing XMLPlan.Condition) -> Bool {
        guard let range = range(of: condition.attribute), range.count == condition.value.count
        else { return false }
        for index in condition.value.indices
        where bytes[range.lowerBound + index] != condition.value[index] { return false }
        return true
    }
}
