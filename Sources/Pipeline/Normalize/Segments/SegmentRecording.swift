import Ledger
import Tabular

/// The file of segments that is written while a file is read, by the thread that reads it.
///
/// Where it cannot be written, nothing is lost as long as the cells fit into memory. Where they are
/// to make room, the run cannot go on: `failure` says why.
final class SegmentRecording {
    private let cache: SegmentCache
    private let key: Digest
    private var writer: SegmentFileWriter?
    private var writing: TabularError?
    /// Why cells could not be put where they had to be.
    private(set) var failure: TabularError?

    /// Begins to record one of so many files.
    init(_ cache: SegmentCache, _ key: Digest, of files: Int) {
        self.cache = cache
        self.key = key
        if !cache.isScratch { begin(mayPack: files > manyFiles) }
    }

    private func begin(mayPack: Bool) {
        do {
            writer = try cache.writer(key, mayPack: mayPack)
        } catch {
            writing = error
        }
    }

    /// Writes a part; gives it with its cells in memory, or in the file if there is no room.
    func record(_ part: consuming PartReading) -> PartReading {
        if cache.isScratch {
            if cache.keeps(part) { return part }
            if writer == nil, writing == nil { begin(mayPack: false) }
        }
        var stored: PartReading?
        do throws(TabularError) {
            stored = try writer?.append(part)
        } catch {
            writing = error
            writer = nil
        }
        if !cache.isScratch, cache.keeps(part) { return part }
        if let stored { return stored }
        failure = writing
        return part
    }

    /// Completes the file, or drops it where what was read cannot be used again.
    func finish(_ reading: FileReading) {
        if cache.isScratch { return finishScratch() }
        let isNeeded = reading.parts.contains { $0.isStored }
        if cache.isOnFullDisk, !isNeeded { writer = nil }
        guard reading.failure == nil, let writer = writer.take() else {
            cache.abandon(key)
            if reading.failure == nil, isNeeded { failure = failure ?? writing }
            return
        }
        do {
            let small = try writer.finish(reading, needsFile: isNeeded)
            if let small { cache.pack(small, key) }
        } catch {
            cache.abandon(key)
            if isNeeded {
                failure = (error as? TabularError) ?? TabularError(.system(call: "write", errno: 0))
            }
        }
    }
}

extension SegmentRecording {
    /// Completes a file that nobody looks for: it needs no directory.
    private func finishScratch() {
        guard let writer = writer.take() else { return }
        do {
            try writer.finishCells()
        } catch {
            failure = (error as? TabularError) ?? TabularError(.system(call: "write", errno: 0))
        }
    }
}

extension NormalizationRequest {
    /// What the segments of an object are a function of, as one digest.
    func segmentKey(_ object: Digest, _ input: Input) -> Digest {
        Digest.of(Array("\(rulesKey(of: input).hex) \(object.hex)".utf8))
    }

    /// What segments are a function of besides the object.
    ///
    /// Clocks are not among it: what they fill is filled when a segment becomes a piece.
    static func rulesKey(
        of input: Input, _ plan: Plan, _ key: KeyedHash?, _ layout: (String) -> TableLayout?
    ) -> Digest {
        var lines = ["minhbach segments 4", Program.version]
        lines += [input.name, input.kind.rawValue, input.mapping.place.file]
        for source in plan.sources where source.role.decidesRows {
            lines.append("\(source.role.rawValue) \(source.name) \(Digest.of(source.bytes).hex)")
        }
        for name in [input.table] + input.mapping.children.map(\.table) {
            for column in layout(name)?.columns ?? [] {
                lines.append("\(name) \(column.name) \(column.storage)")
            }
        }
        if let key { lines.append(key.digest(Array("segments".utf8)).hex) }
        return Digest.of(Array(lines.joined(separator: "\n").utf8))
    }
}

extension PlanSource.Role {
    /// Whether what a file of this role says decides how a record becomes a row.
    fileprivate var decidesRows: Bool {
        switch self {
        case .pipeline, .kpi, .form, .objectives, .scorecard, .clocks, .terms, .reporting,
            .succession, .known, .corrections:
            false
        case .mapping, .calendar, .units, .procedures: true
        }
    }
}
