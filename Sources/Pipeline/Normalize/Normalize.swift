import Columnar
package import Ledger
import Tabular

/// What normalization needs to know besides the files.
package struct NormalizationRequest: Sendable {
    /// What the user declared.
    package var plan: Plan
    /// Where the archived files lie.
    package var objects: ObjectStore
    /// The key for personal columns that are hashed, nil where no mapping has one.
    package var key: KeyedHash?
    /// Threads to use; the answer does not depend on it.
    package var threads: Int

    /// A request.
    package init(plan: Plan, objects: ObjectStore, key: KeyedHash?, threads: Int) {
        self.plan = plan
        self.objects = objects
        self.key = key
        self.threads = threads
    }
}

/// Reads, types, cleans and deduplicates everything that arrived.
///
/// Files are read in their canonical order, so many at a time as there are threads; what each gave
/// is joined in that order. Throws where the pipeline says that a bad file stops the run.
package func normalize(
    _ intake: Intake, _ request: NormalizationRequest
) throws -> Dataset {
    var joining = DatasetJoining(request.plan)
    var waiting = intake.files.indices.map { $0 }[...]
    while !waiting.isEmpty {
        let group = Array(waiting.prefix(max(request.threads, 1)))
        waiting = waiting.dropFirst(group.count)
        let readings = concurrentMap(group.count, threads: request.threads) { index in
            let file = intake.files[group[index]]
            return file.repeats ? FileReading() : read(file, request)
        }
        for (index, reading) in zip(group, readings) {
            try joining.add(intake.files[index], reading)
        }
    }
    return try joining.finish()
}

extension IdentifierColumn {
    /// Cleans the texts that need it (`cleanText`); in most exports none does.
    mutating func clean() {
        guard needsCleaning(bytes.span) else { return }
        var cleaned = IdentifierColumn()
        for row in ends.indices {
            cleaned.bytes.append(contentsOf: cleanText(text(row) ?? "").utf8)
            cleaned.ends.append(UInt32(truncatingIfNeeded: cleaned.bytes.count))
        }
        self = cleaned
    }
}

/// Whether there is a byte outside printable ASCII, or two spaces in a row.
private func needsCleaning(_ bytes: Span<UInt8>) -> Bool {
    var previous: UInt8 = 0
    var found: UInt8 = 0
    for index in bytes.indices {
        let byte = bytes[index]
        let odd: UInt8 = byte &- 0x20 > 0x5E ? 1 : 0
        let doubled: UInt8 = byte == 0x20 && previous == 0x20 ? 1 : 0
        found |= odd | doubled
        previous = byte
    }
    return found != 0
}

/// Reads one file and settles each of its records.
private func read(_ file: IntakeFile, _ request: NormalizationRequest) -> FileReading {
    guard let input = request.plan.inputs.first(where: { $0.name == file.input }) else {
        return FileReading()
    }
    var reading = readFile(at: request.objects.path(of: file.object), by: input.mapping)
    for index in reading.parts.indices {
        reading.parts[index].resolve(request.plan, request.key)
        reading.parts[index].settle(input.mapping.drops)
        for child in reading.children[index].indices {
            reading.children[index][child].resolve(request.plan, request.key)
            reading.children[index][child].settle([])
        }
    }
    return reading
}

extension Part {
    /// Decides what each distinct text of each code column means.
    mutating func resolve(_ plan: Plan, _ key: KeyedHash?) {
        for index in columns.indices where !columns[index].isCode {
            columns[index].identifiers.clean()
        }
        for index in columns.indices where columns[index].isCode {
            let resolution = CodeResolution(
                columns[index].mapped, scale: columns[index].scale, plan: plan, key: key)
            let interner = columns[index].interner
            columns[index].resolved = (0..<UInt32(interner.count)).map {
                resolution.resolve(interner.text($0))
            }
        }
    }
}
