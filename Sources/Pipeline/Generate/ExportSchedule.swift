import Columnar

/// The nights on which a system exports what changed since its export before.
struct ExportSchedule {
    /// Path of each export below the world's folder, without `.gz`.
    let paths: [String]
    /// The first instant of each export's changes, in order; the first export needs none.
    private let starts: [Int32]

    /// So many exports of a system, evenly over the year; each is named by the night on which it
    /// ran.
    init(_ count: Int, of source: ExportFormat) {
        let days = (World.end - World.start) / 86_400
        let nights = (1...count).map { World.start + ($0 * days + count - 1) / count * 86_400 }
        starts = nights.dropLast().map { Int32($0) }
        paths = nights.map { night in
            let date = CivilDate(dayNumber: night / 86_400)
            return Self.path(
                source,
                "\(date.year)\(ByteText.twoDigits(date.month))\(ByteText.twoDigits(date.day))")
        }
    }

    /// So many exports of a system with about as many cases each, as often as that takes, the last
    /// one aside; they bear numbers.
    init(_ count: Int, of source: ExportFormat, evenlyOver world: World) {
        // What still changes as the year ends is dated to its last second, many cases at once,
        // which no instant can part.
        let changes = world.cases.map(\.updated).filter { $0 < World.end - 1 }.sorted()
        starts = (1..<count).map {
            changes.isEmpty ? Int32(World.end - 1) : changes[$0 * changes.count / count]
        }
        paths = (1...count).map { number in
            var name = ByteText()
            name.add("\(World.year)-")
            name.add(number, digits: 5)
            return Self.path(source, String(decoding: name.bytes, as: UTF8.self))
        }
    }

    /// A national synchronization file for each so many months (1 or 12).
    init(syncEveryMonths months: Int) {
        let numbers = (1...12 / months).map { $0 * months }
        starts = numbers.dropLast().map {
            Int32(OfficeHours.day(World.year, $0 + 1, 1) * 86_400)
        }
        paths = numbers.map { Self.path(.xml, "\(World.year)\(ByteText.twoDigits($0))") }
    }

    private static func path(_ source: ExportFormat, _ name: String) -> String {
        switch source {
        case .csv: "cases/igate-\(name).csv"
        case .xml: "xml/dongbo-\(name).xml"
        }
    }

    /// The export that first holds a change of that instant.
    func export(of instant: Int32) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= instant { low = middle + 1 } else { high = middle }
        }
        return low
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
