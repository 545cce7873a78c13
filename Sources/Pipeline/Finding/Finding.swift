/// One fact about bad data: what, where, and which value.
///
/// It never stops the program.
package struct Finding: Sendable, Equatable {
    /// Which fact; its title, reason and remedy stand in `FindingMessages.swift`.
    package var code: FindingCode
    /// Where it was seen.
    package var place: FindingPlace
    /// Canonical name of the column, where one column is at fault.
    package var column: String?
    /// The value, cleaned and cut; absent for personal columns.
    package var value: String?
    /// What was probably meant, or what was expected.
    package var hint: String?

    /// A finding at a place.
    package init(
        _ code: FindingCode, at place: FindingPlace, column: String? = nil, value: String? = nil,
        hint: String? = nil
    ) {
        self.code = code
        self.place = place
        self.column = column
        self.value = value
        self.hint = hint
    }
}

/// Where a finding was seen: input, file, record, byte.
package struct FindingPlace: Sendable, Equatable {
    /// Name of the input in the pipeline.
    package var input: String
    /// The file as it was named when received.
    package var file: String
    /// SHA-256 of the file, in hex.
    package var object: String
    /// Number of the record, from 1; absent when the whole file is meant.
    package var record: Int?
    /// Byte offset of the record in the file as decompressed.
    package var offset: Int?

    /// A place in a file.
    package init(
        input: String, file: String, object: String, record: Int? = nil, offset: Int? = nil
    ) {
        self.input = input
        self.file = file
        self.object = object
        self.record = record
        self.offset = offset
    }

    /// The same file, at a record.
    package func at(record: Int, offset: Int) -> FindingPlace {
        FindingPlace(
            input: input, file: file, object: object, record: record, offset: offset)
    }
}

/// How much a finding matters, from least to most.
package enum Severity: Int, Sendable, Comparable, CaseIterable {
    /// Good to know; the figures are what they should be.
    case note
    /// Something in the data is wrong; the record is counted.
    case warning
    /// A record or file is not counted.
    case error

    /// The word in files and on the screen.
    package var word: String {
        switch self {
        case .note: "note"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// By gravity.
    package static func < (left: Severity, right: Severity) -> Bool {
        left.rawValue < right.rawValue
    }
}
