import Columnar

/// The made-up province and everything that happened in its year.
struct World {
    /// The year in which all cases arrive.
    static let year = 2025
    /// Midnight at which the year begins, and the one at which it ends.
    static let start = OfficeHours.day(year, 1, 1) * 86_400
    static let end = OfficeHours.day(year + 1, 1, 1) * 86_400
    /// Below this number a world has neither hazards nor versions: there would be more of them
    /// than of good cases.
    static let smallest = 1000

    let province: Province
    let hours: OfficeHours
    /// Which systems send exports.
    let formats: Set<ExportFormat>
    /// True where nothing is wrong with the way anything is written; versions there are.
    let isClean: Bool
    /// In the order of arrival.
    private(set) var cases: [GeneratedCase]

    /// The world of a seed.
    init(cases count: Int, seed: UInt64, formats: Set<ExportFormat>, isClean: Bool) {
        self.formats = formats
        self.isClean = isClean
        let province = Province(seed: seed)
        let hours = OfficeHours()
        self.province = province
        self.hours = hours
        var biographies = Biographies(province: province, hours: hours, seed: seed)
        var drawn: [GeneratedCase] = []
        drawn.reserveCapacity(count)
        forEachArrival(of: count, hours: hours, seed: seed) { arrival in
            drawn.append(biographies.draw(arrivingAt: arrival))
        }
        cases = drawn
        guard count >= Self.smallest else { return }
        if !isClean { placeHazards(seed: seed) }
        placeVersions(seed: seed)
    }

    /// The system whose export holds a case.
    func source(of generated: GeneratedCase) -> ExportFormat {
        guard formats.contains(.xml) else { return .csv }
        guard formats.contains(.csv) else { return .xml }
        return province.units[Int(generated.unit)].usesNationalSync ? .xml : .csv
    }

    private mutating func placeHazards(seed: UInt64) {
        var random = SplitMix64(seed: seed, for: .hazards)
        for hazard in Hazard.allCases where hazard != .none {
            for _ in 0..<quota(hazard.perMillion) {
                guard let index = pick(&random, { allows(hazard, at: $0) }) else { break }
                cases[index].suffer(hazard, hours)
            }
        }
    }

    private mutating func placeVersions(seed: UInt64) {
        var random = SplitMix64(seed: seed, for: .versions)
        for versions in GeneratedVersions.allCases where versions != .one {
            for _ in 0..<quota(versions.perMillion) {
                guard let index = pick(&random, { allows(versions, at: $0) }) else { break }
                cases[index].versions = versions
                if versions == .changedDue {
                    let due = Int(cases[index].due)
                    let extended = hours.adding(workingDays: random.within(2...5), to: due)
                    cases[index].due = Int32(truncatingIfNeeded: extended)
                }
            }
        }
    }

    private func quota(_ perMillion: Int) -> Int {
        max(1, cases.count * perMillion / 1_000_000)
    }

    /// A case that fits; nil where hundreds of draws find none, as in a world without its system.
    private func pick(_ random: inout SplitMix64, _ fits: (Int) -> Bool) -> Int? {
        for _ in 0..<2000 {
            let index = random.below(cases.count)
            if fits(index) { return index }
        }
        return nil
    }

    private func allows(_ hazard: Hazard, at index: Int) -> Bool {
        let generated = cases[index]
        guard generated.hazard == .none else { return false }
        let isListed = source(of: generated) == .csv
        switch hazard {
        case .none, .unknownStatus, .localProcedureCode: return true
        case .oldOrderUnit: return !writesOldOrder(generated)
        case .sentinelDate, .dueBeforeAccepted, .impossibleDate:
            return generated.due != GeneratedCase.never
        case .endedBeforeAccepted: return generated.status.isFinished
        case .endedWhenDue:
            return generated.status.isFinished && generated.due != GeneratedCase.never
                && generated.due > generated.arrived && generated.due <= generated.updated
        case .decomposed:
            let officer = province.officers[Int(generated.officer)]
            let place = GeneratedOfficer.Spelling.decomposed.rawValue
            return isListed && officer.spellings[place] != officer.plain
        case .codeOfOtherSource:
            return !isListed && !writesOldOrder(generated) && index > 0
                && source(of: cases[index - 1]) == .csv
        default: return isListed
        }
    }

    /// Versions only come to cases without a hazard that were brought to an end in the usual way,
    /// so that what becomes of each record follows from one fact.
    private func allows(_ versions: GeneratedVersions, at index: Int) -> Bool {
        let generated = cases[index]
        guard generated.hazard == .none, generated.versions == .one, generated.status.isFinished,
            generated.supplements == 0, generated.due != GeneratedCase.never
        else { return false }
        switch versions {
        case .resynced: return source(of: generated) == .csv
        default: return true
        }
    }

    /// True where the unit's software still wrote identifiers in the old order.
    func writesOldOrder(_ generated: GeneratedCase) -> Bool {
        !isClean && province.units[Int(generated.unit)].wroteOldOrder
            && Int(generated.arrived) < Self.oldOrderUntil
    }

    /// The reorganisation of 2025, at which the last systems were moved to the new order.
    private static let oldOrderUntil = OfficeHours.day(year, 7, 1) * 86_400
}

extension GeneratedCase {
    /// Puts a hazard on the case, and changes what happened where the hazard is about that.
    fileprivate mutating func suffer(_ new: Hazard, _ hours: OfficeHours) {
        hazard = new
        switch new {
        case .sentinelDate:
            due = Self.never
            dueFirst = Self.never
        case .endedBeforeAccepted: ended = arrived - 2 * 3600
        case .dueBeforeAccepted:
            due = arrived - 86_400
            dueFirst = due
        case .endedWhenDue: ended = due
        case .toneMoved:
            // The first officer of each unit has a name that is spelled two ways.
            officer -= officer % UInt16(Province.officersPerUnit)
        default: break
        }
    }
}
