import Columnar
import Ledger

/// How the rows of each table differ between two datasets: those of an identity that is new, that
/// is gone, and those that say something else.
///
/// What counts as said is what both plans read from files; columns that are computed from others
/// differ with rules, not with cases. A table whose mapping names no identity is compared row by
/// row.
func rowChanges(
    from before: (plan: Plan, dataset: Dataset), to after: (plan: Plan, dataset: Dataset)
) throws -> [ReprocessPlan.TableChange] {
    let names = Set((before.dataset.tables + after.dataset.tables).map(\.name))
    return try names.sorted(by: precedes).map { name in
        let columns = before.plan.read(name).filter(Set(after.plan.read(name)).contains)
        var rest: [Digest: Digest] = [:]
        var change = ReprocessPlan.TableChange(
            table: name, before: 0, after: 0, new: 0, gone: 0, changed: 0)
        try forEachRow(before, name, columns) { key, content in
            change.before += 1
            rest[free(key, in: rest)] = content
        }
        var seen: [Digest: Int] = [:]
        try forEachRow(after, name, columns) { key, content in
            change.after += 1
            // Rows without an identity may be alike: the second one meets the second one.
            let count = seen[key, default: 0]
            seen[key] = count + 1
            let old = rest.removeValue(forKey: numbered(key, count))
            if old == nil { change.new += 1 } else if old != content { change.changed += 1 }
        }
        change.gone = rest.count
        return change
    }
}

/// The key of the first row that has it, or a key of its own for each that has it again.
private func free(_ key: Digest, in taken: [Digest: Digest]) -> Digest {
    var count = 0
    while taken[numbered(key, count)] != nil { count += 1 }
    return numbered(key, count)
}

private func numbered(_ key: Digest, _ count: Int) -> Digest {
    count == 0 ? key : Digest.of(key.bytes + Array("\(count)".utf8))
}

/// Lends identity and content of each row of a table.
private func forEachRow(
    _ side: (plan: Plan, dataset: Dataset), _ name: String, _ columns: [String],
    _ body: (_ key: Digest, _ content: Digest) -> Void
) throws {
    guard let table = side.dataset.table(name) else { return }
    for piece in table.pieces {
        let rows = try piece.table(Set(columns))
        let input = side.dataset.accounts[piece.file].input
        let mapping = side.plan.inputs.first { $0.name == input && $0.table == name }?.mapping
        let identity = (mapping?.identity ?? []).compactMap { rows[$0] }
        let cells = columns.compactMap { rows[$0] }
        for row in 0..<rows.rowCount {
            var content: [UInt8] = []
            for column in cells { column.append(row, to: &content) }
            let told = Digest.of(content)
            guard let mapping, !identity.isEmpty else {
                body(told, told)
                continue
            }
            var key = Array(mapping.source.utf8) + [0x1F]
            for column in identity { column.append(row, to: &key) }
            body(Digest.of(key), told)
        }
    }
}

extension Column {
    /// Writes a cell so that no two different rows come to the same bytes.
    fileprivate func append(_ row: Int, to bytes: inout [UInt8]) {
        switch self {
        case .code(let cells):
            let code = cells.codes[row]
            if code != missingCode { append(cells.dictionary[Int(code)], to: &bytes) }
        case .identifier(let cells): if let text = cells.text(row) { append(text, to: &bytes) }
        case .flag(let cells): bytes.append(cells[row])
        case .null: break
        default: if number(row) != missing { append("\(number(row))", to: &bytes) }
        }
        bytes.append(0x1F)
    }

    private func append(_ text: String, to bytes: inout [UInt8]) {
        bytes += "\(text.utf8.count):".utf8
        bytes += text.utf8
    }
}

extension Plan {
    /// The columns that mappings read for a table, sorted.
    fileprivate func read(_ table: String) -> [String] {
        var names: Set<String> = []
        for input in inputs {
            if input.table == table { names.formUnion(input.mapping.columns.map(\.name)) }
            for child in input.mapping.children where child.table == table {
                names.formUnion(child.columns.map(\.name))
            }
        }
        return names.sorted(by: precedes)
    }
}
