import Columnar
package import Ledger
import Tabular

/// More files than this are many: each of them must cost little.
let manyFiles = 64

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
    /// Where segments are kept; nil where all is read anew and held in memory.
    let cache: SegmentCache?
    /// Whether texts of high cardinality stay, although no formula reads them: to name a row.
    ///
    /// Nothing that a run computes needs a case code once it has told copies apart.
    package var keepsIdentifiers: Bool
    /// Called with each archived file before it is read, on the thread that reads it.
    var beforeReading: (@Sendable (Digest) -> Void)?
    /// Up to this instant pauses without an end are reckoned; `missing`: none is.
    package var horizon = missing
    /// Group and field of each procedure.
    let procedures: ProcedureIndex
    /// How the rows of each table are kept.
    private let layouts: [String: TableLayout]
    /// What the files of each input are read into.
    private let shapes: [String: ReadingShape]
    /// The matches of headers of each input.
    let headers: [String: HeaderMatches]
    /// What segments are a function of besides the object, by input.
    private let rulesKeys: [String: Digest]

    /// A request.
    package init(
        plan: Plan, objects: ObjectStore, key: KeyedHash?, threads: Int,
        keepsIdentifiers: Bool = true
    ) {
        self.init(
            plan: plan, objects: objects, key: key, threads: threads,
            keepsIdentifiers: keepsIdentifiers, cache: nil)
    }

    /// A request that keeps segments for other nights.
    init(
        plan: Plan, objects: ObjectStore, key: KeyedHash?, threads: Int, keepsIdentifiers: Bool,
        cache: SegmentCache?
    ) {
        self.cache = cache
        self.keepsIdentifiers = keepsIdentifiers
        self.plan = plan
        self.objects = objects
        self.key = key
        self.threads = threads
        procedures = ProcedureIndex(plan.procedures)
        let layouts = Dictionary(
            plan.tables.map { ($0.name, TableLayout($0, plan)) }, uniquingKeysWith: { $1 })
        self.layouts = layouts
        headers = Dictionary(
            plan.inputs.map { ($0.name, HeaderMatches()) }, uniquingKeysWith: { $1 })
        rulesKeys = Dictionary(
            plan.inputs.map { ($0.name, Self.rulesKey(of: $0, plan, key) { layouts[$0] }) },
            uniquingKeysWith: { $1 })
        shapes = Dictionary(
            plan.inputs.map { ($0.name, ReadingShape($0.mapping, resolvedBy: (plan, key))) },
            uniquingKeysWith: { $1 })
    }

    /// What the segments of an input are a function of besides the object.
    func rulesKey(of input: Input) -> Digest {
        rulesKeys[input.name] ?? Digest.of(Array(input.name.utf8))
    }

    /// How the rows of a table of the plan are kept.
    func layout(of table: String) -> TableLayout {
        guard let layout = layouts[table] else { preconditionFailure("no table \(table)") }
        return layout
    }

    /// Gives back the memory that reading took.
    func clearSpares() {
        for shape in shapes.values { shape.clearSpares() }
    }

    /// What the files of an input are read into.
    func shape(of input: Input) -> ReadingShape {
        shapes[input.name] ?? ReadingShape(input.mapping, resolvedBy: (plan, key))
    }
}

/// Reads, types, cleans and deduplicates everything that arrived.
///
/// Files are read in their canonical order, so many at a time as there are threads; what each gave
/// is joined in that order. Throws where the pipeline says that a bad file stops the run.
package func normalize(
    _ intake: Intake, _ request: NormalizationRequest
) throws -> Dataset {
    try normalize(intake, request, early: EarlyReadings(request))
}

/// The same, of files that may have been read already.
func normalize(
    _ intake: Intake, _ request: NormalizationRequest, early: EarlyReadings
) throws -> Dataset {
    defer { request.cache?.completePacks() }
    var joining = DatasetJoining(request)
    try inOrder(intake.files.count, threads: request.threads, state: &joining) { index in
        let file = intake.files[index]
        if file.repeats { return FileReading() }
        request.beforeReading?(file.object)
        return early.take(file) ?? read(file, request, of: intake.files.count)
    } take: { joining, index, reading in
        try joining.add(intake.files[index], reading)
    }
    request.clearSpares()
    // Given away: a copy that stayed here would own the cells too, and they could not move.
    return try (consume joining).finish()
}

extension IdentifierColumn {
    /// Cleans the texts that need it (`cleanText`); in most exports none does.
    mutating func clean() throws(IdentifierOverflow) {
        guard needsCleaning(bytes.span) else { return }
        var cleaned = IdentifierColumn()
        for row in ends.indices {
            cleaned.bytes.append(contentsOf: cleanText(text(row) ?? "").utf8)
            guard let end = UInt32(exactly: cleaned.bytes.count) else {
                throw IdentifierOverflow(bytes: cleaned.bytes.count)
            }
            cleaned.ends.append(end)
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

/// Reads one file: each part is typed, settled and made rows while the next is being read.
func read(_ file: IntakeFile, _ request: NormalizationRequest, of files: Int) -> FileReading {
    guard let input = request.plan.inputs.first(where: { $0.name == file.input }) else {
        return FileReading()
    }
    return readObject(file.object, input, request, of: files)
}

/// Reads one archived file as a file of the input.
///
/// `bytes` are those of the object, where they have just been written.
func readObject(
    _ object: Digest, bytes: [UInt8]? = nil, _ input: Input, _ request: NormalizationRequest,
    of files: Int
) -> FileReading {
    let key = request.segmentKey(object, input)
    let layouts = ([input.table] + input.mapping.children.map(\.table)).map(request.layout)
    if let known = request.cache?.reading(key, layouts) { return known }
    let recording = request.cache.map { SegmentRecording($0, key, of: files) }
    var reading = FileReading()
    var parts: [PartReading] = []
    reading.failure = readFile(
        ArchivedFile(
            path: request.objects.path(of: object), bytes: bytes,
            isOneOfMany: files > manyFiles),
        as: request.shape(of: input), findings: &reading.findings,
        // Where there are as many files as threads, each thread has a file.
        threads: request.threads / max(files, 1),
        headers: request.headers[input.name] ?? HeaderMatches(),
        into: PartSink { part, children in
            var (part, children) = (part, children)
            try part.resolve()
            part.settle(input.mapping.drops)
            for index in children.indices {
                try children[index].resolve()
                children[index].settle([])
            }
            let read = try part.reading(input, request, children: children)
            var kept = recording?.record(read) ?? read
            kept.forgetPlaces()
            parts.append(kept)
        })
    reading.parts = parts
    reading.hideShiftedValues(input.mapping)
    recording?.finish(reading)
    reading.diskFailure = recording?.failure
    return reading
}

extension Part {
    /// Decides what each distinct text of each code column means.
    mutating func resolve() throws(IdentifierOverflow) {
        for index in columns.indices {
            if let resolution = columns[index].rule.resolution {
                resolution.resolve(&columns[index].resolved, all: columns[index].interner)
            } else {
                try columns[index].identifiers.clean()
            }
        }
    }
}
