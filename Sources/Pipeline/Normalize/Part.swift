import Columnar
import Tabular

/// What a stretch of one file gave for one table: typed columns, and a verdict for each record.
///
/// Record `i` of the part is record `firstRecord + i` of the file. A part knows nothing of other
/// parts, so any number of threads can make them; joined in order, they are the file.
struct Part: Sendable {
    /// The columns, in the order of the mapping.
    var columns: [RawColumn]
    /// What becomes of each record.
    var verdicts: [Verdict] = []
    /// Byte offset of each record in the file as decompressed.
    var offsets: [Int] = []
    /// Byte length of each record.
    var lengths: [UInt32] = []
    /// For children: index of the parent record in the parents' part.
    var parents: [UInt32] = []
    /// What was found, in order of record.
    var findings: [RecordFinding] = []
    /// Number of the first record in its file.
    var firstRecord = 1

    /// What its records are made of besides the text of their fields.
    var frame = PartFrame()

    /// Rows that each record makes: one, or one for each question of a wide survey.
    var rowsPerRecord = 1

    /// A part without records, for these columns.
    ///
    /// Of one of many small files, columns begin with the texts that the files before it had.
    init(_ rules: [RawColumnRule], isOneOfMany: Bool = false) {
        columns = rules.map { RawColumn($0) }
        if isOneOfMany {
            for column in columns.indices { columns[column].prime() }
        }
    }

    /// Takes over memory of parts that are done with, when the first records come.
    mutating func takeSpares() {
        for column in columns.indices { columns[column].takeSpare() }
    }

    /// Number of records.
    var count: Int { verdicts.count }

    /// Makes room for so many records.
    mutating func reserve(_ count: Int) {
        for column in columns.indices { columns[column].reserve(count) }
        verdicts.reserveCapacity(count)
        offsets.reserveCapacity(count)
        lengths.reserveCapacity(count)
    }

    /// Notes a finding about a record, and sets the record aside if the finding is an error.
    mutating func note(_ finding: RecordFinding) {
        if finding.code.severity == .error, verdicts[finding.record] == .accepted {
            verdicts[finding.record] = .quarantined(finding.code)
        }
        findings.append(finding)
    }
}

/// What a record of a file is made of besides the text of its fields.
struct PartFrame: Sendable {
    /// Most bytes of separators, quotes, line end; nil where the format does not tell.
    var bytes: Int?
    /// Bytes of a character of ASCII in the file.
    var bytesPerUnit = 1
}

/// A finding about one record, before it is known where the part lies in its file.
struct RecordFinding: Sendable {
    let code: FindingCode
    /// Index of the record in its part.
    let record: Int
    /// Canonical name of the column.
    let column: String?
    var value: String?
    let hint: String?
    /// Byte offset in the file of what is wrong, where it is better known than the record's.
    let offset: Int?

    init(
        _ code: FindingCode, record: Int, column: String? = nil, value: String? = nil,
        hint: String? = nil, offset: Int? = nil
    ) {
        self.code = code
        self.record = record
        self.offset = offset
        self.column = column
        self.value = value
        self.hint = hint
    }
}
