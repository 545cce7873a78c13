import Columnar

extension Plan {
    /// Fills group and field of each row from the catalogue of procedures where no mapping does.
    func withCatalogue(_ table: Table) -> Table {
        guard case .code(let procedure)? = table["procedure"], !procedures.isEmpty else {
            return table
        }
        var entries: [String: Procedure] = [:]
        for entry in procedures { entries[entry.code] = entry }
        var filled = Table(rowCount: table.rowCount)
        for (name, column) in zip(table.names, table.columns) {
            switch (name, column) {
            case ("procedure_group", .code(let own)):
                filled.append(name, .code(own.completed(procedure) { entries[$0]?.group }))
            case ("field", .code(let own)):
                filled.append(name, .code(own.completed(procedure) { entries[$0]?.field }))
            default: filled.append(name, column)
            }
        }
        return filled
    }
}

extension CodeColumn {
    /// The column with its nulls filled from what the code in another column stands for.
    fileprivate func completed(
        _ other: CodeColumn, _ meaning: (String) -> String?
    ) -> CodeColumn {
        let meanings = other.dictionary.map(meaning)
        let texts = Set(dictionary).union(meanings.compactMap { $0 }).sorted(by: precedes)
        var codeOfText: [String: UInt32] = [:]
        for (code, text) in texts.enumerated() { codeOfText[text] = UInt32(code) }
        let own = dictionary.map { codeOfText[$0] ?? missingCode }
        let lent = meanings.map { $0.flatMap { codeOfText[$0] } ?? missingCode }
        var codes = self.codes
        for row in codes.indices {
            if codes[row] != missingCode {
                codes[row] = own[Int(codes[row])]
            } else if other.codes[row] != missingCode {
                codes[row] = lent[Int(other.codes[row])]
            }
        }
        return CodeColumn(codes: codes, dictionary: texts)
    }
}
