/// One line of a sealed `findings.jsonl`, taken apart.
///
/// The lines are our own, their members sorted and none nested: they are cut at the commas outside
/// texts. A hundred thousand a night must not be felt.
struct FindingLine: Hashable {
    /// The whole line, by which it is known again exactly.
    let bytes: ArraySlice<UInt8>
    /// Code of the fact.
    private(set) var code = ""
    /// Name of the column.
    private(set) var column: String?
    /// The file as it was named when received.
    private(set) var file = ""
    /// What was expected.
    private(set) var hint: String?
    /// Name of the input.
    private(set) var input = ""
    /// Number of the record.
    private(set) var record: Int?
    /// The word for how much it matters.
    private(set) var severity = ""
    /// The value.
    private(set) var value: String?

    /// What makes two findings of different nights the same: not the file, which has another name
    /// each night, nor the record, which moves; of a finding about a whole file, the file too.
    struct Identity: Hashable {
        let code: String
        let input: String
        let column: String?
        let value: String?
        let file: String?
    }

    /// The identity of the line.
    var identity: Identity {
        let isOfFile = record == nil && column == nil && value == nil
        return Identity(
            code: code, input: input, column: column, value: value, file: isOfFile ? file : nil)
    }

    /// Takes a line apart.
    init(_ line: ArraySlice<UInt8>) {
        bytes = line
        forEachMember(of: line) { key, content in
            switch key {
            case "code": code = jsonText(content)
            case "column": column = jsonText(content)
            case "file": file = jsonText(content)
            case "hint": hint = jsonText(content)
            case "input": input = jsonText(content)
            case "record": record = Int(String(decoding: content, as: UTF8.self))
            case "severity": severity = jsonText(content)
            case "value": value = jsonText(content)
            default: break
            }
        }
    }

    /// The lines of a file.
    static func lines(of file: [UInt8]) -> [FindingLine] {
        file.split(separator: UInt8(ascii: "\n")).map { FindingLine($0) }
    }

    /// By the bytes of the line.
    static func == (left: FindingLine, right: FindingLine) -> Bool { left.bytes == right.bytes }

    func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

/// Calls the body with each member of an object: its key, and its content as it is written.
private func forEachMember(
    of line: ArraySlice<UInt8>, _ body: (_ key: String, _ content: ArraySlice<UInt8>) -> Void
) {
    let (quote, escape) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
    var rest = line.dropFirst()
    while rest.first == quote {
        let key = rest.dropFirst().prefix { $0 != quote }
        rest = rest[key.endIndex...].dropFirst(2)
        var end = rest.startIndex
        var isInText = false
        while end < rest.endIndex {
            let byte = rest[end]
            if isInText, byte == escape {
                end += 1
            } else if byte == quote {
                isInText.toggle()
            } else if !isInText, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") {
                break
            }
            end += 1
        }
        end = min(end, rest.endIndex)
        body(String(decoding: key, as: UTF8.self), rest[rest.startIndex..<end])
        rest = rest[end...].dropFirst()
    }
}

/// The text that a JSON string of ours stands for.
private func jsonText(_ content: ArraySlice<UInt8>) -> String {
    let text = String(decoding: content.dropFirst().dropLast(), as: UTF8.self)
    guard text.contains("\\") else { return text }
    var plain = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
        guard scalar == "\\", let letter = rest.popFirst() else {
            plain.append(scalar)
            continue
        }
        guard letter == "u" else {
            plain.append(letter)
            continue
        }
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        if let number = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
            let character = Unicode.Scalar(number)
        {
            plain.append(character)
        }
    }
    return String(plain)
}
