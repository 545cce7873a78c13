import Columnar

/// The nights on which a system exports what changed since its export before.
struct ExportSchedule {
    /// Path of each export below the world's folder, without `.gz`.
    let paths: [String]
    /// Number of the export that holds what changed on a day of the year, counted from 0.
    private let exportOfDay: [UInt16]

    /// So many list exports, evenly over the year; each is named by the night on which it ran.
    init(listExports count: Int) {
        let days = (World.end - World.start) / 86_400
        exportOfDay = (0..<days).map { UInt16(truncatingIfNeeded: $0 * count / days) }
        paths = (0..<count).map { number in
            let behind = ((number + 1) * days + count - 1) / count
            let date = CivilDate(dayNumber: World.start / 86_400 + behind)
            return
                "cases/igate-\(date.year)\(ByteText.twoDigits(date.month))"
                + "\(ByteText.twoDigits(date.day)).csv"
        }
    }

    /// A national synchronization file for each so many months (1 or 12).
    init(syncEveryMonths months: Int) {
        let first = World.start / 86_400
        exportOfDay = (first..<World.end / 86_400).map {
            UInt16(truncatingIfNeeded: (CivilDate(dayNumber: $0).month - 1) / months)
        }
        paths = (1...12 / months).map {
            "xml/dongbo-\(World.year)\(ByteText.twoDigits($0 * months)).xml"
        }
    }

    /// The export that first holds a change of that instant.
    func export(of instant: Int32) -> Int {
        let day = (Int(instant) - World.start) / 86_400
        return Int(exportOfDay[min(max(day, 0), exportOfDay.count - 1)])
    }
}

/// One record that an export holds: a case as it stood at some time.
struct ExportRecord {
    /// When the record was written in the life of its case.
    enum Stage: UInt8 {
        /// As the case stood last.
        case last
        /// While it was processed, with the first due date.
        case earlier
        /// As last, synchronized again a little later.
        case resynced
        /// While it was processed, with another procedure.
        case contradicted
    }

    /// Index of the case in the world.
    var index: UInt32
    var stage: Stage
}

extension World {
    /// The records of each export, in the order of their cases.
    func records(of source: ExportFormat, on schedule: ExportSchedule) -> [[ExportRecord]] {
        var exports = Array(repeating: [ExportRecord](), count: schedule.paths.count)
        for index in cases.indices where self.source(of: cases[index]) == source {
            let generated = cases[index]
            let home = schedule.export(of: generated.updated)
            let next = min(home + 1, exports.count - 1)
            let earlier = schedule.export(of: generated.earlierUpdate)
            func add(_ stage: ExportRecord.Stage, to export: Int) {
                exports[export].append(ExportRecord(index: UInt32(index), stage: stage))
            }
            switch generated.versions {
            case .one: break
            case .copiedLater: add(.last, to: next)
            case .doubledRow: add(.last, to: home)
            case .earlierStatus, .changedDue, .vanished: add(.earlier, to: earlier)
            case .resynced: add(.resynced, to: next)
            case .contradicted: add(.contradicted, to: earlier)
            }
            if generated.versions != .vanished { add(.last, to: home) }
        }
        return exports
    }

    /// Number of an export's records whose cases arrived before its days; they come first.
    func carriedOver(
        _ records: [ExportRecord], into export: Int, on schedule: ExportSchedule
    ) -> Int {
        records.firstIndex { schedule.export(of: cases[Int($0.index)].arrived) >= export }
            ?? records.count
    }

    /// The case as a record shows it.
    func shown(_ record: ExportRecord) -> GeneratedCase {
        let generated = cases[Int(record.index)]
        switch record.stage {
        case .last: return generated
        case .earlier: return generated.earlier
        case .resynced:
            var again = generated
            again.updated += 90
            return again
        case .contradicted:
            var other = generated.earlier
            other.procedure = UInt8((Int(other.procedure) + 1) % province.procedures.count)
            return other
        }
    }

    /// The case as it stands after all records are read: what the figures count.
    func survivor(of generated: GeneratedCase) -> GeneratedCase? {
        if generated.hazard.isQuarantined { return nil }
        return generated.versions == .vanished ? generated.earlier : generated
    }
}

extension GeneratedCase {
    /// When it changed before its last change.
    fileprivate var earlierUpdate: Int32 { arrived + (updated - arrived) / 3 }

    /// The case while it was processed, with its first due date.
    fileprivate var earlier: GeneratedCase {
        var before = self
        before.status = .processing
        before.ended = Self.never
        before.due = dueFirst
        before.updated = earlierUpdate
        return before
    }
}
