import Ledger
import Tabular

/// Overwrites the personal values of cases in every archived object, and lets nothing of them stay.
///
/// Records keep their places, fields their lengths, files their form, so that every account, every
/// reference by offset and, where the values are dropped, every result stays what it is. The
/// journal tells that it was done, by whom and why, never whose values they were.
package func erase(_ request: ErasureRequest) throws -> Erasure {
    let codes = CaseCodes(request.cases)
    let workspace = Workspace(existing: request.workspace)
    var open = try workspace.open(at: request.now.journalText)
    let scope = try ErasureScope(workspace, open.journal, pipeline: request.pipeline)
    let found = try search(scope, codes, in: workspace.objects, threads: request.threads)
    var erasure = Erasure(searched: scope.readings.count)
    erasure.withoutCase = scope.withoutCase.sorted(by: precedes)
    erasure.unreadable = scope.unreadable
    let sequence = open.journal.next
    let edits = edits(found, scope, sequence, in: workspace.objects, threads: request.threads)
    let changed = found.filter { $0.isToBeEmptied || edits[$0.object]?.isEmpty == false }
    erasure.redacted = changed.map { search in
        Erasure.Redacted(
            object: search.object, names: (scope.names[search.object] ?? []).sorted(by: precedes),
            records: search.records.count, values: edits[search.object]?.count ?? 0,
            isEmptied: search.isToBeEmptied, effect: search.effect)
    }
    if changed.isEmpty { return erasure }
    try workspace.prepareRedactions()
    let written = concurrentMap(changed.count, threads: request.threads) { index in
        Result {
            let search = changed[index]
            try writeRedacted(
                workspace.objects.path(of: search.object), edits[search.object] ?? [],
                isEmptied: search.isToBeEmptied,
                to: workspace.redactionDraft(of: search.object))
        }
    }
    for result in written { try result.get() }
    _ = try open.erase(
        changed.map(\.object),
        effects: Dictionary(
            changed.map { ($0.object, $0.effect) }, uniquingKeysWith: { first, _ in first }),
        actor: request.actor, document: request.document, reason: request.reason,
        at: request.now.journalText)
    return erasure
}

/// Looks through all objects; those in which something was found, by digest.
private func search(
    _ scope: ErasureScope, _ codes: CaseCodes, in objects: ObjectStore, threads: Int
) throws -> [ErasureSearch] {
    let digests = scope.readings.keys.sorted()
    let searches = concurrentMap(digests.count, threads: threads) { index in
        Result {
            let digest = digests[index]
            return try ErasureSearch(digest, scope.readings[digest] ?? [], codes, in: objects)
        }
    }
    return try searches.map { try $0.get() }.filter { !$0.isEmpty }
}

/// What is to be written where, by object: equal values get equal fillers.
private func edits(
    _ found: [ErasureSearch], _ scope: ErasureScope, _ sequence: Int, in objects: ObjectStore,
    threads: Int
) -> [Digest: [RawEdit]] {
    let spots = found.map { search in
        (search.object, search.spots.keys.sorted().compactMap { search.spots[$0] })
    }
    var rooms: [String: Int] = [:]
    for spot in spots.flatMap(\.1) {
        guard let value = spot.keyed else { continue }
        rooms[value] = min(rooms[value] ?? .max, spot.room)
    }
    let longest = Fillers.longest(sequence: sequence, values: rooms.count)
    let isShort = rooms.values.contains { $0 < longest }
    let taken =
        isShort ? shortKeyedValues(upTo: longest, scope, in: objects, threads: threads) : []
    var fillers = Fillers(sequence: sequence, taken: taken)
    var edits: [Digest: [RawEdit]] = [:]
    for (object, spots) in spots {
        edits[object] = spots.flatMap { spot in
            // What fills a value already is filled by what it is: to erase twice changes nothing.
            if let value = spot.keyed, Fillers.isUsual(value) { return [RawEdit]() }
            return spot.edits(
                filler: spot.keyed.flatMap { fillers.filler(of: $0, room: rooms[$0] ?? 0) })
        }.sorted { $0.offset < $1.offset }
    }
    return edits
}

/// Writes the bytes of an object with some of them replaced, compressed as they were.
private func writeRedacted(
    _ source: String, _ edits: [RawEdit], isEmptied: Bool, to path: String
) throws {
    var file = try FileBytes(path: source)
    var sink = try FileSink(
        path: path, compressed: !isEmptied && file.isCompressed, permissions: 0o600)
    if isEmptied { return try sink.close() }
    var base = 0
    var next = 0
    while true {
        var block: [UInt8] = []
        if try file.read(into: &block, upTo: 1 << 20) == 0 { break }
        let end = base + block.count
        while next < edits.count, edits[next].offset < end {
            let edit = edits[next]
            for (index, byte) in edit.bytes.enumerated() {
                let place = edit.offset + index - base
                if place >= 0, place < block.count { block[place] = byte }
            }
            // What goes on in the next block is written there.
            if edit.offset + edit.bytes.count > end { break }
            next += 1
        }
        try sink.write(block)
        base = end
    }
    try sink.close()
}
