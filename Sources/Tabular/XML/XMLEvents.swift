import CLibXML2

/// The functions that libxml2 calls while it parses; the pointer they get is the `XMLRecords`.
///
/// Nothing is handed to the default handlers, so no tree is built. There is no handler for entity
/// declarations and none that loads anything: the five predefined entities and character references
/// are resolved inside the parser, every other one is an error there.
@unsafe func makeHandlers() -> xmlSAXHandler {
    var handlers = unsafe xmlSAXHandler()
    unsafe handlers.initialized = XML_SAX2_MAGIC
    unsafe handlers.startElementNs = { target, name, _, _, _, _, count, _, addresses in
        guard let name = unsafe name else { return }
        let attributes = unsafe XMLAttributes(count: Int(count), addresses: addresses)
        unsafe with(target) { unsafe $0.begin(XMLPlan.Name(address: name), attributes) }
    }
    unsafe handlers.endElementNs = { target, _, _, _ in
        unsafe with(target) { $0.end() }
    }
    let characters: charactersSAXFunc = { target, start, count in
        let text = unsafe UnsafeBufferPointer(start: start, count: Int(count))
        unsafe with(target) { unsafe $0.append(text) }
    }
    unsafe handlers.characters = unsafe characters
    // The same function for both, or the parser decides at each gap whether it is blank.
    unsafe handlers.ignorableWhitespace = unsafe characters
    unsafe handlers.cdataBlock = unsafe characters
    unsafe handlers.internalSubset = { target, _, _, _ in
        unsafe with(target) { $0.fail(.forbiddenXML(what: "DOCTYPE"), at: $0.position.offset) }
    }
    unsafe handlers.serror = { target, error in
        guard let error = unsafe error, unsafe error.pointee.level == XML_ERR_FATAL else { return }
        unsafe with(target) { unsafe $0.fail(error) }
    }
    return unsafe handlers
}

@unsafe @inline(__always)
private func with(_ target: UnsafeMutableRawPointer?, _ event: (inout XMLRecords) -> Void) {
    guard let target = unsafe target else { return }
    unsafe event(&target.assumingMemoryBound(to: XMLRecords.self).pointee)
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
            let declared = encoding(namedBy: reason) ?? declaredEncoding
            fail(.wrongEncoding(declared: declared), at: place, line: line)
        case XML_ERR_INVALID_CHAR where reason.hasPrefix("Input is not proper UTF-8"):
            fail(.wrongEncoding(declared: declaredEncoding), at: place, line: line)
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
