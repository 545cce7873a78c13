import Columnar
import Tabular

/// The corrections of a run in the order in which they were judged; nil where none are declared.
///
/// The record is the one that the row came from. A code that tells who a person is stays out: the
/// record is then all that names the row.
func correctionsCSV(_ dataset: Dataset) -> [UInt8]? {
    dataset.corrections.map { corrections in
        let writer = CSVWriter(formulas: .neutralized)
        var bytes: [UInt8] = []
        writer.append(correctionsHeader, to: &bytes)
        for judged in corrections {
            let correction = judged.correction
            let origin = judged.origin
            writer.append(
                [
                    correction.input, correction.isPersonal ? "" : correction.id,
                    correction.field, correction.old.text, correction.new.text,
                    correction.document, String(isoDay(correction.date)), judged.status.rawValue,
                    origin.map { dataset.accounts[$0.file].object } ?? "",
                    origin.map { String($0.record) } ?? "",
                ], to: &bytes)
        }
        return bytes
    }
}

/// What `corrections.csv` has of each correction.
let correctionsHeader = [
    "input", "case", "field", "old", "new", "document", "date", "status", "object", "record",
]

/// The rows that corrections have changed, cell by cell, as they were and as they are.
///
/// It holds what decides to which figures a row belongs. A record of several rows numbers them
/// from 0.
func correctedCSV(_ dataset: Dataset) -> [UInt8]? {
    guard dataset.corrections != nil else { return nil }
    let writer = CSVWriter(formulas: .neutralized)
    var bytes: [UInt8] = []
    writer.append(
        ["table", "object", "record", "row", "column", "before", "after"], to: &bytes)
    for line in dataset.correctedCells { writer.append(line, to: &bytes) }
    return bytes
}

/// The day of an instant as `yyyy-MM-dd`.
private func isoDay(_ instant: Int64) -> Substring { instantText(instant).prefix(10) }
