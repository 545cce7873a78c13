import Columnar

/// Bad data that somebody takes care of: until a day it raises no alarm.
///
/// It is counted and listed like any other finding; only what calls people at night leaves it out.
package struct KnownFinding: Sendable, Equatable {
    /// Which fact.
    package var code: FindingCode
    /// Name of the input; nil: any.
    package var input: String?
    /// Canonical name of the column; nil: any.
    package var column: String?
    /// The value as findings show it; nil: any.
    package var value: String?
    /// Who takes care.
    package var owner: String
    /// The instant from which on it is an alarm again: the end of the last day.
    package var until: Int64
    /// Why it may wait.
    package var reason: String

    /// The last day on which it may wait.
    package var lastDay: String { CivilDate(of: until - 1).text }
}

/// Reads known-findings.csv: `code,input,column,value,owner,until,reason`; an empty field of the
/// second to fourth means any.
func readKnownFindings(_ bytes: [UInt8], file: String, log: FaultLog) -> [KnownFinding] {
    guard let table = CatalogueTable(bytes, file: file, log: log) else { return [] }
    table.checkHeader(known: ["code", "input", "column", "value", "owner", "until", "reason"])
    guard let code = table.index(of: "code", isRequired: true),
        let owner = table.index(of: "owner", isRequired: true),
        let until = table.index(of: "until", isRequired: true),
        let reason = table.index(of: "reason", isRequired: true)
    else { return [] }
    func text(_ line: CatalogueTable.Line, _ column: String) -> String? {
        CatalogueTable.text(line, table.index(of: column, isRequired: false))
    }
    return table.lines.compactMap { line in
        guard let word = table.required(line, code, "code"),
            let name = table.required(line, owner, "owner"),
            table.required(line, until, "until") != nil, let day = table.day(line, until),
            let why = table.required(line, reason, "reason")
        else { return nil }
        guard let fact = FindingCode(rawValue: word) else {
            log.unknownWord(word, known: FindingCode.allCases.map(\.rawValue), at: line.place)
            return nil
        }
        return KnownFinding(
            code: fact, input: text(line, "input"), column: text(line, "column"),
            value: text(line, "value"), owner: name, until: day + 86_400, reason: why)
    }
}
