import Tabular

/// What is personal in the records of one file of separated values.
struct CSVRedaction {
    let form: UnitForm
    let delimiter: UInt16
    /// Fields of the header.
    let width: Int
    /// Personal fields: whether a run keeps them as keyed hashes.
    let personal: [Int: Bool]
    /// Fields that are read by others than whoever calls them personal.
    let read: Set<Int>
    /// Words that are no person's.
    let words: DeclaredWords
    /// The codes of the cases.
    let codes: Set<String>

    /// The personal values of a record that begins at this offset.
    func spots(_ bytes: [UInt8], at offset: Int) -> [PersonalSpot] {
        let units = form.units(bytes)
        let fields = csvFields(units, delimiter: delimiter)
        if fields.count != width { return shifted(units, fields, offset) }
        return personal.keys.sorted().compactMap { field in
            let content = FieldContent(units, fields[field])
            let text = form.text(unquoted(units[content.range]))
            guard !cleanText(text).isEmpty else { return nil }
            let run = run(units, content, offset)
            let isKeyed = personal[field] == true && run.isFree
            return PersonalSpot(
                runs: [run], keyed: isKeyed ? cleanText(text) : nil,
                isRead: read.contains(field) || personal[field] == true)
        }
    }

    /// The values of a record with too few or too many fields: a name may stand anywhere in it.
    ///
    /// Such a record is set aside by every run. What stays is what no person is: words that the
    /// plan declares, dates, short numbers, the case's own code.
    private func shifted(
        _ units: [UInt16], _ fields: [Range<Int>], _ offset: Int
    ) -> [PersonalSpot] {
        fields.indices.compactMap { field in
            let content = FieldContent(units, fields[field])
            let text = cleanText(form.text(unquoted(units[content.range])))
            if text.isEmpty || codes.contains(text) || words.hold(text) { return nil }
            let letters = text.unicodeScalars.contains { $0.properties.isAlphabetic }
            let digits = text.utf8.count { (0x30...0x39).contains($0) }
            guard letters || digits >= 9 && digits <= 12 && !isLikeInstant(text) else { return nil }
            var run = run(units, content, offset)
            if !letters {
                // A number stays a number: a column of numbers may have it.
                let blank = run.units.map { isDigit($0) ? UnitOf.zero : $0 }
                run = TextRun(
                    offset: run.offset, units: run.units, blank: blank, form: form, isFree: false)
            }
            return PersonalSpot(runs: [run], keyed: nil, isRead: true)
        }
    }

    /// The text with doubled quotes made single.
    private func unquoted(_ units: ArraySlice<UInt16>) -> [UInt16] {
        var text: [UInt16] = []
        var place = units.startIndex
        while place < units.endIndex {
            let next = place + 1
            text.append(units[place])
            let isDoubled =
                units[place] == UnitOf.quote && next < units.endIndex
                && units[next] == UnitOf.quote
            place += isDoubled ? 2 : 1
        }
        return text
    }

    /// Blots out all but quotes, which bound fields, and the first fault of the text, which sets
    /// the record aside.
    private func run(_ units: [UInt16], _ content: FieldContent, _ offset: Int) -> TextRun {
        let own = Array(units[content.range])
        var blank = own.map { $0 == UnitOf.quote ? $0 : UnitOf.blank }
        let fault = firstFault(own)
        if let fault { blank[fault.place] = fault.unit }
        // Text behind a closing quote has its quotes within.
        let inner = own.split(separator: UnitOf.quote, omittingEmptySubsequences: false)
        let isPlain = inner.dropFirst().dropLast().enumerated().allSatisfy { index, text in
            index % 2 == 1 || text.isEmpty
        }
        let isWhole = content.isBare || content.isQuoted && isPlain && inner.count % 2 == 1
        let isFree = fault == nil && isWhole
        return TextRun(
            offset: offset + content.range.lowerBound * form.width, units: own, blank: blank,
            form: form,
            isFree: isFree)
    }

    /// The first unit that is no text, and the unit that says so without saying what it was.
    private func firstFault(_ units: [UInt16]) -> (place: Int, unit: UInt16)? {
        if form == .oneByte {
            let bytes = units.map { UInt8(truncatingIfNeeded: $0) }
            return firstTextFault(in: bytes).map { ($0, bytes[$0] == 0 ? 0 : 0xFF) }
        }
        var place = 0
        while place < units.count {
            if units[place] == 0 { return (place, 0) }
            if units[place] & 0xF800 == 0xD800 {
                let isPair =
                    units[place] & 0xFC00 == 0xD800 && place + 1 < units.count
                    && units[place + 1] & 0xFC00 == 0xDC00
                if !isPair { return (place, 0xD800) }
                place += 1
            }
            place += 1
        }
        return nil
    }
}

/// A field without its quotes and the gaps at both ends.
private struct FieldContent {
    let range: Range<Int>
    let isQuoted: Bool
    /// It does not begin with a quote: those within are plain text.
    let isBare: Bool

    init(_ units: [UInt16], _ field: Range<Int>) {
        var (start, end) = (field.lowerBound, field.upperBound)
        isBare = start == end || units[start] != UnitOf.quote
        isQuoted =
            end - start >= 2 && units[start] == UnitOf.quote && units[end - 1] == UnitOf.quote
        if isQuoted {
            start += 1
            end -= 1
        }
        while start < end, isGap(units[start]), units[start] != 0 { start += 1 }
        while end > start, isGap(units[end - 1]), units[end - 1] != 0 { end -= 1 }
        range = start..<end
    }
}

/// Digits between separators of dates and times.
private func isLikeInstant(_ text: String) -> Bool {
    text.utf8.count { "-/:.T".utf8.contains($0) } >= 2
}

/// The fields of one record by the rules of `scanIrregularRecord`, quotes included.
func csvFields(_ units: [UInt16], delimiter: UInt16) -> [Range<Int>] {
    enum Place { case fieldStart, plain, quoted, closed }
    var place = Place.fieldStart
    var fields: [Range<Int>] = []
    var start = 0
    for (index, unit) in units.enumerated() {
        if place == .quoted {
            if unit == UnitOf.quote { place = .closed }
        } else if unit == delimiter {
            fields.append(start..<index)
            start = index + 1
            place = .fieldStart
        } else if unit == 0x0A || unit == 0x0D {
            fields.append(start..<index)
            return fields
        } else if unit == UnitOf.quote, place != .plain {
            place = .quoted
        } else {
            place = .plain
        }
    }
    fields.append(start..<units.count)
    return fields
}
