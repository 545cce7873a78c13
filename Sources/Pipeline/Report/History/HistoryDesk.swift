import Columnar
import Ledger

/// All that a question about the past needs: the exports of a pipeline's inputs, and how to read
/// each of them.
struct HistoryDesk {
    /// From when on a list begins.
    enum Start {
        case night(Int64)
        case received(after: Int64)
    }

    let pipeline: String
    let kept: KeptExports
    /// The plan of the pipeline's last run.
    let plan: Plan
    private(set) var inputs: [InputExports] = []
    private(set) var rules: [ExportRules] = []
    private let request: HistoryRequest
    private let workspace: Workspace
    private let known: FileRuns
    private let key: KeyedHash?

    var exportCount: Int { inputs.reduce(0) { $0 + $1.exports.count } }

    init(_ request: HistoryRequest) throws {
        self.request = request
        let workspace = Workspace(existing: request.workspace)
        self.workspace = workspace
        let journal = try workspace.journal()
        pipeline = try Self.pipeline(request.pipeline, in: workspace)
        kept = KeptExports(in: workspace)
        known = try FileRuns(of: pipeline, journal, in: workspace, kept)
        guard let last = known.runs.last(where: { $0.rules != .zero }) else {
            throw RunError.noSuchPipeline(pipeline)
        }
        plan = try archivedPlan(workspace.manifest(ofRun: last.name), in: workspace)
        key = try request.keyFile.map { try KeyedHash(keyFile: $0, outside: workspace) }
        let cases = plan.inputs.filter { $0.kind == .case }
        if let name = request.input, !cases.contains(where: { $0.name == name }) {
            throw RunError.noSuchFigure(
                part: "input of cases", name: name,
                hint: nearest(to: name, among: cases.map(\.name))
            )
        }
        var reading = RulesReading(
            current: plan, last: last.name, known: known, workspace: workspace, key: key)
        for input in cases where request.input.map({ $0 == input.name }) ?? true {
            inputs.append(
                try InputExports(input, known, journal) { run in
                    try reading.place(of: input, run: run)
                })
        }
        rules = reading.rules
        // Without the key what is personal would be kept in clear.
        if key == nil, (rules.map(\.input) + cases).contains(where: \.keepsKeyedColumns) {
            throw RunError.keyMissing
        }
    }

    private static func pipeline(_ name: String?, in workspace: Workspace) throws -> String {
        if let name { return name }
        let run = try runName(nil, in: workspace)
        return try archivedPlan(workspace.manifest(ofRun: run), in: workspace).name
    }

    /// Opens what every export says, and finds out which nights tell of all cases.
    mutating func open() throws {
        for place in inputs.indices {
            try inputs[place].open(rules, kept, threads: request.threads)
            inputs[place].judge(known)
        }
    }

    /// From when on the changes are that somebody asks for.
    func start(_ start: HistoryStart) throws -> Start {
        switch start {
        case .night(let night): return .night(night)
        case .run(let name):
            guard let run = known.runs.first(where: { $0.name == name }) else {
                throw RunError.noSuchRun(name)
            }
            return .received(after: run.sealed)
        }
    }

    /// What is to be known of the exports as a whole.
    var notes: [CaseHistory.Note] {
        var notes = known.unusable.map { CaseHistory.Note.unusable(run: $0) }
        for exports in inputs {
            if !exports.undated.isEmpty {
                notes.append(
                    .undated(input: exports.input.name, files: exports.undated.sorted(by: precedes))
                )
            }
            for (export, index) in zip(exports.exports, exports.indexes) {
                guard let reason = index.failure else { continue }
                notes.append(
                    .unreadable(
                        input: exports.input.name, file: export.file, night: export.night,
                        reason: reason))
            }
        }
        return notes
    }

    func history(
        _ changes: [CaseChange], speaking: Int, _ notes: [CaseHistory.Note]
    ) -> CaseHistory {
        CaseHistory(
            pipeline: pipeline, changes: changes, exports: (exportCount, speaking), notes: notes,
            readings: kept.readings, damaged: kept.damaged)
    }

    /// Adds working time to changes that were measured, where a calendar covers them.
    func measured(_ changes: [CaseChange]) throws -> [CaseChange] {
        guard let calendar = plan.calendar else { return changes }
        var known: [String: WorkingCalendar] = [:]
        return try changes.map { change in
            guard let (from, to, unit) = change.stretch else { return change }
            let own = calendar.units.contains { $0.unit == unit } ? unit : ""
            let working =
                try known[own]
                ?? calendar.working(knownAt: nil, unit: own.isEmpty ? nil : own)
            known[own] = working
            var measured = change
            measured.workingSeconds = working.workingSeconds(from: from, to: to)
            return measured
        }
    }
}

/// Finds the rules by which content is read: those of the last run that read it.
private struct RulesReading {
    let current: Plan
    let last: String
    let known: FileRuns
    let workspace: Workspace
    let key: KeyedHash?
    /// The rules found so far, those of the last run for the inputs first.
    private(set) var rules: [ExportRules] = []
    private var places: [String: Int] = [:]
    private var plans: [Digest: Plan] = [:]

    init(current: Plan, last: String, known: FileRuns, workspace: Workspace, key: KeyedHash?) {
        self.current = current
        self.last = last
        self.known = known
        self.workspace = workspace
        self.key = key
    }

    /// The place of the rules of a run for an input; nil: those of the last run.
    mutating func place(of input: Input, run: Int?) throws -> Int {
        let run = run.flatMap { known.runs[$0].rules == .zero ? nil : $0 }
        let digest = run.map { known.runs[$0].rules } ?? .zero
        let name = "\(input.name) \(digest.hex)"
        if let place = places[name] { return place }
        var (plan, source) = (current, last)
        if let run {
            source = known.runs[run].name
            plan =
                try plans[digest]
                ?? archivedPlan(workspace.manifest(ofRun: source), in: workspace)
            plans[digest] = plan
        }
        let own = plan.inputs.first { $0.name == input.name && $0.kind == .case }
        let made = ExportRules(
            own == nil ? current : plan, own ?? input, run: source, objects: workspace.objects,
            key: key)
        let place =
            rules.firstIndex { $0.input.name == input.name && $0.key == made.key } ?? rules.count
        if place == rules.count { rules.append(made) }
        places[name] = place
        return place
    }
}

extension HistoryDesk {
    /// The rules by which the pipeline's last run reads an input.
    private func currentRules(of input: Input) -> ExportRules {
        ExportRules(plan, input, run: "", objects: workspace.objects, key: key)
    }

    /// Where the current rules read an export of a case otherwise than the last run that had it.
    func otherRules(
        _ mentions: [Mention], of code: String, in exports: InputExports
    ) throws -> [CaseHistory.Note] {
        let current = currentRules(of: exports.input)
        var notes: [CaseHistory.Note] = []
        for mention in mentions {
            let export = exports.exports[mention.export]
            let own = rules[export.rules]
            if own.key == current.key { continue }
            let index = try kept.index(of: export.object, current)
            let hash = self.hash(of: code, exports.input)
            let others = try kept.rows(in: hash...hash, of: index, export.object, current)
            let form = exports.indexes[mention.export].form
            let parts = try mention.row.parts(form)
            let other = try others.map { try $0.parts(index.form) }
                .first { $0.identity == parts.identity }
            let differences = Self.differences(parts, form, other, index.form)
            if differences.isEmpty { continue }
            notes.append(
                .otherRules(
                    file: export.file, night: export.night, run: own.run, mapping: own.mapping,
                    current: current.mapping, differences: differences))
        }
        return notes
    }

    private static func differences(
        _ old: ExportedParts, _ oldForm: ExportForm, _ new: ExportedParts?, _ newForm: ExportForm
    ) -> [String] {
        guard let new else { return ["-"] }
        guard old.reason == nil, new.reason == nil else {
            let words = [old.reason, new.reason].map { $0?.rawValue ?? "ok" }
            return words[0] == words[1] ? [] : ["\(words[0]) → \(words[1])"]
        }
        return newForm.columns.enumerated().compactMap { place, column in
            let before = oldForm.place(of: column.name)
            let (was, now) = (before.map { old.cells[$0] } ?? .null, new.cells[place])
            if was == now { return nil }
            let shown = before.map { oldForm.columns[$0].shown(was) } ?? ""
            return "\(column.name) \(shown) → \(column.shown(now))"
        }
    }

    /// The hash by which the rows of a case code are found; of a personal code, of its keyed hash.
    private func hash(of code: String, _ input: Input) -> UInt64 {
        ExportedRow.hash(ofCase: exported(code, input))
    }

    private func exported(_ code: String, _ input: Input) -> String {
        guard let key, input.mapping.column("case_id")?.privacy == .keyed else { return code }
        return key.digest(Array(code.utf8)).hex
    }

    /// The changes of all cases of a code in one input, and the rows that speak of them.
    func timelines(
        of code: String, in exports: InputExports
    ) throws -> (changes: [CaseChange], mentions: [Mention]) {
        let read = try concurrentMap(exports.exports.count, threads: request.threads) { place in
            Result {
                // A mapping that was changed may have made the code personal, or no longer so.
                let rules = rules[exports.exports[place].rules]
                let hash = hash(of: code, rules.input)
                return try kept.rows(
                    in: hash...hash, of: exports.indexes[place], exports.exports[place].object,
                    rules
                ).map { Mention(export: place, row: $0) }
            }
        }.flatMap { try $0.get() }
        let wanted = [code, exported(code, exports.input)]
        let cases = try cases(read, in: exports).filter { one in
            // Codes of one hash need not be one.
            guard case .text(let text)? = one.identity?.first else { return true }
            return wanted.contains(text)
        }
        let changes = try cases.flatMap { try timeline($0, code, in: exports).told() }
        return (changes, cases.flatMap(\.mentions))
    }

    private func timeline(
        _ one: MentionedCase, _ code: String, in exports: InputExports
    ) -> CaseTimeline {
        CaseTimeline(
            one.mentions, of: one.identity, code: code, in: exports,
            pauses: Set(plan.clocks?.pauses.map(\.table) ?? []))
    }

    /// The changes of all cases of an input that somebody wants, case after case.
    func timelines(
        in exports: InputExports, where isWanted: @Sendable (CaseChange) -> Bool
    ) throws -> [CaseChange] {
        let rows = exports.indexes.reduce(0) { $0 + $1.count }
        // At most so many rows lie in memory at once, of each thread.
        let bits = (0..<12).first { rows >> $0 <= 1 << 18 } ?? 12
        let shift = UInt64(64 - bits)
        return try concurrentMap(1 << bits, threads: request.threads) { share in
            Result {
                let first = bits == 0 ? 0 : UInt64(share) << shift
                let last = bits == 0 ? UInt64.max : first | (UInt64.max >> UInt64(bits))
                return try timelines(in: exports, hashes: first...last, where: isWanted)
            }
        }.flatMap { try $0.get() }
    }

    private func timelines(
        in exports: InputExports, hashes: ClosedRange<UInt64>,
        where isWanted: (CaseChange) -> Bool
    ) throws -> [CaseChange] {
        var mentions: [Mention] = []
        for place in exports.exports.indices {
            mentions += try kept.rows(
                in: hashes, of: exports.indexes[place], exports.exports[place].object,
                rules[exports.exports[place].rules]
            ).map { Mention(export: place, row: $0) }
        }
        mentions.sort { ($0.row.hash, $0.export) < ($1.row.hash, $1.export) }
        var changes: [CaseChange] = []
        var start = 0
        while start < mentions.count {
            var end = start + 1
            while end < mentions.count, mentions[end].row.hash == mentions[start].row.hash {
                end += 1
            }
            // Of records that are known by a digest alone there is no code to be shown.
            for one in try cases(Array(mentions[start..<end]), in: exports)
            where one.identity != nil {
                changes += try timeline(one, "", in: exports).told().filter(isWanted)
            }
            start = end
        }
        return changes
    }
}

/// The exports that speak of one case.
private struct MentionedCase {
    /// What tells it apart; nil where every record of it is unreadable and hidden.
    var identity: [ExportedCell]?
    var mentions: [Mention]
}

extension HistoryDesk {
    /// Rows of one hash, in the order of exports, by the case that they are of.
    private func cases(_ mentions: [Mention], in exports: InputExports) throws -> [MentionedCase] {
        var found: [(key: ArraySlice<UInt8>, mentions: [Mention])] = []
        for mention in mentions {
            let identity = try mention.row.identity()
            if let place = found.firstIndex(where: { $0.key == identity }) {
                found[place].mentions.append(mention)
            } else {
                found.append((identity, [mention]))
            }
        }
        var cases = try found.map { one in
            let form = exports.indexes[one.mentions[0].export].form
            let parts = try one.mentions[0].row.parts(form)
            let isHidden = parts.reason != nil && form.hidesUnreadable
            return MentionedCase(
                identity: isHidden ? nil : parts.identity, mentions: one.mentions)
        }
        guard found.count > 1 else { return cases }
        // Records that are told by a digest belong to the case that has it.
        for hidden in cases.indices.reversed() where cases[hidden].identity == nil {
            var reader = CellReader(found[hidden].key)
            let digest = try reader.cell()
            let own = cases.indices.first { place in
                cases[place].identity != nil && ExportedRow.hidden(found[place].key) == digest
            }
            guard let own else { continue }
            cases[own].mentions += cases[hidden].mentions
            cases[own].mentions.sort { $0.export < $1.export }
            cases.remove(at: hidden)
            found.remove(at: hidden)
        }
        return cases
    }
}
