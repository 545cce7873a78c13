import Columnar
import Ledger

/// One export of an input: content, and the night of which it tells.
struct Export: Sendable {
    /// The content.
    let object: Digest
    /// The name under which it was received; of several the first.
    let file: String
    /// When the snapshot was taken.
    let night: Int64
    /// When the content was first received.
    let received: Int64
    /// Place of the rules by which it is read.
    var rules: Int
    /// The nights of the pipeline on which a sealed run had it.
    var spans: [ClosedRange<Int>]
}

/// All exports of one input, in the order of their nights, with what each says.
struct InputExports: Sendable {
    /// The input as the pipeline's last run has it.
    let input: Input
    /// The exports by night, then content.
    private(set) var exports: [Export] = []
    /// What each says.
    private(set) var indexes: [ExportIndex] = []
    /// The nights of which some export tells, and the exports of each.
    private(set) var nights: [(night: Int64, exports: Range<Int>)] = []
    /// Of each night the first from it on that tells of all cases.
    private(set) var nextWhole: [Int] = []
    /// Of each night of the pipeline the first from it on whose files of the input were all read.
    private(set) var nextSealed: [Int] = []
    /// When each night of the pipeline was sealed.
    private(set) var sealed: [Int64] = []
    /// Files whose name tells no date, although the input says that names do.
    private(set) var undated: [String] = []
    /// The names that content had on the pipeline's nights.
    private let files: [FileRuns.File]
    /// Place of the night of each export.
    private(set) var nightOf: [Int] = []
    /// Exports of one number have rows of one form.
    private(set) var forms: [Int] = []

    /// Whether each file of the input is a whole dump.
    var isFull: Bool { input.snapshot?.extent == .full }

    /// Lists the exports of an input; `rules` gives the place of a run's rules.
    init(
        _ input: Input, _ known: FileRuns, _ journal: Journal,
        rules: (_ run: Int?) throws -> Int
    ) throws {
        self.input = input
        files = known.files.filter { $0.input == input.name }
        sealed = known.nights.map(\.sealed)
        var places: [String: Int] = [:]
        var last: [Int?] = []
        for file in files.sorted(by: { precedes($0.name, $1.name) }) {
            guard let receipt = journal.receipt(of: file.object) else { continue }
            let received = try Moment(journalText: receipt).local
            let dated = input.snapshot?.named?.instant(of: file.name)
            if input.snapshot?.named != nil, dated == nil { undated.append(file.name) }
            let key = "\(file.object.hex) \(dated ?? received)"
            if let place = places[key] {
                exports[place].spans += file.spans
                last[place] = [last[place], file.last].compactMap(\.self).max()
                continue
            }
            places[key] = exports.count
            last.append(file.last)
            exports.append(
                Export(
                    object: file.object, file: file.name, night: dated ?? received,
                    received: received, rules: 0, spans: file.spans))
        }
        for place in exports.indices { exports[place].rules = try rules(last[place]) }
        exports.sort { ($0.night, $0.object) < ($1.night, $1.object) }
        for place in exports.indices {
            defer { nightOf.append(nights.count - 1) }
            if let last = nights.last, last.night == exports[place].night {
                nights[nights.count - 1].exports = last.exports.lowerBound..<place + 1
            } else {
                nights.append((exports[place].night, place..<place + 1))
            }
        }
    }

    /// Opens what each export says; what is not kept is read and kept.
    mutating func open(_ rules: [ExportRules], _ kept: KeptExports, threads: Int) throws {
        // Nights on which nothing changed have one content.
        var contents: [(object: Digest, rules: Int)] = []
        var places: [String: Int] = [:]
        let own = exports.map { export in
            let name = "\(export.object.hex) \(export.rules)"
            if places[name] == nil {
                places[name] = contents.count
                contents.append((export.object, export.rules))
            }
            return places[name] ?? 0
        }
        let read = contents
        let opened = try concurrentMap(read.count, threads: threads) { place in
            Result { try kept.index(of: read[place].object, rules[read[place].rules]) }
        }.map { try $0.get() }
        indexes = own.map { opened[$0] }
        var known: [ExportForm] = []
        for index in indexes {
            if let form = known.firstIndex(of: index.form) {
                forms.append(form)
            } else {
                forms.append(known.count)
                known.append(index.form)
            }
        }
    }

    /// Finds out which nights tell of all cases, once all exports are open.
    mutating func judge(_ known: FileRuns) {
        nextWhole = Self.next(
            nights.map { night in night.exports.allSatisfy { indexes[$0].failure == nil } })
        var isWhole = known.nights.map { !$0.unread.contains(input.name) }
        for (export, index) in zip(exports, indexes) where index.failure != nil {
            for span in export.spans {
                for night in span { isWhole[night] = false }
            }
        }
        nextSealed = Self.next(isWhole)
    }

    private static func next(_ isWhole: [Bool]) -> [Int] {
        var next = [Int](repeating: isWhole.count, count: isWhole.count)
        var first = isWhole.count
        for place in isWhole.indices.reversed() {
            if isWhole[place] { first = place }
            next[place] = first
        }
        return next
    }

    /// What came on a night of the pipeline under the name of an export that went; nil: nothing.
    func successor(of export: Export, on night: Int) -> Digest? {
        let names = files.filter { $0.object == export.object }.map(\.name)
        return files.first { file in
            names.contains(file.name) && file.object != export.object
                && file.spans.contains { $0.contains(night) }
        }?.object
    }
}
