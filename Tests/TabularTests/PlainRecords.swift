import Tabular

/// A record as values, for comparison.
struct PlainRecord: Equatable, CustomStringConvertible {
    /// Nil for a field that the record lacks, or that is at fault.
    var fields: [String?]
    var offset: Int
    var length: Int
    var faults: [RecordFault.Kind] = []
    var faultOffsets: [Int] = []

    var description: String {
        "\(offset)+\(length) \(fields.map { $0.map(\.debugDescription) ?? "-" }) \(faults)"
    }
}

/// All that a file says: its records and the error behind them.
struct PlainFile: Equatable {
    var records: [PlainRecord] = []
    var children: [[PlainRecord]] = []
    var parents: [[Int]] = []
    var error: TabularError?
}

/// Reads a file to its end, through as many batches as it takes.
func readAll<Reader: RecordReader & ~Copyable>(_ reader: inout Reader) -> PlainFile {
    var file = PlainFile()
    var batch = RecordBatch(columns: 0)
    var children: [RecordBatch] = []
    do throws(TabularError) {
        while try reader.next(into: &batch, children: &children) {
            let before = file.records.count
            guard batch.firstRecord == before + 1 else { return PlainFile() }
            file.records += plain(batch)
            for (kind, child) in children.enumerated() {
                if file.children.count == kind {
                    file.children.append([])
                    file.parents.append([])
                }
                file.children[kind] += plain(child)
                file.parents[kind] += child.parents.map { before + Int($0) }
            }
        }
    } catch {
        file.error = error
    }
    return file
}

private func plain(_ batch: RecordBatch) -> [PlainRecord] {
    var records = (0..<batch.count).map { record in
        PlainRecord(
            fields: batch.fields.map { text($0, record, batch.bytes) },
            offset: batch.offsets[record], length: batch.lengths[record])
    }
    for fault in batch.faults {
        records[fault.record].faults.append(fault.kind)
        records[fault.record].faultOffsets.append(fault.offset)
    }
    return records
}

private func text(_ bounds: FieldBounds, _ record: Int, _ bytes: [UInt8]) -> String? {
    guard bounds.starts[record] != RecordBatch.absent else { return nil }
    return String(
        decoding: bytes[Int(bounds.starts[record])..<Int(bounds.ends[record])], as: UTF8.self)
}
