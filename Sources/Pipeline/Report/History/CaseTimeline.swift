import Columnar
import Ledger

/// One export that speaks of a case.
struct Mention: Sendable {
    /// Place of the export.
    let export: Int
    let row: ExportedRow
}

/// What the exports of one input say of one case, one after the other.
///
/// All of it follows from the set of exports and their nights, whatever the order in which they
/// came; only where the pipeline does not say what files are snapshots of does it follow from the
/// runs that had them.
struct CaseTimeline {
    /// What a night says of the case.
    private struct Told {
        var export: Int
        let row: ExportedRow
        let parts: ExportedParts
    }

    let exports: InputExports
    /// Tables of children that are pauses.
    let pauses: Set<String>
    private let mentions: [Mention]
    private var changes: [CaseChange] = []
    private var model: CaseChange

    /// A timeline of one case, from its mentions in the order of exports.
    init(
        _ mentions: [Mention], of identity: [ExportedCell]?, code: String,
        in exports: InputExports, pauses: Set<String>
    ) {
        self.exports = exports
        self.pauses = pauses
        self.mentions = mentions
        let form = mentions.first.map { exports.indexes[$0.export].form }
        var id = code
        var rest: [String] = []
        if let identity, let columns = form?.identity, columns.count == identity.count {
            for (place, (column, cell)) in zip(columns, identity).enumerated() {
                if place == 0 {
                    id = column.shown(cell)
                } else {
                    rest.append("\(column.name)=\(column.shown(cell))")
                }
            }
        }
        model = CaseChange(
            source: exports.input.mapping.source, input: exports.input.name, id: id,
            identity: rest.joined(separator: " "), night: 0, kind: .changed)
    }

    /// The changes, by night.
    func told() throws -> [CaseChange] {
        var timeline = self
        try timeline.compare()
        if exports.isFull {
            timeline.addAbsences()
        } else if exports.input.snapshot == nil {
            timeline.addSealedAbsences()
        }
        let order = Dictionary(
            zip(CaseChange.Kind.allCases, 0...), uniquingKeysWith: { first, _ in first })
        return timeline.changes.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.night != b.night { return a.night < b.night }
            let (first, second) = (order[a.kind] ?? 0, order[b.kind] ?? 0)
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
    }

    private func change(_ kind: CaseChange.Kind, _ export: Int, _ row: ExportedRow?) -> CaseChange {
        var change = model
        change.kind = kind
        change.night = exports.exports[export].night
        change.file = exports.exports[export].file
        change.object = exports.exports[export].object.hex
        change.received = exports.exports[export].received
        change.record = row?.record
        return change
    }

    /// Compares each night with the last one before it on which the record could be read.
    private mutating func compare() throws {
        var last: Told?
        var reason: FindingCode?
        var isFirst = true
        var start = 0
        while start < mentions.count {
            let night = exports.exports[mentions[start].export].night
            var end = start + 1
            while end < mentions.count, exports.exports[mentions[end].export].night == night {
                end += 1
            }
            defer { start = end }
            if end == start + 1, reason == nil, let same = last, isSame(mentions[start], same) {
                last?.export = mentions[start].export
                continue
            }
            let told = try counting(mentions[start..<end])
            if isFirst {
                changes.append(change(.firstSeen, told.export, told.row))
                isFirst = false
            }
            if let found = told.parts.reason {
                if found != reason {
                    var unreadable = change(.unreadable, told.export, told.row)
                    unreadable.reason = .finding(found)
                    changes.append(unreadable)
                }
                reason = found
                continue
            }
            if reason != nil { changes.append(change(.readable, told.export, told.row)) }
            reason = nil
            if let last { differences(from: last, to: told) }
            last = told
        }
    }

    /// Whether an export says the very same as the last one; nothing is taken apart for it.
    private func isSame(_ mention: Mention, _ last: Told) -> Bool {
        exports.forms[mention.export] == exports.forms[last.export]
            && mention.row.bytes == last.row.bytes
    }

    /// Of several files of one night the record that counts, as deduplication would have it.
    private func counting(_ mentions: ArraySlice<Mention>) throws -> Told {
        var told = try mentions.map { mention in
            Told(
                export: mention.export, row: mention.row,
                parts: try mention.row.parts(exports.indexes[mention.export].form))
        }
        if told.count > 1 {
            told.sort { left, right in
                let isReadable = left.parts.reason == nil
                if isReadable != (right.parts.reason == nil) { return isReadable }
                let (a, b) = (updated(left), updated(right))
                if a != b { return a > b }
                if left.row.bytes != right.row.bytes {
                    return right.row.bytes.lexicographicallyPrecedes(left.row.bytes)
                }
                return exports.exports[left.export].object < exports.exports[right.export].object
            }
        }
        return told[0]
    }

    private func updated(_ told: Told) -> Int64 {
        guard told.parts.reason == nil,
            let place = exports.indexes[told.export].form.place(of: "updated_at"),
            case .number(let instant) = told.parts.cells[place]
        else { return missing }
        return instant
    }

    /// Adds what differs in the columns that both exports have.
    private mutating func differences(from last: Told, to told: Told) {
        let (old, new) = (exports.indexes[last.export].form, exports.indexes[told.export].form)
        let unit = new.place(of: "unit").map { new.columns[$0].shown(told.parts.cells[$0]) } ?? ""
        for (place, column) in new.columns.enumerated() {
            guard let other = old.place(of: column.name) else { continue }
            let (before, now) = (last.parts.cells[other], told.parts.cells[place])
            if before == now { continue }
            let seen = exports.exports[last.export].night
            var change = change(
                kind(of: column.name, before, now, openAt: seen), told.export, told.row)
            change.field = column.name
            change.old = old.columns[other].shown(before)
            change.new = column.shown(now)
            change.before = seen
            switch (change.kind, before, now) {
            case (.dueMoved, .number(let from), .number(let to)): change.measure(from, to, unit)
            case (.backDated, _, .number(let to)): change.measure(seen, to, unit)
            default: break
            }
            changes.append(change)
        }
    }

    private func kind(
        of column: String, _ before: ExportedCell, _ now: ExportedCell, openAt night: Int64
    ) -> CaseChange.Kind {
        switch column {
        case "due_at": return before == .null ? .dueSet : now == .null ? .dueRemoved : .dueMoved
        case "resolved_at":
            if now == .null { return .completionUndone }
            guard before == .null else { return .completionMoved }
            if case .number(let end) = now, end < night { return .backDated }
            return .completed
        case "status":
            if case .text(let old) = before, case .text(let new) = now,
                let first = TableKind.stage(ofStatus: old),
                let second = TableKind.stage(ofStatus: new), second < first
            {
                return .statusReverted
            }
            return .statusChanged
        case "unit", "unit_received": return .unitChanged
        case "officer": return .officerChanged
        case "procedure", "procedure_group", "field": return .procedureChanged
        case "supplements", "paused", "paused_at": return .pausesChanged
        default: return pauses.contains(column) ? .pausesChanged : .changed
        }
    }
}

extension CaseTimeline {
    /// Adds where whole dumps lack the case, and where it is there again.
    private mutating func addAbsences() {
        var last: Int?
        for mention in mentions {
            let night = exports.nightOf[mention.export]
            defer { last = night }
            guard let last, night > last + 1, exports.nextWhole[last + 1] < night else { continue }
            vanish(on: exports.nextWhole[last + 1], after: last)
            var back = change(.reappeared, mention.export, mention.row)
            back.before = exports.nights[last].night
            changes.append(back)
        }
        guard let last, last + 1 < exports.nights.count else { return }
        let next = exports.nextWhole[last + 1]
        if next < exports.nights.count { vanish(on: next, after: last) }
    }

    private mutating func vanish(on night: Int, after last: Int) {
        let own = exports.nights[night].exports
        var gone = change(.vanished, own.lowerBound, nil)
        gone.received = own.map { exports.exports[$0].received }.max() ?? 0
        gone.before = exports.nights[last].night
        gone.reason = .notInDump(
            unidentified: own.reduce(0) { $0 + exports.indexes[$1].unidentified })
        changes.append(gone)
    }

    /// Adds where a sealed run has no file any more that names the case, and where one has again.
    private mutating func addSealedAbsences() {
        let spans = mentions.flatMap { mention in
            exports.exports[mention.export].spans.map { (span: $0, mention: mention) }
        }.sorted {
            ($0.span.lowerBound, $0.span.upperBound) < ($1.span.lowerBound, $1.span.upperBound)
        }
        var last: (night: Int, export: Int)?
        for (span, mention) in spans {
            if let last, span.lowerBound > last.night + 1,
                exports.nextSealed[last.night + 1] < span.lowerBound
            {
                vanish(fromRunOn: exports.nextSealed[last.night + 1], after: last)
                var back = change(.reappeared, mention.export, mention.row)
                back.night = exports.sealed[span.lowerBound]
                back.received = back.night
                back.before = exports.sealed[last.night]
                changes.append(back)
            }
            if span.upperBound >= last?.night ?? -1 { last = (span.upperBound, mention.export) }
        }
        guard let last, last.night + 1 < exports.sealed.count else { return }
        let next = exports.nextSealed[last.night + 1]
        if next < exports.sealed.count { vanish(fromRunOn: next, after: last) }
    }

    private mutating func vanish(fromRunOn night: Int, after last: (night: Int, export: Int)) {
        let successor = exports.successor(of: exports.exports[last.export], on: night)
        var gone = change(.vanished, last.export, nil)
        gone.night = exports.sealed[night]
        gone.received = gone.night
        gone.before = exports.sealed[last.night]
        gone.reason = successor == nil ? .notDelivered : .replaced
        if let successor { gone.object = successor.hex }
        changes.append(gone)
    }
}

extension CaseChange {
    fileprivate mutating func measure(_ from: Int64, _ to: Int64, _ unit: String) {
        seconds = to - from
        stretch = (from, to, unit)
    }
}
