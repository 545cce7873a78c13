/// Tells what becomes of each case: who files it where, when it is due, how it ends.
struct Biographies {
    private let province: Province
    private let hours: OfficeHours
    private var random: SplitMix64
    private var day = 0
    private var sequences: [UInt32]

    init(province: Province, hours: OfficeHours, seed: UInt64) {
        self.province = province
        self.hours = hours
        random = SplitMix64(seed: seed, for: .cases)
        sequences = Array(repeating: 0, count: province.units.count)
    }

    /// The whole story of the case that arrives next.
    mutating func draw(arrivingAt arrival: Arrival) -> GeneratedCase {
        let number = province.demand[random.below(province.demand.count)]
        let procedure = province.procedures[Int(number)]
        let unit = province.unit(for: procedure, &random)
        let officer = unit * Province.officersPerUnit + random.below(Province.officersPerUnit)
        var generated = GeneratedCase(
            arrived: Int32(truncatingIfNeeded: arrival.instant),
            submitted: 0, updated: 0, sequence: nextSequence(of: unit, on: arrival.day),
            owner: UInt16(random.below(PersonNames.owners)), officer: UInt16(officer),
            procedure: number, unit: UInt8(unit))
        submit(&generated)
        promise(&generated, procedure.term)
        process(&generated, procedure.term)
        return generated
    }

    private mutating func nextSequence(of unit: Int, on newDay: Int) -> UInt32 {
        if newDay != day {
            day = newDay
            for unit in sequences.indices { sequences[unit] = 0 }
        }
        sequences[unit] += 1
        return sequences[unit]
    }

    private mutating func submit(_ generated: inout GeneratedCase) {
        let lead: Int
        switch random.below(1000) {
        case ..<560:
            generated.channel = .online
            // Some wait overnight, some beyond the eight hours that the decree allows.
            lead = random.chance(perMille: 700) ? random.within(60...7200) : random.below(108_000)
        case ..<940: lead = random.below(1200)
        default:
            generated.channel = .postal
            lead = random.within(86_400...3 * 86_400)
        }
        generated.submitted = generated.arrived - Int32(lead)
    }

    private func promise(_ generated: inout GeneratedCase, _ term: GeneratedTerm) {
        let arrived = Int(generated.arrived)
        let due: Int
        switch term {
        case .immediate: return
        case .workingHours(let count):
            due = hours.instant(at: hours.position(at: arrived) + count * 3600)
        case .workingDays(let count): due = hours.adding(workingDays: count, to: arrived)
        case .calendarDays(let count): due = hours.adding(calendarDays: count, to: arrived)
        }
        generated.due = Int32(due)
        generated.dueFirst = generated.due
    }

    private mutating func process(_ generated: inout GeneratedCase, _ term: GeneratedTerm) {
        let isNew = World.end - Int(generated.arrived) < 2 * 86_400
        if isNew, generated.channel == .online, random.chance(perMille: 150) {
            return close(&generated, as: .registered, at: nil)
        }
        let opened = hours.position(at: Int(generated.arrived))
        switch random.below(1000) {
        case ..<10: close(&generated, as: .refused, at: nil)
        case ..<20:
            close(&generated, as: .withdrawn, at: opened + term.openSeconds * 2 / 5 + 600)
        case ..<25: close(&generated, as: .stopped, at: opened + term.openSeconds * 7 / 8 + 900)
        case ..<29: leaveOpen(&generated)
        default:
            let paused = supplement(&generated, term, from: opened)
            let end = opened + paused + workTime(for: term, unit: Int(generated.unit))
            let status = random.chance(perMille: 300) ? GeneratedStatus.resolved : .returned
            close(&generated, as: status, at: end)
        }
    }

    /// Open seconds from acceptance to result, pauses aside.
    private mutating func workTime(for term: GeneratedTerm, unit: Int) -> Int {
        guard term != .immediate else { return random.within(240...3600) }
        let isLate = random.chance(perMille: province.units[unit].latePerMille)
        let perMille = isLate ? random.within(1010...2500) : random.within(150...985)
        return term.openSeconds * perMille / 1000 + random.below(600)
    }

    /// Asks for supplements and moves the due date by their length; gives the open seconds of it.
    private mutating func supplement(
        _ generated: inout GeneratedCase, _ term: GeneratedTerm, from opened: Int
    ) -> Int {
        let draw = random.below(1000)
        let pauseDays = random.within(1...8)
        guard term.openSeconds >= 3 * OfficeHours.openSeconds, draw < 100 else { return 0 }
        let requested = hours.instant(at: opened + term.openSeconds / 4)
        guard requested < World.end else { return 0 }
        let supplements = draw < 15 ? 2 : 1
        generated.requested = Int32(requested)
        generated.supplements = UInt8(supplements)
        generated.pauseDays = UInt8(pauseDays)
        generated.due = Int32(
            hours.adding(workingDays: supplements * pauseDays, to: Int(generated.dueFirst)))
        return supplements * pauseDays * OfficeHours.openSeconds
    }

    /// Ends the case at an office-hours position, or leaves it open if the year ends before.
    private mutating func close(
        _ generated: inout GeneratedCase, as status: GeneratedStatus, at position: Int?
    ) {
        guard let position else {
            generated.status = status
            generated.due = GeneratedCase.never
            generated.dueFirst = GeneratedCase.never
            return update(&generated, after: Int(generated.arrived), within: 600)
        }
        let ended = hours.instant(at: position)
        guard ended < World.end - 3600 else { return leaveOpen(&generated) }
        generated.status = status
        generated.ended = Int32(ended)
        update(&generated, after: ended, within: status == .returned ? 40 * 3600 : 600)
    }

    private mutating func leaveOpen(_ generated: inout GeneratedCase) {
        if generated.supplements > 0 {
            // The year ended before the citizen answered: the first promise still stands.
            generated.status = .waitingSupplement
            generated.supplements = 1
            generated.due = generated.dueFirst
            return update(&generated, after: Int(generated.requested), within: 600)
        }
        switch random.below(100) {
        case ..<25: generated.status = .accepted
        case ..<34: generated.status = .waitingPayment
        default: generated.status = .processing
        }
        update(&generated, after: Int(generated.arrived), within: 3 * 86_400)
    }

    private mutating func update(
        _ generated: inout GeneratedCase, after instant: Int, within seconds: Int
    ) {
        let updated = instant + 120 + random.below(seconds)
        generated.updated = Int32(min(updated, World.end - 1))
    }
}

extension GeneratedTerm {
    /// About how many open seconds an office has.
    var openSeconds: Int {
        switch self {
        case .immediate: 1800
        case .workingHours(let hours): hours * 3600
        case .workingDays(let days): days * OfficeHours.openSeconds
        case .calendarDays(let days): days * OfficeHours.openSeconds * 5 / 7
        }
    }
}
