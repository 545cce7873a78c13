import Columnar
import Ledger

extension SurveyQuestion {
    /// The column under which a question's answers are read before they become rows.
    var column: MappedColumn {
        MappedColumn(
            name: "question:" + name, place: .headers(headers), type: .level, required: false,
            nulls: [], privacy: .open, declared: place)
    }
}

extension Part {
    /// One row for each question of each record: (response, question, level).
    ///
    /// All rows of a record bear the digest of the whole record, so that they live or fall
    /// together when records compete.
    func unpivoted(_ mapping: Mapping) throws -> Part {
        let questions = mapping.questions
        guard !questions.isEmpty else { return self }
        var long = self
        long.rowsPerRecord = questions.count
        long.verdicts = verdicts.flatMap { repeatElement($0, count: questions.count) }
        let base = columns.prefix(mapping.columns.count)
        long.columns = base.map { $0.repeated(questions.count) }
        long.columns.append(questionNames(questions))
        long.columns.append(levels(questions, from: mapping.columns.count))
        long.columns.append(try recordDigests(questions.count))
        return long
    }

    private func questionNames(_ questions: [SurveyQuestion]) -> RawColumn {
        var column = RawColumn(given("question", .code(CodeReading())), scale: nil)
        column.resolved = questions.map { .code($0.name) }
        for _ in 0..<count { column.codes.append(contentsOf: 0..<UInt32(questions.count)) }
        return column
    }

    private func levels(_ questions: [SurveyQuestion], from first: Int) -> RawColumn {
        var column = RawColumn(given("level", .integer), scale: nil)
        for record in 0..<count {
            for question in questions.indices {
                let raw = columns[first + question]
                let code = raw.codes[record]
                if code != missingCode, case .level(let level) = raw.resolved[Int(code)] {
                    column.cells.append(level)
                } else {
                    column.cells.append(missing)
                }
            }
        }
        return column
    }

    private func recordDigests(_ rows: Int) throws -> RawColumn {
        var column = RawColumn(given(Self.recordColumn, .identifier), scale: nil)
        for record in 0..<count {
            let texts = columns.map { $0.exactText(record) }
            let content = texts.map { "\($0.utf8.count):\($0)" }.joined()
            let digest = Digest.of(Array(content.utf8)).hex
            for _ in 0..<rows {
                column.identifiers.bytes.append(contentsOf: digest.utf8)
                guard column.identifiers.bytes.count <= Int(UInt32.max) else {
                    throw IdentifierOverflow(bytes: column.identifiers.bytes.count)
                }
                column.identifiers.ends.append(UInt32(column.identifiers.bytes.count))
            }
        }
        return column
    }

    /// Name of the column that holds the digest of the record a row was made from.
    static let recordColumn = "(record)"

    private func given(_ name: String, _ type: MappedType) -> MappedColumn {
        MappedColumn(
            name: name, place: .headers([]), type: type, required: false, nulls: [],
            privacy: .open, declared: PlanPlace(file: ""))
    }
}

extension RawColumn {
    /// Every cell so many times in a row.
    fileprivate func repeated(_ times: Int) -> RawColumn {
        var column = self
        column.cells = cells.flatMap { repeatElement($0, count: times) }
        column.flags = flags.flatMap { repeatElement($0, count: times) }
        column.codes = codes.flatMap { repeatElement($0, count: times) }
        let rows = (0..<UInt32(identifiers.count)).flatMap { repeatElement($0, count: times) }
        column.identifiers = identifiers.gathered(rows)
        return column
    }
}

extension IdentifierColumn {
    /// The texts of the rows named, in that order.
    fileprivate func gathered(_ rows: [UInt32]) -> IdentifierColumn {
        var gathered = IdentifierColumn()
        gathered.ends.reserveCapacity(rows.count)
        for row in rows {
            gathered.bytes.append(contentsOf: bytes[range(Int(row))])
            gathered.ends.append(UInt32(gathered.bytes.count))
        }
        return gathered
    }
}
