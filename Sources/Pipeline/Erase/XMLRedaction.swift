import Tabular

/// What is personal in the records of one XML file.
struct XMLRedaction {
    /// A path below the record's element.
    struct Path {
        let path: XMLPath
        /// Whether a run keeps it as its keyed hash.
        let isKeyed: Bool
        /// Whether a run that was sealed reads it.
        let isRead: Bool
    }

    let form: UnitForm
    let paths: [Path]

    /// The personal values of a record's element that begins at this offset.
    func spots(_ bytes: [UInt8], at offset: Int) -> [PersonalSpot] {
        var walk = RecordWalk(redaction: self, units: form.units(bytes), offset: offset)
        walk.run()
        return walk.spots
    }
}

/// A walk through the tags and texts of one record, which a parser has found to be right.
private struct RecordWalk {
    struct Element {
        let name: [UInt16]
        var attributes: [(name: [UInt16], value: Range<Int>)] = []
    }

    /// A personal value whose element is open.
    struct Capture {
        let path: Int
        let depth: Int
        var runs: [Range<Int>] = []
        var remarks: [Range<Int>] = []
    }

    let redaction: XMLRedaction
    let units: [UInt16]
    let offset: Int
    var spots: [PersonalSpot] = []
    private var open: [Element] = []
    private var isInside = false
    private var captures: [Capture] = []
    private var place = 0

    init(redaction: XMLRedaction, units: [UInt16], offset: Int) {
        self.redaction = redaction
        self.units = units
        self.offset = offset
    }

    mutating func run() {
        while place < units.count {
            if units[place] != unit("<") {
                let end = units[place...].firstIndex(of: unit("<")) ?? units.count
                take(place..<end)
                place = end
            } else if has("<!--") {
                let end = find("-->", from: place + 4)
                remark(place + 4..<end)
                place = min(end + 3, units.count)
            } else if has("<![CDATA[") {
                let end = find("]]>", from: place + 9)
                take(place + 9..<end)
                place = min(end + 3, units.count)
            } else if has("<?") {
                place = min(find("?>", from: place + 2) + 2, units.count)
            } else if has("</") {
                place = min(find(">", from: place + 2) + 1, units.count)
                close()
            } else {
                readTag()
            }
        }
    }

    private func unit(_ character: Unicode.Scalar) -> UInt16 { UInt16(UInt8(ascii: character)) }

    private func has(_ text: String) -> Bool { units[place...].starts(with: Array(text.utf16)) }

    private func find(_ text: String, from start: Int) -> Int {
        let wanted = Array(text.utf16)
        var at = min(start, units.count)
        while at < units.count, !units[at...].starts(with: wanted) { at += 1 }
        return at
    }

    private mutating func take(_ run: Range<Int>) {
        for index in captures.indices { captures[index].runs.append(run) }
    }

    private mutating func remark(_ run: Range<Int>) {
        for index in captures.indices { captures[index].remarks.append(run) }
    }

    private mutating func close() {
        for capture in captures where capture.depth == open.count {
            emit(capture.path, capture.runs)
            // A remark within a value is no part of it and may still repeat it.
            for remark in capture.remarks { emit(nil, [remark]) }
        }
        captures.removeAll { $0.depth == open.count }
        if !open.isEmpty { open.removeLast() }
    }

    private mutating func readTag() {
        place += 1
        var element = Element(name: name())
        while place < units.count, units[place] != unit(">"), units[place] != unit("/") {
            let attribute = name()
            while place < units.count, units[place] != unit("\""), units[place] != unit("'"),
                units[place] != unit(">")
            { place += 1 }
            guard place < units.count, units[place] != unit(">") else { break }
            let quote = units[place]
            let start = place + 1
            let end = units[start...].firstIndex(of: quote) ?? units.count
            element.attributes.append((attribute, start..<end))
            place = min(end + 1, units.count)
            while place < units.count, isGap(units[place]) { place += 1 }
        }
        let isEmpty = place < units.count && units[place] == unit("/")
        place = min(find(">", from: place) + 1, units.count)
        if isInside { open.append(element) }
        isInside = true
        begin(element)
        if isEmpty { close() }
    }

    /// Reads a local name and the gap behind it.
    private mutating func name() -> [UInt16] {
        let ends = Set([unit("="), unit(">"), unit("/")])
        let start = place
        while place < units.count, !isGap(units[place]), !ends.contains(units[place]) { place += 1 }
        let name = units[start..<place]
        while place < units.count, isGap(units[place]) { place += 1 }
        return Array(name.split(separator: unit(":")).last ?? name)
    }

    private mutating func begin(_ element: Element) {
        for (index, personal) in redaction.paths.enumerated() where matches(personal.path) {
            guard let attribute = personal.path.attribute else {
                captures.append(Capture(path: index, depth: open.count))
                continue
            }
            let name = redaction.form.units(of: attribute)
            for found in element.attributes where found.name == name { emit(index, [found.value]) }
        }
    }

    private func matches(_ path: XMLPath) -> Bool {
        guard path.steps.count == open.count else { return false }
        return zip(path.steps, open).allSatisfy { step, element in
            element.name == redaction.form.units(of: step.name)
                && step.conditions.allSatisfy { condition in
                    let name = redaction.form.units(of: condition.attribute)
                    return element.attributes.contains {
                        $0.name == name && text($0.value) == condition.value
                    }
                }
        }
    }

    private mutating func emit(_ path: Int?, _ ranges: [Range<Int>]) {
        let runs = ranges.map(trimmed).filter { !$0.isEmpty }
        guard !runs.isEmpty else { return }
        let personal = path.map { redaction.paths[$0] }
        let value = cleanText(ranges.map(text).joined())
        let form = redaction.form
        spots.append(
            PersonalSpot(
                runs: runs.map { run in
                    TextRun(
                        offset: offset + run.lowerBound * form.width, units: Array(units[run]),
                        blank: Array(repeating: UnitOf.blank, count: run.count), form: form,
                        isFree: true)
                },
                keyed: personal?.isKeyed == true && !value.isEmpty ? value : nil,
                isRead: personal.map { $0.isRead || $0.isKeyed } ?? false))
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isGap(units[start]) { start += 1 }
        while end > start, isGap(units[end - 1]) { end -= 1 }
        return start..<end
    }

    /// The text of a stretch, its references resolved.
    private func text(_ range: Range<Int>) -> String {
        let raw = redaction.form.text(units[range])
        guard raw.utf8.contains(UInt8(ascii: "&")) else { return raw }
        var text = ""
        var rest = raw[...]
        while let start = rest.firstIndex(of: "&") {
            text += rest[..<start]
            let behind = rest[rest.index(after: start)...]
            guard let end = behind.firstIndex(of: ";") else { break }
            text += meant(behind[..<end])
            rest = behind[behind.index(after: end)...]
        }
        return text + rest
    }
}

/// What a reference stands for.
private func meant(_ name: Substring) -> String {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
        let isHexadecimal = name.hasPrefix("#x")
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        let number = UInt32(digits, radix: isHexadecimal ? 16 : 10)
        return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
    }
}
