import Columnar
import Pipeline
import Testing

@Suite struct `Cases of a generated world` {
    @Test func `arrive in office hours and are due when the working calendar says`() throws {
        let folder = try GeneratedFolder(cases: 5000, seed: 11)
        let terms = try catalogueTerms(folder)
        let calendar = try WorkingCalendar(officeRules)
        let survivors = try ReadWorld(folder).survivors
        var promised = 0
        var kept = 0
        for read in survivors {
            guard let accepted = read.accepted else { continue }
            let day = dayNumber(of: accepted)
            #expect(calendar.isWorkingDay(day) == true)
            #expect(calendar.workingSeconds(from: accepted, to: accepted + 1) == 1)
            guard let due = read.due, let term = terms[read.procedure] else { continue }
            promised += 1
            if due == expectedDue(accepted, term, calendar) { kept += 1 }
        }
        // The others were extended, or paused for a supplement.
        #expect(promised > 3000)
        #expect(kept * 100 / promised >= 85)
    }

    @Test func `took the working time that the truth adds up`() throws {
        let folder = try GeneratedFolder(cases: 5000, seed: 12)
        let figures = try folder.truth()["figures"] ?? [:]
        let calendar = try WorkingCalendar(officeRules)
        var worked: [Int] = []
        for read in try ReadWorld(folder).survivors where read.isFinished {
            let (start, end) = try (#require(read.accepted), #require(read.ended))
            guard end >= start else { continue }
            worked.append(Int(try #require(calendar.workingSeconds(from: start, to: end))))
        }
        worked.sort()
        #expect(figures["mean-working-days 2025 numerator"] == worked.reduce(0, +))
        #expect(figures["mean-working-days 2025 denominator"] == worked.count * 28_800)
        #expect(figures["median-working-days 2025 upper"] == worked[worked.count / 2])
        #expect(figures["median-working-days 2025 lower"] == worked[(worked.count - 1) / 2])
    }

    /// 7:00–11:30 and 13:30–17:00, Monday to Friday, and the closures of 2025 and 2026.
    private var officeRules: WorkingRules {
        let open = [
            WorkingInterval(start: 25_200, end: 41_400),
            WorkingInterval(start: 48_600, end: 61_200),
        ]
        func days(_ year: Int, _ list: [(Int, Int)]) -> [CivilDate] {
            list.compactMap { CivilDate(year: year, month: $0.0, day: $0.1) }
        }
        let closed =
            days(
                2025,
                [
                    (1, 1), (1, 27), (1, 28), (1, 29), (1, 30), (1, 31), (4, 7), (4, 30), (5, 1),
                    (5, 2), (9, 1), (9, 2),
                ])
            + days(
                2026,
                [
                    (1, 1), (1, 2), (2, 16), (2, 17), (2, 18), (2, 19), (2, 20), (4, 27), (4, 30),
                    (5, 1),
                ])
        let makeUp = days(2025, [(4, 26)]) + days(2026, [(1, 10)])
        let bounds = days(2024, [(12, 1)]) + days(2026, [(6, 30)])
        return WorkingRules(
            weekdays: Array(repeating: open, count: 5) + [[], []], closed: closed,
            extra: makeUp.map { ExtraWorkingDay($0, hours: .like(.friday)) },
            first: bounds[0], last: bounds[1])
    }

    private func catalogueTerms(
        _ folder: borrowing GeneratedFolder
    ) throws -> [String: (count: Int, unit: String)] {
        let lines = ReferenceReader.split(
            try folder.bytes("procedures.csv"), delimiter: UInt8(ascii: ","))
        var terms: [String: (count: Int, unit: String)] = [:]
        for line in lines.dropFirst() {
            let fields = line.map { String(decoding: $0, as: UTF8.self) }
            #expect(fields.count == 6)
            if let count = Int(fields[4]) { terms[fields[0]] = (count, fields[5]) }
        }
        #expect(lines.count == 201)
        #expect(terms.count == 190)
        return terms
    }

    private func expectedDue(
        _ accepted: Int64, _ term: (count: Int, unit: String), _ calendar: WorkingCalendar
    ) -> Int64? {
        let day = dayNumber(of: accepted)
        let time = accepted - Int64(day) * secondsPerDay
        switch term.unit {
        case "working_hour":
            return calendar.add(workingSeconds: Int64(term.count) * 3600, to: accepted)
        case "working_day":
            return calendar.add(workingDays: term.count, to: day).map {
                Int64($0) * secondsPerDay + time
            }
        default:
            var due = day + term.count
            while calendar.isWorkingDay(due) == false { due += 1 }
            return Int64(due) * secondsPerDay + time
        }
    }
}
