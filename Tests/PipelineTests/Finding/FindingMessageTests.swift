import Pipeline
import Testing

@Suite struct `The catalogue of findings` {
    @Test(arguments: FindingCode.allCases)
    func `says of each code what it is, why, and what to do`(code: FindingCode) {
        let message = code.message
        #expect(!message.title.isEmpty && !message.titleVi.isEmpty)
        #expect(message.title.last != "." && message.titleVi.last != ".")
        #expect(message.title.first?.isUppercase == false || message.title.hasPrefix("N"))
        #expect(message.reason.hasSuffix("."))
        #expect(message.remedy.hasSuffix("."))
        #expect(message.title.unicodeScalars.allSatisfy { $0.isASCII })
        // A Vietnamese sentence of several words has a letter that English lacks.
        #expect(message.titleVi.unicodeScalars.contains { !$0.isASCII })
    }

    @Test func `has each code and each title once`() {
        let codes = FindingCode.allCases
        #expect(Set(codes.map(\.rawValue)).count == codes.count)
        #expect(Set(codes.map(\.message.title)).count == codes.count)
        #expect(Set(codes.map(\.message.titleVi)).count == codes.count)
        for code in codes {
            let parts = code.rawValue.split(separator: "-")
            #expect(["I", "N"].contains(parts[0]) && parts[1].count == 3)
            #expect(FindingCode(rawValue: code.rawValue) == code)
        }
    }

    @Test func `explains a code in three lines`() {
        #expect(
            FindingCode.nulByte.explanation == [
                "N-002 error: NUL byte (có byte NUL)",
                "A byte of value 0 stands in the record; text never has one.",
                "Export again; the file was probably damaged on its way.",
            ])
    }

    private static let place = FindingPlace(input: "cases", file: "a.csv", object: "00")

    @Test(arguments: [
        (
            Finding(
                .valueUnknown, at: place.at(record: 7, offset: 99), column: "status", value: "Xog",
                hint: "Xong"),
            "a.csv:7: error N-012: unknown value, column status, 'Xog', did you mean 'Xong'? "
                + "Add the value to the dictionary of the mapping."
        ),
        (
            Finding(.columnMissing, at: place, column: "case_id", value: "ma", hint: "Mã"),
            "a.csv: error I-004: required column missing, column case_id, header 'Mã'; "
                + "the file has 'ma'. Export the column, add its header to the synonyms in the "
                + "mapping, or declare the file's delimiter."
        ),
        (
            Finding(
                .inputMissing, at: FindingPlace(input: "cases", file: "x/*.csv", object: "")),
            "input cases (x/*.csv): error I-008: no file for the input. "
                + "Check the pattern, and whether the export was delivered."
        ),
        (
            Finding(.fileUnreadable, at: place, hint: "the quote at byte 3 is never closed"),
            "a.csv: error I-002: file cannot be read (the quote at byte 3 is never closed). "
                + "Export it again; until then set `on_bad_file: skip` to go on without it."
        ),
    ])
    func `makes one line for the person who must act`(finding: Finding, line: String) {
        #expect(finding.line == line)
    }

    @Test func `severities are ordered`() {
        #expect(Severity.note < .warning && Severity.warning < .error)
        #expect(Severity.allCases.map(\.word) == ["note", "warning", "error"])
    }
}
