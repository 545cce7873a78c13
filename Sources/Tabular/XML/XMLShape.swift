/// Which elements of an XML file are records, and where their fields lie.
package struct XMLShape: Sendable, Equatable {
    /// Local names from the root element down to the record element; one name alone means that
    /// element at any depth.
    package var record: [String]
    /// The fields of the record, in the order of the batch's columns.
    package var fields: [XMLPath]
    /// Elements that occur many times in a record, each kind a table of its own.
    package var children: [XMLChild]

    /// A shape.
    package init(record: [String], fields: [XMLPath], children: [XMLChild] = []) {
        self.record = record
        self.fields = fields
        self.children = children
    }
}

/// An element that occurs many times in a record, as the steps of a case do.
package struct XMLChild: Sendable, Equatable {
    /// Steps from the record element down to the child element.
    package var path: [XMLPath.Step]
    /// The fields of the child, relative to its element.
    package var fields: [XMLPath]

    /// A child; the path must name an element, `trace/event`, not an attribute.
    package init(path: XMLPath, fields: [XMLPath]) {
        self.path = path.steps
        self.fields = fields
    }
}
