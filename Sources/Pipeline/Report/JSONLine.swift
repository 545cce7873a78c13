/// One JSON object on one line, its keys in the order in which they are added.
struct JSONLine {
    private var inner: [UInt8] = []

    /// The object.
    var bytes: [UInt8] { [UInt8(ascii: "{")] + inner + [UInt8(ascii: "}")] }

    /// Adds a text.
    mutating func add(_ key: String, text: String) {
        begin(key)
        appendJSONText(text, to: &inner)
    }

    /// Adds a whole number, or null.
    mutating func add(_ key: String, number: Int?) {
        begin(key)
        inner += (number.map(String.init) ?? "null").utf8
    }

    /// Adds a truth value, or null.
    mutating func add(_ key: String, flag: Bool?) {
        begin(key)
        inner += (flag.map { $0 ? "true" : "false" } ?? "null").utf8
    }

    /// Adds a list of objects.
    mutating func add(_ key: String, list: [JSONLine]) {
        begin(key)
        inner.append(UInt8(ascii: "["))
        for (place, object) in list.enumerated() {
            if place > 0 { inner.append(UInt8(ascii: ",")) }
            inner += object.bytes
        }
        inner.append(UInt8(ascii: "]"))
    }

    /// Adds a list of texts.
    mutating func add(_ key: String, texts: [String]) {
        begin(key)
        inner.append(UInt8(ascii: "["))
        for (place, text) in texts.enumerated() {
            if place > 0 { inner.append(UInt8(ascii: ",")) }
            appendJSONText(text, to: &inner)
        }
        inner.append(UInt8(ascii: "]"))
    }

    private mutating func begin(_ key: String) {
        if !inner.isEmpty { inner.append(UInt8(ascii: ",")) }
        appendJSONText(key, to: &inner)
        inner.append(UInt8(ascii: ":"))
    }
}
