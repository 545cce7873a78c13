import Columnar
import Tabular

extension FilledForms {
    /// The names of the columns of `forms.csv` before those of the forms' own numbers.
    package static let header = [
        "form", "version", "period", "start", "end", "by", "row", "kind", "member", "title",
    ]

    /// The bytes of `forms.csv`: a line a row, in the order of the form; UTF-8, `\n`.
    ///
    /// The columns of all forms stand side by side, by number; a cell of a column that a form
    /// lacks, and of a banner, is empty.
    package var csv: [UInt8] {
        let numbers = Set(tables.flatMap(\.columns)).sorted()
        let writer = CSVWriter(formulas: .neutralized)
        var bytes: [UInt8] = []
        writer.append(Self.header + numbers.map(String.init), to: &bytes)
        for table in tables {
            for (place, row) in table.rows.enumerated() {
                writer.append(table.fields(of: row, at: place, numbers), to: &bytes)
            }
        }
        return bytes
    }
}

extension FilledForm {
    /// The fields of a row's line.
    fileprivate func fields(of row: FormRow, at place: Int, _ numbers: [Int]) -> [String] {
        let cells = numbers.map { number in
            guard let column = columns.firstIndex(of: number), column < row.counts.count else {
                return ""
            }
            return String(row.counts[column])
        }
        return [
            form, String(version), period.name, instantText(period.start),
            instantText(period.end), level, String(place + 1), row.kind.rawValue, row.member,
            row.title,
        ] + cells
    }
}
