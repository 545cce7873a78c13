import Columnar

/// What the pipeline file itself says; what it names is not read yet.
struct PipelineFile {
    /// An input as declared.
    struct DeclaredInput {
        var name: String
        var kind: TableKind
        var files: [String]
        var mapping: FileReference
        var expectation: Expectation?
        var onBadFile: BadFilePolicy
        var snapshot: SnapshotRule?
        var place: PlanPlace
    }

    /// The format version that this program reads.
    static let formatVersion = 1

    var agency = Agency(code: "", name: Wording(vietnamese: "", english: nil))
    var asOf = AsOf.run
    var inputs: [DeclaredInput] = []
    var calendar: FileReference?
    var units: FileReference?
    var succession: FileReference?
    var split = SplitPolicy.withhold
    var stock: YAMLValue?
    var procedures: FileReference?
    var clocks: FileReference?
    var kpis: [FileReference] = []
    var forms: [FileReference] = []
    var objectives: FileReference?
    var scorecards: [FileReference] = []
    var known: FileReference?
    /// Files of corrections.
    var corrections: [FileReference] = []
    var periods = ReportingPeriods()
    /// Files of calendars of reports.
    var reporting: [FileReference] = []
    /// Lengths of periods of such calendars, as `quarter@bc`.
    var reported: [YAMLValue] = []
    var publication = Publication()
    /// The KPIs that are shown first, and where each is named.
    var overview: [(name: String, place: PlanPlace)] = []

    init?(_ value: YAMLValue, log: FaultLog) {
        guard var map = YAMLMapReader(value, log: log) else { return nil }
        if let version = map.required("minhbach") {
            let known = String(Self.formatVersion)
            if let text = log.text(version), text != known {
                log.report(.unknownWord(text, known: [known]), at: version.place)
            }
        }
        if let value = map.required("agency") { readAgency(value, log: log) }
        if let instant = map.formed("as_of", as: .instant, { $0 == "run" ? .run : at($0) }) {
            asOf = instant
        }
        if map.required("inputs") != nil {
            for entry in map.entries("inputs") ?? [] {
                if let input = Self.input(entry, log: log) { inputs.append(input) }
            }
        }
        calendar = map.reference("calendar")
        units = map.reference("units")
        succession = map.reference("succession")
        split = map.word("split") ?? .withhold
        stock = map.value("stock")
        procedures = map.reference("procedures")
        clocks = map.reference("clocks")
        if map.required("kpis") != nil { kpis = map.references("kpis") }
        forms = map.references("forms")
        objectives = map.reference("objectives")
        scorecards = map.references("scorecards")
        known = map.reference("known")
        corrections = map.references("corrections")
        if let value = map.required("periods") { readPeriods(value, log: log) }
        if let value = map.value("publish") { readPublication(value, log: log) }
        map.finish()
    }

    /// The files about units that it names.
    var unitFiles: Set<PlanSource.Role> {
        var files: Set<PlanSource.Role> = []
        if units != nil { files.insert(.units) }
        if succession != nil { files.insert(.succession) }
        return files
    }

    private mutating func readAgency(_ value: YAMLValue, log: FaultLog) {
        guard var map = YAMLMapReader(value, log: log) else { return }
        agency.code = map.requiredText("code") ?? ""
        agency.name = map.requiredWording("name") ?? agency.name
        map.finish()
    }

    private static func input(_ entry: YAMLEntry, log: FaultLog) -> DeclaredInput? {
        if parseColumnName(entry.key) == nil {
            log.report(.malformed(entry.key, expected: .columnName), at: entry.place)
        }
        guard var map = YAMLMapReader(entry.value, log: log) else { return nil }
        let kind: TableKind? = map.required("kind").flatMap { log.word($0) }
        let hasFiles = map.required("files") != nil
        let files = hasFiles ? map.texts("files") : []
        let mapping = map.required("mapping") != nil ? map.reference("mapping") : nil
        let expectation = map.value("expect").flatMap { Self.expectation($0, log: log) }
        let policy: BadFilePolicy = map.word("on_bad_file") ?? .stop
        let snapshot = map.value("snapshot").flatMap { Self.snapshot($0, log: log) }
        map.finish()
        guard let kind, let mapping else { return nil }
        return DeclaredInput(
            name: entry.key, kind: kind, files: files, mapping: mapping,
            expectation: expectation, onBadFile: policy, snapshot: snapshot, place: entry.place)
    }

    private static func snapshot(_ value: YAMLValue, log: FaultLog) -> SnapshotRule? {
        guard var map = YAMLMapReader(value, log: log) else { return nil }
        var rule = SnapshotRule(named: nil, extent: .partial)
        if let text = map.text("named") {
            do throws(InstantPatternFault) {
                rule.named = try DatedName(text)
            } catch {
                log.report(.datedName(error, pattern: text), at: map.valuePlace(of: "named"))
            }
        }
        rule.extent = map.word("scope") ?? .partial
        map.finish()
        return rule
    }

    private static func expectation(_ value: YAMLValue, log: FaultLog) -> Expectation? {
        guard var map = YAMLMapReader(value, log: log) else { return nil }
        let expectation = Expectation(
            every: map.word("every"),
            by: map.formed("by", as: .timeOfDay, parseTimeOfDay),
            shrink: map.formed("shrink", as: .percent, parsePercent))
        map.finish()
        return expectation
    }

    private mutating func readPeriods(_ value: YAMLValue, log: FaultLog) {
        guard var map = YAMLMapReader(value, log: log) else { return }
        let _: CalendarKind? = map.word("calendar")
        reporting = map.references("reporting")
        let items = map.items("every")
        reported = items.filter { ReportedGrain($0) != nil }
        let lengths: [PeriodLengthWord] = items.filter { ReportedGrain($0) == nil }
            .compactMap { log.word($0) }
        periods.every = PeriodLength.allCases.filter { lengths.map(\.length).contains($0) }
        periods.from = map.formed("from", as: .day, parseDay)
        periods.until = map.formed("until", as: .day, parseDay)
        checkOrder(of: (periods.from, periods.until), "from", "until", in: map)
        for item in map.items("named") {
            guard let period = Self.namedPeriod(item, log: log) else { continue }
            if periods.named.contains(where: { $0.name == period.name }) {
                log.report(.nameTwice(period.name, first: map.place), at: item.place)
            }
            periods.named.append(period)
        }
        if items.isEmpty, map.items("named").isEmpty {
            log.report(.missingKey("every"), at: map.place)
        }
        map.finish()
    }

    private static func namedPeriod(_ value: YAMLValue, log: FaultLog) -> Period? {
        guard var map = YAMLMapReader(value, log: log) else { return nil }
        let name = map.required("name").flatMap { log.formed($0, as: .name, parseName) }
        let start = map.required("start").flatMap { log.formed($0, as: .instant, parseInstant) }
        let end = map.required("end").flatMap { log.formed($0, as: .instant, parseInstant) }
        map.finish()
        if let name, PeriodLengthWord(rawValue: name) != nil || Period(named: name) != nil {
            log.report(.nameTwice(name, first: map.place), at: map.valuePlace(of: "name"))
        }
        guard let name, let start, let end else { return nil }
        checkOrder(of: (start, end), "start", "end", in: map)
        return Period(name: name, start: start, end: end)
    }

    private mutating func readPublication(_ value: YAMLValue, log: FaultLog) {
        guard var map = YAMLMapReader(value, log: log) else { return }
        let languages: [Language] = map.words("languages")
        if !languages.isEmpty { publication.languages = languages }
        publication.minimum = map.integer("minimum", in: 0...1_000_000) ?? 0
        overview = map.items("overview").compactMap { item in
            log.text(item).map { ($0, item.place) }
        }
        publication.overview = overview.map(\.name)
        map.finish()
    }
}

/// Calendars by whose months, quarters, halves and years results are reported.
private enum CalendarKind: String, CaseIterable {
    case civil
}

/// The lengths of calendar periods as files write them.
enum PeriodLengthWord: String, CaseIterable {
    case month, quarter, half, year

    var length: PeriodLength {
        switch self {
        case .month: .month
        case .quarter: .quarter
        case .half: .half
        case .year: .year
        }
    }
}

private func at(_ text: String) -> AsOf? { parseInstant(text).map(AsOf.instant) }

/// Reports an interval whose start does not lie before its end.
func checkOrder(
    of ends: (start: Int64?, end: Int64?), _ startKey: String, _ endKey: String,
    in map: YAMLMapReader
) {
    guard let start = ends.start, let end = ends.end, start >= end else { return }
    map.log.report(
        .emptyInterval(start: instantText(start), end: instantText(end)),
        at: map.valuePlace(of: endKey))
}

extension YAMLMapReader {
    /// The file that a key names.
    mutating func reference(_ key: String) -> FileReference? {
        references(key).first
    }

    /// The files that a key names: one or a list.
    mutating func references(_ key: String) -> [FileReference] {
        items(key).compactMap { item in
            log.text(item).map { FileReference(name: normalizedPath($0), place: item.place) }
        }
    }

    /// A text in the languages of the program: a mapping of them, or the Vietnamese text alone.
    mutating func requiredWording(_ key: String) -> Wording? {
        guard let value = required(key) else { return nil }
        if case .text = value.content {
            return log.text(value).map { Wording(vietnamese: $0, english: nil) }
        }
        guard var map = YAMLMapReader(value, log: log) else { return nil }
        let vietnamese = map.requiredText("vi")
        let english = map.text("en")
        map.finish()
        return vietnamese.map { Wording(vietnamese: $0, english: english) }
    }
}
