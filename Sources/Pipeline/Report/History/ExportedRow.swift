import Columnar
import Ledger

/// What one export says of one case: the record that counts there, or why it cannot be read.
struct ExportedRow: Sendable {
    /// Hash of the case code.
    let hash: UInt64
    /// Number of the record in its file.
    let record: Int
    /// Identity, verdict and cells; equal bytes of one form say the same.
    let bytes: ArraySlice<UInt8>

    /// The identity as it is kept: equal bytes, one case.
    func identity() throws(DamagedBytes) -> ArraySlice<UInt8> {
        var reader = CellReader(bytes)
        return try reader.text()
    }

    /// The row, taken apart.
    func parts(_ form: ExportForm) throws(DamagedBytes) -> ExportedParts {
        var reader = CellReader(bytes)
        var identity = CellReader(try reader.text())
        var parts = ExportedParts()
        while !identity.rest.isEmpty { parts.identity.append(try identity.cell()) }
        let reason = String(decoding: try reader.text(), as: UTF8.self)
        parts.reason = FindingCode(rawValue: reason)
        if parts.reason == nil {
            guard reason.isEmpty else { throw DamagedBytes() }
            for _ in form.columns { parts.cells.append(try reader.cell()) }
        }
        guard reader.rest.isEmpty else { throw DamagedBytes() }
        return parts
    }

    /// The bytes of a row.
    static func bytes(
        identity: [ExportedCell], reason: FindingCode?, cells: [ExportedCell]
    ) -> [UInt8] {
        var own = CellWriter()
        for cell in identity { own.put(cell) }
        var writer = CellWriter()
        writer.put(own.bytes)
        writer.put(Array((reason?.rawValue ?? "").utf8))
        if reason == nil { for cell in cells { writer.put(cell) } }
        return writer.bytes
    }

    /// What stands for an identity that is not to be read.
    static func hidden(_ identity: [ExportedCell]) -> ExportedCell {
        var own = CellWriter()
        for cell in identity { own.put(cell) }
        return hidden(own.bytes[...])
    }

    /// What stands for the bytes of an identity that is not to be read.
    static func hidden(_ identity: ArraySlice<UInt8>) -> ExportedCell {
        .text(Digest.of(Array(identity)).hex)
    }

    /// The hash by which the rows of a case code are found.
    static func hash(ofCase id: String) -> UInt64 {
        let bytes = Array(id.utf8)
        return contentHash(bytes.span, 0..<bytes.count)
    }
}

/// A row, taken apart.
struct ExportedParts: Sendable {
    /// The columns that tell cases apart, the case code first; or a digest of them alone.
    var identity: [ExportedCell] = []
    /// Why the record could not be read; nil: it was.
    var reason: FindingCode?
    /// The cells of the form's columns; none where the record could not be read.
    var cells: [ExportedCell] = []
}

/// What the rows of an export are made of.
struct ExportForm: Sendable, Equatable {
    /// The columns that tell cases apart, the case code first.
    var identity: [ExportedColumn] = []
    /// The other columns that the file has.
    var columns: [ExportedColumn] = []
    /// Records that cannot be read are told by a digest of their identity: the mapping has columns
    /// about persons, and in such a record a name may stand where the code belongs.
    var hidesUnreadable = false

    /// The place of a column.
    func place(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}
