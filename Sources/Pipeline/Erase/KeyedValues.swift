import Ledger
import Tabular

/// Short values of personal columns that runs keep as keyed hashes, whoever's they are.
///
/// Only where a value of the erased person is shorter than a usual filler they are asked for.
func shortKeyedValues(
    upTo length: Int, _ scope: ErasureScope, in objects: ObjectStore, threads: Int
) -> Set<String> {
    let found = scope.readings.keys.sorted()
    let values = concurrentMap(found.count, threads: threads) { index in
        let path = objects.path(of: found[index])
        return (scope.readings[found[index]] ?? []).reduce(into: Set<String>()) {
            $0.formUnion(shortKeyedValues(path, $1.input.mapping, upTo: length))
        }
    }
    return values.reduce(into: []) { $0.formUnion($1) }
}

private func shortKeyedValues(
    _ path: String, _ mapping: Mapping, upTo length: Int
) -> Set<String> {
    var values: Set<String> = []
    let own = mapping.columns.filter { $0.privacy == .keyed }
    let children = mapping.children.map { child in child.columns.filter { $0.privacy == .keyed } }
    if own.isEmpty, children.allSatisfy(\.isEmpty) { return [] }
    do {
        switch mapping.format {
        case .csv(let csv):
            var reader = try CSVReader(
                source: FileBytes(path: path), dialect: CSVDialect(csv),
                encoding: csv.encoding.tabular)
            let fields = own.flatMap(reader.header.fields)
            reader.select(fields)
            try collect(&reader, fields.count, upTo: length, into: &values)
        case .xml(let record):
            let shape = try XMLShape(
                record: record.split(separator: "/").map(String.init),
                fields: own.map { try $0.place.xmlPath },
                children: zip(mapping.children, children).map { child, columns in
                    try XMLChild(
                        path: XMLPath(child.path), fields: columns.map { try $0.place.xmlPath })
                })
            var reader = try XMLReader(source: FileBytes(path: path), shape: shape)
            try collect(&reader, own.count, upTo: length, into: &values)
        }
    } catch {
        // A file that breaks off has no values behind that place.
        return values
    }
    return values
}

private func collect(
    _ reader: inout some RecordReader & ~Copyable, _ columns: Int, upTo length: Int,
    into values: inout Set<String>
) throws {
    var batch = RecordBatch(columns: columns)
    var children: [RecordBatch] = []
    while try reader.next(into: &batch, children: &children) {
        for table in [batch] + children {
            for bounds in table.fields {
                for (start, end) in zip(bounds.starts, bounds.ends)
                where start != RecordBatch.absent && Int(end - start) <= 4 * length {
                    let field = table.bytes[Int(start)..<Int(end)]
                    let text = cleanText(String(decoding: field, as: UTF8.self))
                    if text.utf8.count <= length { values.insert(text) }
                }
            }
        }
    }
}
