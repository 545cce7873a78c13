package import Ledger

/// What a reprocess would change, before anything is changed.
package struct ReprocessPlan: Sendable {
    /// Name of the pipeline.
    package var pipeline: String
    /// The periods that were named.
    package var named: [PeriodSpan]
    /// The run whose pipeline files would be used, or `disk`.
    package var rules: String
    /// The run whose figures stand now, against which files are compared.
    package var before: String
    /// The periods that would be computed again: those named and what lies within them.
    package var periods: [PlannedRevision]
    /// Longer periods that contain a named one; they would stay as they are.
    package var containing: [PeriodSpan]
    /// Raw files that differ.
    package var inputs: [FileChange]
    /// Pipeline files that differ.
    package var ruleFiles: [FileChange]
    /// How the rows of each table differ.
    package var tables: [TableChange]
    /// Every figure of the periods, before and after.
    package var figures: [FigureChange]

    /// A period and the revision that would come.
    package struct PlannedRevision: Sendable, Equatable {
        /// The period.
        package var span: PeriodSpan
        /// Its revision now; nil where it has none.
        package var before: Int?
        /// Its revision then.
        package var after: Int?
        /// Whether it is locked: nothing can be done before it is opened again.
        package var isLocked: Bool
    }

    /// A file that is new, gone or another one under its name.
    package struct FileChange: Sendable, Equatable {
        /// What became of it.
        package enum Kind: String, Sendable {
            case new, gone, changed
        }

        /// What became of it.
        package var kind: Kind
        /// Its input, or its role in the pipeline.
        package var role: String
        /// Its name.
        package var name: String
        /// What it was; empty where it is new.
        package var before: Facts?
        /// What it is; empty where it is gone.
        package var after: Facts?
    }

    /// What tells one content of a file from another.
    package struct Facts: Sendable, Equatable {
        /// The SHA-256.
        package var digest: Digest
        /// Size in bytes; nil for pipeline files of a run.
        package var size: Int?
        /// When it was first received; nil where it is not in the archive yet.
        package var received: String?
    }

    /// How the rows of a table differ, by their identity and what was read of them.
    package struct TableChange: Sendable, Equatable {
        /// Name of the table.
        package var table: String
        /// Rows before and after.
        package var before: Int
        /// Rows that would be counted.
        package var after: Int
        /// Rows of an identity that was not there.
        package var new: Int
        /// Rows whose identity is there no more.
        package var gone: Int
        /// Rows of the same identity that say something else.
        package var changed: Int
    }

    /// One figure before and after.
    package struct FigureChange: Sendable, Equatable {
        /// The fields of its line in `results.csv`; nil where there is none.
        package var before: [String]?
        /// The fields that would stand there.
        package var after: [String]?

        /// Whether anything of it differs.
        package var isChanged: Bool { before != after }

        /// KPI, period, start, end, level, member.
        package var name: [String] {
            let fields = after ?? before ?? []
            return [0, 2, 3, 4, 5, 6].map { fields[$0] }
        }

        /// The level.
        package var level: String { name[4] }
    }
}

/// Files by role and name that differ between two lists.
func fileChanges(
    from before: [(role: String, name: String, facts: ReprocessPlan.Facts)],
    to after: [(role: String, name: String, facts: ReprocessPlan.Facts)]
) -> [ReprocessPlan.FileChange] {
    var names: [[String]: (before: [ReprocessPlan.Facts], after: [ReprocessPlan.Facts])] = [:]
    for file in before {
        names[[file.role, file.name], default: ([], [])].before.append(file.facts)
    }
    for file in after { names[[file.role, file.name], default: ([], [])].after.append(file.facts) }
    var changes: [ReprocessPlan.FileChange] = []
    let keys = names.keys.sorted { left, right in
        left[0] == right[0] ? precedes(left[1], right[1]) : precedes(left[0], right[0])
    }
    for key in keys {
        guard let lists = names[key] else { continue }
        // Several files may bear one name: those of the same content are no change.
        let old = unmatched(lists.before, by: lists.after)
        let new = unmatched(lists.after, by: lists.before)
        for place in 0..<max(old.count, new.count) {
            let was = place < old.count ? old[place] : nil
            let now = place < new.count ? new[place] : nil
            changes.append(
                ReprocessPlan.FileChange(
                    kind: was == nil ? .new : now == nil ? .gone : .changed, role: key[0],
                    name: key[1], before: was, after: now))
        }
    }
    return changes
}

/// The contents of one list that the other lacks, by digest.
private func unmatched(
    _ list: [ReprocessPlan.Facts], by other: [ReprocessPlan.Facts]
) -> [ReprocessPlan.Facts] {
    var rest = other.map(\.digest)
    return list.sorted { $0.digest < $1.digest }.filter { facts in
        guard let place = rest.firstIndex(of: facts.digest) else { return true }
        rest.remove(at: place)
        return false
    }
}

/// Lines of `results.csv` of some periods, before and after, by KPI, period, level and member.
func figureChanges(
    from before: PeriodLines, to after: PeriodLines, of spans: [PeriodSpan]
) throws -> [ReprocessPlan.FigureChange] {
    let wanted = Set(spans)
    func figures(_ lines: PeriodLines) throws -> [[String]: [String]] {
        var bytes = Array(lines.bytes[lines.header])
        for stretch in lines.stretches where wanted.contains(stretch.span) {
            bytes += lines.bytes[stretch.range]
        }
        var figures: [[String]: [String]] = [:]
        guard !bytes.isEmpty else { return figures }
        try forEachFigure(in: bytes) { line in
            let fields = line.fields
            figures[[0, 3, 4, 2, 5, 6].map { fields[$0] }] = fields
        }
        return figures
    }
    let (old, new) = (try figures(before), try figures(after))
    let keys = Set(old.keys).union(new.keys).sorted { left, right in
        let place = left.indices.first { left[$0] != right[$0] }
        return place.map { precedes(left[$0], right[$0]) } ?? false
    }
    return keys.map { ReprocessPlan.FigureChange(before: old[$0], after: new[$0]) }
}
