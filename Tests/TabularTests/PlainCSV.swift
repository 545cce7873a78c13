import Tabular

/// The slow clear twin of `CSVReader`: one state machine, a byte at a time, over a whole file.
///
/// Knows no limits and no batches. Fields with a fault come out as nil.
func plainCSV(_ bytes: [UInt8], delimiter: UInt8, header: Bool) -> PlainFile {
    var twin = PlainCSV(bytes: bytes, delimiter: delimiter, header: header)
    return twin.read()
}

private struct PlainCSV {
    enum Place { case fieldStart, plain, quoted, closed }

    let bytes: [UInt8]
    let delimiter: UInt8
    let header: Bool
    var file = PlainFile()
    var expected: Int?
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var textBehindQuote: Int?
    var faults: [(at: Int, kind: RecordFault.Kind)] = []
    var broken: Set<Int> = []
    var start = 0
    var fieldStart = 0
    var place = Place.fieldStart

    mutating func read() -> PlainFile {
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if place == .quoted {
                if byte == 0x22 { place = .closed } else { field.append(byte) }
            } else if byte == delimiter {
                endField(at: at)
            } else if byte == 0x0a || byte == 0x0d {
                let pair = byte == 0x0d && at + 1 < bytes.count && bytes[at + 1] == 0x0a
                endRecord(at: at, next: at + (pair ? 2 : 1))
                if pair { at += 1 }
            } else if byte == 0x22 && place != .plain {
                if place == .closed { field.append(byte) }
                place = .quoted
            } else {
                if place == .closed { textBehindQuote = at }
                field.append(byte)
                place = .plain
            }
            at += 1
        }
        if place == .quoted {
            file.error = TabularError(.unclosedQuote, offset: fieldStart)
        } else if start < bytes.count {
            endRecord(at: bytes.count, next: bytes.count)
        }
        return file
    }

    mutating func endField(at end: Int) {
        let known = faults.count
        if let at = firstBadByte(bytes, fieldStart..<end) {
            faults.append((at, bytes[at] == 0 ? .nulByte : .invalidUTF8))
        }
        if let at = textBehindQuote { faults.append((at, .textAfterQuote)) }
        if faults.count > known { broken.insert(fields.count) }
        fields.append(field)
        field = []
        textBehindQuote = nil
        place = .fieldStart
        fieldStart = end + 1
    }

    mutating func endRecord(at end: Int, next: Int) {
        endField(at: end)
        let isBlank = fields.count == 1 && start == end
        if !isBlank {
            if let expected {
                add(expected: expected, next: next)
            } else {
                expected = fields.count
                if !header { add(expected: fields.count, next: next) }
            }
        }
        fields = []
        faults = []
        broken = []
        start = next
        fieldStart = next
    }

    mutating func add(expected: Int, next: Int) {
        let values = (0..<expected).map { column -> String? in
            guard column < fields.count, !broken.contains(column) else { return nil }
            return String(decoding: fields[column], as: UTF8.self)
        }
        if fields.count < expected {
            faults.append((start, .tooFewFields(found: fields.count, expected: expected)))
        } else if fields.count > expected {
            faults.append((start, .tooManyFields(found: fields.count, expected: expected)))
        }
        faults.sort { ($0.at, rank($0.kind)) < ($1.at, rank($1.kind)) }
        file.records.append(
            PlainRecord(
                fields: values, offset: start, length: next - start, faults: faults.map(\.kind),
                faultOffsets: faults.map(\.at)))
    }
}

/// Place of a fault among faults at the same byte.
func rank(_ kind: RecordFault.Kind) -> Int {
    switch kind {
    case .tooFewFields, .tooManyFields: 0
    case .invalidUTF8, .nulByte: 1
    case .textAfterQuote, .repeatedField: 2
    }
}

/// The first byte that is NUL or begins no UTF-8 sequence, by the standard library's decoder.
func firstBadByte(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var at = range.lowerBound
    while at < range.upperBound {
        if bytes[at] == 0 { return at }
        var length = 0
        for count in 1...4 where length == 0 && at + count <= range.upperBound {
            let piece = bytes[at..<at + count]
            if let text = String(validating: piece, as: UTF8.self), text.unicodeScalars.count == 1 {
                length = count
            }
        }
        if length == 0 { return at }
        at += length
    }
    return nil
}
