import CLibXML2

/// The attributes of a start tag as libxml2 hands them over: five addresses each.
///
/// Local name, prefix, namespace, and where the value begins and ends; good during the event only.
@unsafe struct XMLAttributes {
    let count: Int
    let addresses: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

    /// The value of the attribute with this local name.
    func value(of name: XMLPlan.Name) -> UnsafeBufferPointer<UInt8>? {
        guard let addresses = unsafe addresses else { return nil }
        for index in unsafe 0..<count where unsafe addresses[5 * index] == name.address {
            guard let start = unsafe addresses[5 * index + 3],
                let end = unsafe addresses[5 * index + 4]
            else { return nil }
            return unsafe UnsafeBufferPointer(start: start, count: end - start)
        }
        return nil
    }

    /// Whether all conditions hold.
    func satisfy(_ conditions: [XMLPlan.Condition]) -> Bool {
        for condition in conditions {
            guard let value = unsafe value(of: condition.attribute),
                unsafe value.elementsEqual(condition.value)
            else { return false }
        }
        return true
    }
}
