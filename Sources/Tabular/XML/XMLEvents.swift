import CLibXML2

/// What the events of a parser go to; they are told by its address.
@safe struct XMLEventTarget {
    /// What the elements and texts make.
    var records: XMLRecords
    private let context: xmlParserCtxtPtr
    /// The parser keeps one copy of each name, so that names are equal when their addresses are.
    private let names: [UnsafePointer<xmlChar>?]
    private var attributes = XMLAttributes()

    /// The target of a parser's events, before the first.
    init(_ plan: XMLPlan, limits: ReadLimits, _ context: xmlParserCtxtPtr) {
        unsafe self.context = unsafe context
        records = XMLRecords(plan, limits: limits, position: unsafe XMLPosition(context))
        unsafe names = plan.names.map { name in
            unsafe name.span.withUnsafeBufferPointer {
                unsafe xmlDictLookup(context.pointee.dict, $0.baseAddress, Int32($0.count))
            }
        }
    }

    @unsafe fileprivate mutating func begin(
        _ name: UnsafePointer<xmlChar>, _ count: Int,
        _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        attributes.removeAll()
        for index in 0..<count {
            // Local name, prefix, namespace, and where the value begins and ends.
            guard let values = unsafe values, let name = unsafe values[5 * index],
                let start = unsafe values[5 * index + 3], let end = unsafe values[5 * index + 4]
            else { continue }
            let number = unsafe number(of: name)
            if number == 0 { continue }
            attributes.append(
                unsafe UnsafeBufferPointer(start: start, count: end - start).span)
            attributes.add(number)
        }
        let number = unsafe number(of: name)
        records.begin(number, attributes)
    }

    @unsafe private func number(of name: UnsafePointer<xmlChar>) -> XMLPlan.Name {
        for index in unsafe 1..<max(names.count, 1) where unsafe names[index] == name {
            return XMLPlan.Name(index)
        }
        return 0
    }

    /// Nothing is told behind a failure.
    fileprivate func stopIfFailed() {
        if records.failure != nil { unsafe xmlStopParser(context) }
    }
}

/// The functions that libxml2 calls while it parses; they get the address of an `XMLEventTarget`.
///
/// Nothing is handed to the default handlers, so no tree is built. There is no handler for entity
/// declarations and none that loads anything: the five predefined entities and character references
/// are resolved inside the parser, every other one is an error there.
@unsafe func makeHandlers() -> xmlSAXHandler {
    var handlers = unsafe xmlSAXHandler()
    unsafe handlers.initialized = XML_SAX2_MAGIC
    unsafe handlers.startElementNs = { target, name, _, _, _, _, count, _, values in
        guard let name = unsafe name else { return }
        unsafe with(target) { unsafe $0.begin(name, Int(count), values) }
    }
    unsafe handlers.endElementNs = { target, _, _, _ in
        unsafe with(target) { $0.records.end() }
    }
    let characters: charactersSAXFunc = { target, start, count in
        let text = unsafe UnsafeBufferPointer(start: start, count: Int(count))
        unsafe with(target) { unsafe $0.records.append(text.span) }
    }
    unsafe handlers.characters = unsafe characters
    // The same function for both, or the parser decides at each gap whether it is blank.
    unsafe handlers.ignorableWhitespace = unsafe characters
    unsafe handlers.cdataBlock = unsafe characters
    unsafe handlers.internalSubset = { target, _, _, _ in
        unsafe with(target) {
            $0.records.fail(.forbiddenXML(what: "DOCTYPE"), at: $0.records.position.offset)
        }
    }
    unsafe handlers.serror = { target, error in
        guard let error = unsafe error, unsafe error.pointee.level == XML_ERR_FATAL else { return }
        unsafe with(target) { unsafe $0.records.fail(error) }
    }
    return unsafe handlers
}

@unsafe @inline(__always)
private func with(_ target: UnsafeMutableRawPointer?, _ event: (inout XMLEventTarget) -> Void) {
    guard let target = unsafe target?.assumingMemoryBound(to: XMLEventTarget.self) else { return }
    unsafe event(&target.pointee)
    unsafe target.pointee.stopIfFailed()
}

extension XMLRecords {
    /// The parser found the text to be no XML.
    @unsafe fileprivate mutating func fail(_ error: xmlErrorPtr) {
        let message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? ""
        let reason = String(message.prefix { $0 != "\n" })
        let code = unsafe xmlParserErrors(UInt32(error.pointee.code))
        let line = unsafe Int(error.pointee.line)
        let place = position.offset
        switch code {
        case XML_ERR_INVALID_ENCODING, XML_ERR_UNSUPPORTED_ENCODING, XML_ERR_UNKNOWN_ENCODING,
            XML_I18N_CONV_FAILED:
            let declared = encoding(namedBy: reason) ?? position.declaredEncoding
            fail(.wrongEncoding(declared: declared), at: place, line: line)
        case XML_ERR_INVALID_CHAR where reason.hasPrefix("Input is not proper UTF-8"):
            fail(.wrongEncoding(declared: position.declaredEncoding), at: place, line: line)
        case XML_ERR_UNDECLARED_ENTITY, XML_ERR_ENTITY_LOOP:
            fail(.forbiddenXML(what: "entity reference"), at: place, line: line)
        case XML_ERR_DOCUMENT_END where isInsideElement:
            // The parser's own word for it is that there is something behind the end.
            fail(.malformedXML(reason: "the file ends within an element"), at: place, line: line)
        default:
            fail(.malformedXML(reason: reason), at: place, line: line)
        }
    }

    /// The encoding that the parser says it cannot follow; then it does not keep its name.
    private func encoding(namedBy reason: String) -> String? {
        for phrase in ["Document labelled ", "Unsupported encoding "] where reason.hasPrefix(phrase)
        {
            return String(reason.dropFirst(phrase.count).prefix { $0 != " " && $0 != ":" })
        }
        return nil
    }
}
