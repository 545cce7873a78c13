import Columnar
import Tabular

extension Part {
    /// Types a whole batch.
    ///
    /// `sources[c]` is the batch's column for column `c`, nil if the file lacks it.
    mutating func append(_ batch: RecordBatch, sources: [Int?]) throws {
        let base = count
        verdicts.append(contentsOf: repeatElement(.accepted, count: batch.count))
        offsets.append(contentsOf: batch.offsets)
        lengths.append(contentsOf: batch.lengths.map { UInt32(clamping: $0) })
        for fault in batch.faults { note(fault, base: base, sources: sources) }
        let bytes = batch.bytes.span
        var rejected: [UInt32] = []
        for column in columns.indices {
            guard let source = sources[column] else {
                columns[column].appendNulls(batch.count)
                continue
            }
            let bounds = batch.fields[source]
            rejected.removeAll(keepingCapacity: true)
            try columns[column].append(bytes, bounds, rejected: &rejected)
            for record in rejected {
                let value = shownText(batch.bytes, bounds, Int(record))
                noteRejected(column: column, record: base + Int(record), value: value)
            }
        }
    }

    private mutating func noteRejected(column: Int, record: Int, value: String) {
        let mapped = columns[column].mapped
        let code: FindingCode
        let hint: String?
        switch mapped.type {
        case .instant(let reading):
            code = .instantUnreadable
            hint = reading.formats.map(\.pattern).joined(separator: " | ")
        case .integer, .duration:
            code = .integerUnreadable
            hint = nil
        default:
            code = .valueUnknown
            hint = nil
        }
        note(RecordFinding(code, record: record, column: mapped.name, value: value, hint: hint))
    }

    private mutating func note(_ fault: RecordFault, base: Int, sources: [Int?]) {
        let code: FindingCode
        var hint: String?
        switch fault.kind {
        case .invalidUTF8: code = .invalidUTF8
        case .nulByte: code = .nulByte
        case .textAfterQuote: code = .textAfterQuote
        case .repeatedField: code = .fieldRepeated
        case .tooFewFields(let found, let expected):
            code = .tooFewFields
            hint = "\(found) instead of \(expected)"
        case .tooManyFields(let found, let expected):
            code = .tooManyFields
            hint = "\(found) instead of \(expected)"
        }
        let column = fault.column.flatMap { wanted in
            sources.firstIndex(of: wanted).map { columns[$0].mapped.name }
        }
        note(
            RecordFinding(
                code, record: base + fault.record, column: column, hint: hint,
                offset: fault.offset))
    }
}

/// A value as a finding may show it: clean, at most 60 characters.
private func shownText(_ bytes: [UInt8], _ bounds: FieldBounds, _ record: Int) -> String {
    let start = bounds.starts[record]
    guard start != RecordBatch.absent else { return "" }
    let field = bytes[Int(start)..<Int(bounds.ends[record])].prefix(400)
    return shortened(cleanText(String(decoding: field, as: UTF8.self)))
}

/// The first 60 characters of a text, and a sign that there was more.
func shortened(_ text: String) -> String {
    text.count <= 60 ? text : text.prefix(60) + "…"
}
