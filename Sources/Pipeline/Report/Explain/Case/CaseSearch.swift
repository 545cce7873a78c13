import Columnar
import Ledger
import Synchronization
import Tabular

/// A record that names a case and is no row.
package struct SetAsideRecord: Sendable, Equatable {
    /// The file as it was named when received.
    package var file: String
    /// SHA-256 of the file, in hex.
    package var object: String
    /// Number of the record.
    package var record: Int
    /// Byte offset of the record in the file as decompressed; nil where it is not told.
    package var offset: Int?
    /// Why it is no row.
    package var reason: Reason

    /// Why a record is no row.
    package enum Reason: Sendable, Equatable {
        /// It is an exact copy of the record that counts.
        case duplicate
        /// It is an older version of the record that counts.
        case superseded
        /// Something is wrong with it.
        case quarantined(FindingCode)
    }
}

extension ExplainedRun {
    /// The rows that bear an identity, in the order of their files.
    func rows(of id: String) throws -> [(piece: Int, row: Int)] {
        let wanted = Array(id.utf8)
        let pieces = table.pieces
        let found = try concurrentMap(pieces.count, threads: threads) { index in
            Result {
                let rows = try pieces[index].table(["case_id", "response"])
                return ["case_id", "response"].flatMap { name -> [Int] in
                    guard case .identifier(let ids)? = rows[name] else { return [] }
                    return ids.rows(of: wanted)
                }
            }
        }.map { try $0.get() }
        return found.enumerated().flatMap { index, rows in rows.map { (index, $0) } }
    }

    /// The identity nearest to one that no row bears; nil where none is near.
    func nearest(to id: String) throws -> String? {
        let wanted = Array(id.utf8)
        let pieces = table.pieces
        let found = try concurrentMap(pieces.count, threads: threads) { index in
            Result { () -> (difference: Int, id: String)? in
                let rows = try pieces[index].table(["case_id", "response"])
                var best: (difference: Int, id: String)?
                for name in ["case_id", "response"] {
                    guard case .identifier(let ids)? = rows[name] else { continue }
                    for row in 0..<ids.count {
                        let difference = difference(ids.bytes[ids.range(row)], wanted)
                        guard difference < best?.difference ?? 5 else { continue }
                        best = (difference, ids.text(row) ?? "")
                    }
                }
                return best
            }
        }.map { try $0.get() }
        return found.compactMap(\.self).min { $0.difference < $1.difference }?.id
    }

    /// The records that lost to the record of a row.
    func lost(to place: RowPlace) -> [SetAsideRecord] {
        dataset.losers.compactMap { loser in
            let survivor = dataset.accounts[loser.survivor.file]
            guard loser.survivor.record == place.record, survivor.object == place.object else {
                return nil
            }
            let account = dataset.accounts[loser.origin.file]
            return SetAsideRecord(
                file: account.file, object: account.object, record: loser.origin.record,
                offset: nil, reason: loser.kind == .duplicate ? .duplicate : .superseded)
        }
    }

    /// The records set aside whose bytes name a case.
    func setAside(naming id: String) throws -> [SetAsideRecord] {
        var found: [SetAsideRecord] = []
        var objects: [String: FileAccount] = [:]
        for account in dataset.accounts
        where plan.inputs.contains(where: { $0.name == account.input && $0.table == table.name }) {
            if objects[account.object] == nil { objects[account.object] = account }
        }
        let own = dataset.quarantine.filter { objects[$0.object] != nil }
        for (object, records) in Dictionary(grouping: own, by: \.object)
            .sorted(by: { precedes($0.key, $1.key) })
        {
            guard let digest = Digest(hex: object), let account = objects[object] else { continue }
            let bytes = try recordBytes(workspace.objects.path(of: digest), records)
            for (record, bytes) in zip(records, bytes) where names(bytes, Array(id.utf8)) {
                found.append(
                    SetAsideRecord(
                        file: account.file, object: object, record: record.record,
                        offset: record.offset, reason: .quarantined(record.reason)))
            }
        }
        return found
    }
}

extension IdentifierColumn {
    /// The rows whose bytes are these.
    fileprivate func rows(of wanted: [UInt8]) -> [Int] {
        var rows: [Int] = []
        var start = 0
        for row in ends.indices {
            let end = Int(ends[row])
            if end - start == wanted.count, !wanted.isEmpty,
                bytes[end - 1] == wanted[wanted.count - 1],
                bytes[start..<end].elementsEqual(wanted)
            {
                rows.append(row)
            }
            start = end
        }
        return rows
    }
}

/// How many bytes differ between what two texts begin and end with alike.
private func difference(_ left: ArraySlice<UInt8>, _ right: [UInt8]) -> Int {
    let shorter = min(left.count, right.count)
    let longer = max(left.count, right.count)
    if longer - shorter > 4 || shorter == 0 { return Int.max }
    var head = 0
    while head < shorter, left[left.startIndex + head] == right[head] { head += 1 }
    var tail = 0
    while tail < shorter - head,
        left[left.endIndex - 1 - tail] == right[right.count - 1 - tail]
    { tail += 1 }
    return longer - head - tail
}

/// The bytes of some records of an archived file; a file that is compressed is read once.
private func recordBytes(_ path: String, _ records: [QuarantinedRecord]) throws -> [[UInt8]] {
    let head = (try? part(of: path, 0, 2)) ?? []
    guard head == [0x1F, 0x8B] else {
        return records.map { (try? part(of: path, $0.offset, $0.length)) ?? [] }
    }
    var found = [[UInt8]](repeating: [], count: records.count)
    var file = try FileBytes(path: path)
    var block: [UInt8] = []
    var begin = 0
    while try file.read(into: &block, upTo: 1 << 20) > 0 {
        defer { block.removeAll(keepingCapacity: true) }
        for (index, record) in records.enumerated() {
            let from = max(record.offset, begin)
            let to = min(record.offset + record.length, begin + block.count)
            if from < to { found[index] += block[(from - begin)..<(to - begin)] }
        }
        begin += block.count
    }
    return found
}

/// Whether a record holds a code that is not part of a longer one.
private func names(_ record: [UInt8], _ id: [UInt8]) -> Bool {
    // Of a file in UTF-16 the bytes of ASCII stand between zeros.
    let bytes = record.filter { $0 != 0 }
    guard !id.isEmpty, bytes.count >= id.count else { return false }
    func isPartOfCode(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
    }
    for start in 0...(bytes.count - id.count)
    where bytes[start] == id[0] && bytes[start..<start + id.count].elementsEqual(id) {
        let end = start + id.count
        let isBegin = start == 0 || !isPartOfCode(bytes[start - 1])
        if isBegin, end == bytes.count || !isPartOfCode(bytes[end]) { return true }
    }
    return false
}
