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
    /// Facts about bad data.
    package var findings: [Finding] = []

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

/// A table and where each of its rows came from.
package struct DatasetTable: Sendable {
    /// Its name in KPIs.
    package var name: String
    /// Its columns.
    package var table: Table
    /// The record from which each row came.
    package var origins: RowOrigins
}

/// From which record of which file each row of a table came.
package struct RowOrigins: Sendable {
    /// Where the rows of each file begin, ascending.
    package var sections: [(file: Int, start: Int)]
    /// Number of the record, a row each.
    package var records: [UInt32]

    /// Index into the dataset's accounts of the file, and number of the record.
    package func origin(of row: Int) -> (file: Int, record: Int) {
        var low = 0
        var high = sections.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if sections[middle].start <= row { low = middle } else { high = middle }
        }
        return (sections[low].file, Int(records[row]))
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
