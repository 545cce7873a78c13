package import Columnar

/// Clean, typed, deduplicated tables, and where every record went that is not in them.
package struct Dataset: Sendable {
    /// The tables that the inputs fill, by name, sorted.
    package var tables: [DatasetTable] = []
    /// The account of each file, by input, object, name.
    package var accounts: [FileAccount] = []
    /// Records set aside.
    package var quarantine: [QuarantinedRecord] = []
    /// Records that lost to another version of their case.
    package var losers: [Loser] = []
    /// What became of each correction; nil where the pipeline names none.
    package var corrections: [JudgedCorrection]?
    /// The rows that corrections have changed.
    var corrected: [CorrectedRows] = []
    /// What they were and what they are, cell by cell, as far as it decides where they count.
    var correctedCells: [[String]] = []
    /// Facts about bad data.
    package var findings: [Finding] = []
    /// How the clocks of cases run; nil where nobody asks.
    package var clocks: CaseClocks?
    /// The pauses of each piece of the cases; nil where nothing can be said of them.
    package var pauses: [PiecePauses?] = []

    /// The table of that name.
    package func table(_ name: String) -> DatasetTable? {
        tables.first { $0.name == name }
    }

    /// The dataset with findings that were made before it.
    package func adding(_ earlier: [Finding]) -> Dataset {
        var dataset = self
        dataset.findings = earlier + findings
        return dataset
    }

    /// All accounts added up.
    package var total: Account {
        accounts.reduce(into: Account()) { $0 += $1.account }
    }
}

/// A table in pieces, and where each of its rows came from.
package struct DatasetTable: Sendable {
    /// Its name in KPIs.
    package var name: String
    /// A table without rows: the names, types and dictionaries that all pieces have.
    package var shape: Table
    /// Its rows, in the canonical order of their files.
    package var pieces: [TablePiece]

    /// Number of rows.
    package var rowCount: Int { pieces.reduce(0) { $0 + $1.rowCount } }

    /// Number of the first row of each piece.
    package var bases: [Int] {
        var base = 0
        return pieces.map { piece in
            defer { base += piece.rowCount }
            return base
        }
    }

    /// All rows in one table: for small ones, and for tests.
    package var whole: Table {
        get throws {
            let tables = try pieces.map { try $0.table() }
            return gathered(
                tables.map { ($0, Array(0..<UInt32($0.rowCount))) }, shape: shape)
        }
    }
}

/// A record that was set aside, by reference: its bytes stay where they are.
package struct QuarantinedRecord: Sendable, Equatable {
    /// SHA-256 of the file, in hex.
    package var object: String
    /// Number of the record in its file.
    package var record: Int
    /// Byte offset of the record in the file as decompressed.
    package var offset: Int
    /// Its length in bytes.
    package var length: Int
    /// The reason.
    package var reason: FindingCode
}

/// A record that lost to another one of the same identity.
package struct Loser: Sendable, Equatable {
    /// Why it does not count: an exact copy, or an older version.
    package enum Kind: String, Sendable {
        /// An exact copy of the survivor.
        case duplicate
        /// An older version of the survivor.
        case superseded
    }

    /// Why it does not count.
    package var kind: Kind
    /// Index into the accounts of its file, and number of the record.
    package var origin: (file: Int, record: Int)
    /// The same of the record that counts.
    package var survivor: (file: Int, record: Int)

    /// Equal in all parts.
    package static func == (left: Loser, right: Loser) -> Bool {
        left.kind == right.kind && left.origin == right.origin && left.survivor == right.survivor
    }
}
