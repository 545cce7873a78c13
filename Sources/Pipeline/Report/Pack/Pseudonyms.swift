import Columnar
import Ledger

/// What stands for a case in a pack: a keyed hash, or without a key the number of its row.
struct Pseudonyms {
    /// The key; nil: rows are numbered.
    let key: KeyedHash?

    /// The word for the kind of names, as the pack says it.
    var kind: String { key == nil ? "row-number" : "keyed-hash" }

    /// The name of a row; `number` counts the rows of its table from 1 in canonical order.
    ///
    /// Half of the digest's digits: enough to tell 2^64 cases apart.
    func name(_ identity: RowIdentity, number: Int) -> String {
        guard let key else { return "\(number)" }
        return String(key.digest(bytes("case", [identity.source, identity.code])).hex.prefix(32))
    }

    /// The secret that keeps a leaf of the tree of verdicts from being guessed.
    static func salt(_ key: KeyedHash, _ identity: RowIdentity, period: String) -> String {
        key.digest(bytes("verdict", [period, identity.source, identity.code])).hex
    }
}

/// Texts that no other texts give: what they are for, and each behind a zero byte.
private func bytes(_ purpose: String, _ parts: [String]) -> [UInt8] {
    parts.reduce(Array("minhbach/\(purpose)".utf8)) { $0 + [0] + Array($1.utf8) }
}

/// What tells a row from others: its source system, and the code by which people know it.
struct RowIdentity: Equatable {
    let source: String
    let code: String
}

extension Table {
    /// Source and code of a row.
    func rowIdentity(_ row: Int) -> RowIdentity {
        var source = ""
        if case .code(let cells)? = self["source"], cells.codes[row] != missingCode {
            source = cells.dictionary[Int(cells.codes[row])]
        }
        return RowIdentity(source: source, code: identity(row))
    }
}
