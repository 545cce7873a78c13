import Columnar
import Pipeline
import Testing

@Suite struct `The truth of a generated world` {
    private static let worlds: [(cases: Int, seed: UInt64)] = [(1000, 1), (4000, 2), (10_000, 3)]

    @Test(arguments: worlds)
    func `is what a plain reader finds in each export`(cases: Int, seed: UInt64) throws {
        let folder = try GeneratedFolder(cases: cases, seed: seed)
        let truth = try folder.truth()
        let world = try ReadWorld(folder)
        for (file, reading) in world.readings {
            let expected = truth[file] ?? [:]
            let losers = world.superseded[file] ?? 0
            #expect(expected["read"] == reading.read, "\(file)")
            #expect(expected["dropped"] == reading.dropped, "\(file)")
            #expect(expected["quarantined"] == reading.quarantined, "\(file)")
            #expect(expected["superseded"] == losers, "\(file)")
            #expect(expected["accepted or duplicate"] == reading.cases.count - losers, "\(file)")
            let hazards = reading.hazards.map { ("hazard \($0)", $1) }
            let measured = expected.filter { $0.key.hasPrefix("hazard codeOf") == false }
                .filter { $0.key.hasPrefix("hazard ") }
            #expect(measured == Dictionary(uniqueKeysWithValues: hazards), "\(file)")
        }
    }

    @Test(arguments: worlds)
    func `balances in total`(cases: Int, seed: UInt64) throws {
        let folder = try GeneratedFolder(cases: cases, seed: seed)
        let total = try folder.truth()["total"] ?? [:]
        let world = try ReadWorld(folder)
        let parts = ["accepted", "duplicate", "superseded", "quarantined", "dropped"]
        #expect(total["read"] == parts.reduce(0) { $0 + (total[$1] ?? 0) })
        #expect(total["accepted"] == world.survivors.count)
        #expect(total["superseded"] == world.superseded.values.reduce(0, +))
        #expect(total["versions contradicted"] == world.contradictions)
        #expect(total["versions changedDue"] == world.changedDues)
        #expect(total["hazard codeOfOtherSource"] == world.sharedCodes)
        let listed = world.survivors.filter { $0.source == "csv" }
        #expect(total["distinct officers"] == Set(listed.map(\.officer)).count)
        #expect(total["distinct units"] == Set(world.survivors.map(\.unit)).count)
        #expect(total["distinct procedures"] == Set(world.survivors.map(\.procedure)).count)
    }

    @Test(arguments: worlds)
    func `has each hazard and each kind of version`(cases: Int, seed: UInt64) throws {
        let total = try GeneratedFolder(cases: cases, seed: seed).truth()["total"] ?? [:]
        let hazards = total.filter { $0.key.hasPrefix("hazard ") }
        let versions = total.filter { $0.key.hasPrefix("versions ") }
        #expect(hazards.count == 21)
        #expect(versions.count == 7)
        #expect(hazards.values.allSatisfy { $0 > 0 })
        #expect(versions.values.allSatisfy { $0 > 0 })
    }

    @Test(arguments: worlds)
    func `has the figures that a plain count gives`(cases: Int, seed: UInt64) throws {
        let folder = try GeneratedFolder(cases: cases, seed: seed)
        let figures = try folder.truth()["figures"] ?? [:]
        let survivors = try ReadWorld(folder).survivors
        for (name, months) in periods {
            for (measure, count) in plainFigures(of: survivors, in: interval(months)) {
                let (kpi, part) = (measure.prefix { $0 != " " }, measure.drop { $0 != " " })
                #expect(figures["\(kpi) \(name)\(part)"] == count, "\(kpi) \(name)\(part)")
            }
        }
    }

    @Test func `has the answers of the survey`() throws {
        let folder = try GeneratedFolder(cases: 10_000, seed: 4)
        let truth = try folder.truth()
        let file = truth["surveys/kiosk-2025.csv"] ?? [:]
        let figures = truth["figures"] ?? [:]
        let lines = ReferenceReader.split(
            try folder.bytes("surveys/kiosk-2025.csv"), delimiter: UInt8(ascii: ";")
        ).dropFirst().map { $0.map { String(decoding: $0, as: UTF8.self) } }
        let without = lines.count { $0[7] == "Không ý kiến" }
        #expect(lines.allSatisfy { $0.count == 8 })
        #expect(file["read"] == lines.count)
        #expect(file["answers without opinion"] == without)
        #expect(file["responses"] == Set(lines.map { $0[0] }).count)
        #expect(file["answers without case"] == lines.count { $0[1].isEmpty })
        for (name, months) in periods {
            let period = interval(months)
            let inside = lines.filter {
                guard let instant = ReferenceReader.slashed($0[4]).value else { return false }
                return period.contains(instant) && $0[7] != "Không ý kiến"
            }
            let topTwo = inside.count { ["Rất hài lòng", "Hài lòng"].contains($0[7]) }
            #expect(figures["satisfaction-answers \(name) value"] == inside.count)
            #expect(figures["satisfaction-share \(name) numerator"] == topTwo)
            #expect(figures["satisfaction-share \(name) denominator"] == inside.count)
        }
    }

    private var periods: [(name: String, months: ClosedRange<Int>)] {
        [("2025", 1...12)] + (1...2).map { ("2025-H\($0)", $0 * 6 - 5...$0 * 6) }
            + (1...4).map { ("2025-Q\($0)", $0 * 3 - 2...$0 * 3) }
            + (1...12).map { ($0 < 10 ? "2025-0\($0)" : "2025-\($0)", $0...$0) }
    }

    /// Seconds from the first day of a month to the last of another.
    private func interval(_ months: ClosedRange<Int>) -> Range<Int64> {
        let start = CivilDate(year: 2025, month: months.lowerBound, day: 1)
        let end =
            months.upperBound == 12
            ? CivilDate(year: 2026, month: 1, day: 1)
            : CivilDate(year: 2025, month: months.upperBound + 1, day: 1)
        return (start?.instant ?? 0)..<(end?.instant ?? 0)
    }

    /// The KPIs in the words of their files, a filter each.
    private func plainFigures(
        of cases: [ReferenceCase], in period: Range<Int64>
    ) -> [String: Int] {
        let end = period.upperBound
        let accepted = cases.filter { $0.accepted ?? .max < end }
        let received = accepted.filter { period.contains($0.accepted ?? 0) }
        let finished = accepted.filter { $0.isFinished && period.contains($0.ended ?? 0) }
        let promised = finished.filter { $0.due != nil }
        let open = accepted.filter { $0.ended ?? .max >= end }
        let handled = accepted.filter { $0.due != nil && $0.ended ?? .max >= period.lowerBound }
        let inTime = handled.filter {
            if let ended = $0.ended, ended < end { return ended <= $0.due ?? 0 }
            return $0.due ?? 0 >= end || $0.status == "waiting_supplement"
        }
        let onTime = received.filter {
            $0.isFinished && $0.ended ?? .max < end && $0.ended ?? .max <= $0.due ?? .max
        }
        return [
            "received value": received.count,
            "online-share numerator": received.count { $0.channel == "Trực tuyến" },
            "online-share denominator": received.count,
            "finished value": finished.count,
            "on-time-of-finished numerator": promised.count { $0.ended ?? 0 <= $0.due ?? 0 },
            "on-time-of-finished denominator": promised.count,
            "on-time-of-received numerator": onTime.count,
            "on-time-of-received denominator": received.count,
            "on-time-766 numerator": inTime.count,
            "on-time-766 denominator": handled.count,
            "open-at-period-end value": open.count,
            "overdue-open-at-period-end value": open.count { $0.due ?? .max < end },
            "peak-overdue-open value": peakOverdue(of: accepted, in: period),
        ]
    }

    /// Counts anew at each instant at which a case becomes overdue.
    private func peakOverdue(of accepted: [ReferenceCase], in period: Range<Int64>) -> Int {
        let overdue = accepted.filter {
            let due = $0.due ?? .max
            return due < period.upperBound && due < $0.ended ?? .max
        }
        let instants = overdue.map { max($0.due ?? 0, $0.accepted ?? 0, period.lowerBound) }
        return instants.map { instant in
            overdue.count {
                max($0.due ?? 0, $0.accepted ?? 0) <= instant && $0.ended ?? .max > instant
            }
        }.max() ?? 0
    }
}

/// All exports of a world, read and deduplicated in the plainest way.
struct ReadWorld {
    var readings: [String: ReferenceReading] = [:]
    var survivors: [ReferenceCase] = []
    /// Older versions in each file.
    var superseded: [String: Int] = [:]
    /// Identities whose records name several procedures, or several due dates.
    var contradictions = 0
    var changedDues = 0
    /// Codes that both sources hold.
    var sharedCodes = 0

    init(_ folder: borrowing GeneratedFolder) throws {
        var records: [String: [(file: String, read: ReferenceCase)]] = [:]
        for file in folder.world.files where !file.contains(" (1)") {
            guard file.hasPrefix("cases/") || file.hasPrefix("xml/") else { continue }
            let bytes = try folder.bytes(file)
            let reading =
                file.hasPrefix("xml/")
                ? ReferenceReader.readSync(bytes) : ReferenceReader.readList(bytes)
            readings[file] = reading
            for read in reading.cases {
                records["\(read.source) \(read.code)", default: []].append((file, read))
            }
        }
        for versions in records.values {
            let latest = versions.map { $0.read.updated ?? .min }.max()
            let kept = versions.filter { ($0.read.updated ?? .min) == latest }
            for loser in versions where (loser.read.updated ?? .min) != latest {
                superseded[loser.file, default: 0] += 1
            }
            if let survivor = kept.first?.read {
                survivors.append(survivor)
                // Records of one case with one time of change must not differ in anything.
                guard kept.allSatisfy({ $0.read == survivor }) else { throw Ambiguous() }
            }
            let procedures = Set(versions.map(\.read.procedure)).count
            if procedures > 1 { contradictions += 1 }
            if procedures == 1, Set(versions.map(\.read.due)).count > 1 { changedDues += 1 }
        }
        let codes = Dictionary(grouping: survivors, by: \.code)
        sharedCodes = codes.values.count { Set($0.map(\.source)).count > 1 }
    }

    /// The generator left open which record of a case survives.
    struct Ambiguous: Error {}
}
