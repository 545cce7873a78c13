/// Where the records of one file went.
///
/// Nothing vanishes: the five fates add up to what was read.
package struct Account: Sendable, Equatable {
    /// Records below the header.
    package var read = 0
    /// Records that became rows and count.
    package var accepted = 0
    /// Exact copies of a record that counts.
    package var duplicate = 0
    /// Older versions of a record that counts.
    package var superseded = 0
    /// Records set aside because of a fault.
    package var quarantined = 0
    /// Records that are no cases by a declared rule: banners, totals, column numbers.
    package var dropped = 0

    /// Whether the account balances.
    package var balances: Bool {
        read == accepted + duplicate + superseded + quarantined + dropped
    }

    /// Nothing read yet.
    package init() {}

    /// Adds another account.
    package static func += (total: inout Account, part: Account) {
        total.read += part.read
        total.accepted += part.accepted
        total.duplicate += part.duplicate
        total.superseded += part.superseded
        total.quarantined += part.quarantined
        total.dropped += part.dropped
    }
}

/// The account of one file of one input, or of one child table of its records.
package struct FileAccount: Sendable, Equatable {
    /// Name of the input; of a child table, `input/children`.
    package var input: String
    /// SHA-256 of the file, in hex.
    package var object: String
    /// Its name as received.
    package var file: String
    /// Where its records went.
    package var account: Account
}
