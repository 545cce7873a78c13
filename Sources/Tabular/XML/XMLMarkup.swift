// What is neither element nor text: declaration, comments, CDATA, instructions. All are rare, so
// that clearness goes before speed.

extension XMLScan {
    /// Reads the byte order mark and the declaration, if they are there.
    mutating func readBeginning(
        _ bytes: Span<UInt8>, _ end: Int, _ records: inout XMLRecords
    ) throws(Break) {
        if end - at < 256 && bytes.find(UInt8(ascii: ">"), from: at, to: end) == end {
            throw .incomplete
        }
        if bytes[at] == 0xef {
            guard bytes[at + 1] == 0xbb, bytes[at + 2] == 0xbf else { throw .irregular }
            at += 3
        }
        part = .prolog
        let mark = Array("<?xml".utf8)
        guard end - at > mark.count, mark.indices.allSatisfy({ bytes[at + $0] == mark[$0] }),
            !isNameByte(bytes[at + mark.count])
        else { return }
        let close = bytes.find(UInt8(ascii: ">"), from: at, to: end)
        guard close < end else { throw .irregular }
        let text = String(
            decoding: Array(copying: bytes.extracting(at..<close + 1)), as: UTF8.self)
        guard isRegularDeclaration(text) else { throw .irregular }
        at = close + 1
    }

    /// Reads a comment or CDATA; a document type is not regular.
    mutating func readDeclaration(
        _ bytes: Span<UInt8>, _ end: Int, _ records: inout XMLRecords
    ) throws(Break) {
        guard at + 4 <= end else { throw .incomplete }
        if bytes[at + 2] == UInt8(ascii: "-") && bytes[at + 3] == UInt8(ascii: "-") {
            at = try commentEnd(bytes, end)
            return
        }
        let mark = Array("<![CDATA[".utf8)
        guard at + mark.count <= end else { throw .incomplete }
        guard part == .content, mark.indices.allSatisfy({ bytes[at + $0] == mark[$0] }) else {
            throw .irregular
        }
        var close = at + mark.count
        while true {
            close = bytes.find(UInt8(ascii: "]"), from: close, to: end)
            guard close + 2 < end else { throw .incomplete }
            if bytes[close + 1] == UInt8(ascii: "]"), bytes[close + 2] == UInt8(ascii: ">") {
                break
            }
            close += 1
        }
        // libxml2's versions differ in what they make of a CR here.
        let text = bytes.extracting(at + mark.count..<close)
        if bytes.find(0x0d, from: at, to: close) < close { throw .irregular }
        records.append(text)
        if records.failure != nil { throw .irregular }
        at = close + 3
    }

    private func commentEnd(_ bytes: Span<UInt8>, _ end: Int) throws(Break) -> Int {
        var hyphen = at + 4
        while true {
            hyphen = bytes.find(UInt8(ascii: "-"), from: hyphen, to: end)
            guard hyphen + 2 < end else { throw .incomplete }
            if bytes[hyphen + 1] == UInt8(ascii: "-") {
                guard bytes[hyphen + 2] == UInt8(ascii: ">") else { throw .irregular }
                return hyphen + 3
            }
            hyphen += 1
        }
    }

    /// Where a processing instruction ends.
    func instructionEnd(_ bytes: Span<UInt8>, _ end: Int) throws(Break) -> Int {
        var next = at + 2
        while next < end && isNameByte(bytes[next]) { next += 1 }
        guard next + 1 < end else { throw .incomplete }
        let target = bytes.extracting(at + 2..<next)
        guard target.count < 100, isXMLName(target), !isReserved(target) else {
            throw .irregular
        }
        let isBare = bytes[next] == UInt8(ascii: "?") && bytes[next + 1] == UInt8(ascii: ">")
        guard isBare || isWhiteSpace(bytes[next]) else { throw .irregular }
        while true {
            next = bytes.find(UInt8(ascii: "?"), from: next, to: end)
            guard next + 1 < end else { throw .incomplete }
            if bytes[next + 1] == UInt8(ascii: ">") { return next + 2 }
            next += 1
        }
    }

    /// `xml` in any case.
    private func isReserved(_ target: Span<UInt8>) -> Bool {
        let letters = Array("xml".utf8)
        return target.count == 3 && letters.indices.allSatisfy { target[$0] | 0x20 == letters[$0] }
    }
}
