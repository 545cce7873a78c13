import Columnar
import Synchronization

/// The calendars that due dates need, made when they are first asked for.
///
/// There may be one for each unit with hours of its own and each notice; most are never needed.
final class ClockCalendars: Sendable {
    /// Which calendar is meant.
    struct Key: Hashable {
        /// 0: the hours of the agency; else those of a unit, by its place behind that.
        var hours: Int
        /// So many publications are known.
        var known: Int
        var use: MakeUpCounting.Use
    }

    /// The instants from which one notice more was known.
    let publications: [Int64]
    /// By number of known publications: the days that the others tell of, ascending.
    private let unknown: [[Int]]
    private let calendar: PlanCalendar
    private let places: [String: Int]
    private let made = Mutex<[Key: WorkingCalendar]>([:])

    init(_ calendar: PlanCalendar) {
        self.calendar = calendar
        publications = calendar.publications
        unknown = (0...publications.count).map { [publications] known in
            let hidden = Set(publications[known...])
            return calendar.days.filter {
                $0.published.map { hidden.contains($0.instant) } ?? false
            }
            .map(\.date.dayNumber).sorted()
        }
        places = Dictionary(
            calendar.units.enumerated().map { ($0.element.unit, $0.offset + 1) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Whether days that make up for others count for terms as they do for working time.
    var isOneForBothUses: Bool {
        calendar.makeUpCounts.due == calendar.makeUpCounts.workingTime
    }

    /// First and last day of the years that are known.
    var coverage: ClosedRange<CivilDate> { calendar.coverage }

    /// Number of different hours, the agency's among them.
    var hoursCount: Int { calendar.units.count + 1 }

    /// Which hours a unit keeps.
    func hours(of unit: String) -> Int { places[unit] ?? 0 }

    /// How many publications were known on the day of an instant.
    func knowledge(at instant: Int64) -> Int {
        var known = publications.count
        while known > 0, publications[known - 1] > instant { known -= 1 }
        return known
    }

    /// Whether a day between two, both of them included, is told of by a later publication.
    ///
    /// Where none is, a term from one to the other ends on the same day by what was known then.
    func hides(_ days: ClosedRange<Int>, known: Int) -> Bool {
        unknown[known].contains { days.contains($0) }
    }

    /// The calendar; its rules were checked with the plan.
    func working(_ key: Key) -> WorkingCalendar {
        made.withLock { made in
            if let calendar = made[key] { return calendar }
            let instant = key.known < publications.count ? publications[key.known] - 1 : nil
            let unit = key.hours > 0 ? calendar.units[key.hours - 1].unit : nil
            let built = try? calendar.working(knownAt: instant, unit: unit, for: key.use)
            made[key] = built ?? .empty
            return built ?? .empty
        }
    }
}

/// Calendars at hand for one piece of a table, without a lock for each row.
struct CalendarShelf {
    private let calendars: ClockCalendars
    private var shelf: [WorkingCalendar?]
    private let width: Int

    init(_ calendars: ClockCalendars) {
        self.calendars = calendars
        width = calendars.publications.count + 2
        shelf = Array(repeating: nil, count: width * calendars.hoursCount)
    }

    /// The calendar for terms with some hours, by so many publications.
    mutating func due(hours: Int, known: Int) -> WorkingCalendar {
        take(hours * width + known, .init(hours: hours, known: known, use: .due))
    }

    /// The calendar for working time with some hours, by all that is known.
    mutating func workingTime(hours: Int) -> WorkingCalendar {
        let all = calendars.publications.count
        if calendars.isOneForBothUses { return due(hours: hours, known: all) }
        return take(
            hours * width + all + 1, .init(hours: hours, known: all, use: .workingTime))
    }

    private mutating func take(_ place: Int, _ key: ClockCalendars.Key) -> WorkingCalendar {
        if let calendar = shelf[place] { return calendar }
        let calendar = calendars.working(key)
        shelf[place] = calendar
        return calendar
    }
}
