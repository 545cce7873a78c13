import Columnar

/// Checks that scorecards and what they count fit together, before any row is read.
struct ScorecardChecking {
    let scorecards: [Scorecard]
    let kpis: [KPI]
    let periods: ReportingPeriods
    let log: FaultLog

    /// Reports all that does not fit.
    func check() {
        for scorecard in scorecards {
            checkNames(scorecard)
            checkSums(scorecard)
            for line in scorecard.lines { check(line, of: scorecard) }
        }
        checkSuccession()
        checkCycles()
    }

    /// A line of one name may follow another, not stand beside it.
    private func checkNames(_ scorecard: Scorecard) {
        for (index, line) in scorecard.lines.enumerated() {
            let earlier = scorecard.lines[..<index].first {
                $0.name == line.name && $0.validity.overlaps(line.validity)
            }
            guard let earlier else { continue }
            report(.overlappingLines(line.name, other: earlier.place), at: line.place)
        }
    }

    /// On every day weights are a whole, and maxima what the total says.
    private func checkSums(_ scorecard: Scorecard) {
        // What an item that cannot be read would add is not known.
        guard scorecard.isWhole, let first = scorecard.lines.first else { return }
        if let other = scorecard.lines.first(where: { $0.isWeight != first.isWeight }) {
            report(.mixedWeights(scorecard: scorecard.name), at: other.place)
            return
        }
        var last: Exact?
        for day in days(of: scorecard) {
            guard let sum = try? sum(scorecard.lines(inForceAt: day)), sum != last else { continue }
            last = sum
            let from = day == .min ? nil : CivilDate(of: day).text
            let text = sum.decimalText()
            if let most = scorecard.total.most {
                if sum != most {
                    report(
                        .maximumSum(
                            scorecard: scorecard.name, sum: text, declared: most.decimalText(),
                            from: from),
                        at: scorecard.place)
                }
            } else if first.isWeight, sum != Exact(1), sum != Exact(100) {
                report(
                    .weightSum(scorecard: scorecard.name, sum: text, from: from),
                    at: scorecard.place)
            }
        }
    }

    private func sum(_ lines: [ScorecardLine]) throws(Exact.Overflow) -> Exact {
        var sum = Exact(0)
        for line in lines { sum = try sum.plus(line.weight) }
        return sum
    }

    /// The days from which on other lines are in force, within the scorecard's validity.
    private func days(of scorecard: Scorecard) -> [Int64] {
        let first = scorecard.validity.from ?? .min
        let bounds = scorecard.lines.flatMap { [$0.validity.from, $0.validity.until] }
        let within = bounds.compactMap(\.self).filter {
            $0 > first && $0 < scorecard.validity.until ?? .max
        }
        return Array(Set([first] + within)).sorted()
    }

    private func check(_ line: ScorecardLine, of scorecard: Scorecard) {
        guard let (name, versions) = counted(line.source) else { return }
        guard !versions.isEmpty else { return reportUnknown(line) }
        let span = line.validity.within(scorecard.validity)
        let used = versions.filter { $0.validity.overlaps(span) }
        checkForce(name, used.map(\.validity), span, at: line.place)
        for counted in used {
            check(counted, line, of: scorecard)
            if line.needsTarget, !counted.hasTarget {
                report(.noTarget(kpi: name, version: counted.version), at: line.place)
            }
        }
    }

    /// One version of what a line counts, as far as days, levels, periods and targets go.
    private struct Counted {
        let name: String
        let version: Int
        let validity: Validity
        let levels: [String]
        let every: [Grain]
        let hasTarget: Bool
    }

    /// The versions of what a line counts; nil where it counts nothing.
    private func counted(_ source: ScorecardLine.Source) -> (name: String, [Counted])? {
        switch source {
        case .undocumented: nil
        case .kpi(let name):
            (
                name,
                kpis.filter { $0.name == name }.map {
                    Counted(
                        name: name, version: $0.version, validity: $0.validity,
                        levels: $0.levels.map(\.name), every: $0.every,
                        hasTarget: !$0.targets.isEmpty)
                }
            )
        case .scorecard(let name):
            (
                name,
                scorecards.filter { $0.name == name }.map {
                    // A total has no target of its own; the share of months is a KPI's matter.
                    Counted(
                        name: name, version: $0.version, validity: $0.validity,
                        levels: $0.levels, every: $0.every, hasTarget: false)
                }
            )
        }
    }

    private func reportUnknown(_ line: ScorecardLine) {
        switch line.source {
        case .undocumented: break
        case .kpi(let name):
            report(
                .unknownKPI(name), at: line.place,
                suggestion: nearest(to: name, among: kpis.map(\.name)))
        case .scorecard(let name):
            report(
                .unknownScorecard(name), at: line.place,
                suggestion: nearest(to: name, among: scorecards.map(\.name)))
        }
    }

    private func check(_ counted: Counted, _ line: ScorecardLine, of scorecard: Scorecard) {
        for level in scorecard.levels where !counted.levels.contains(level) {
            report(
                .lacksLevel(of: counted.name, version: counted.version, level: level),
                at: line.place)
        }
        let computed = periods.grains
        var reported: [Grain] = []
        for grain in scorecard.every.isEmpty ? computed : scorecard.every {
            var needed = grain
            if let each = line.each {
                needed = grain.part(each)
                if let length = grain.length, each.months >= length.months {
                    report(
                        .eachNotShorter(each: needed.word, period: grain.word), at: line.place)
                    continue
                }
            }
            guard !reported.contains(needed) else { continue }
            reported.append(needed)
            let isComputed = line.each == nil || computed.contains(needed)
            if !(counted.every.isEmpty || counted.every.contains(needed)) || !isComputed {
                report(
                    .lacksPeriod(
                        of: counted.name, version: counted.version, period: needed.word),
                    at: line.place)
            }
        }
    }

    /// While a line is in force, what it counts must be.
    private func checkForce(
        _ name: String, _ validities: [Validity], _ span: Validity, at place: PlanPlace
    ) {
        var day = span.from ?? .min
        for validity in validities.sorted(by: { $0.from ?? .min < $1.from ?? .min }) {
            if validity.from ?? .min > day { break }
            day = max(day, validity.until ?? .max)
        }
        guard day < span.until ?? .max else { return }
        let text = day == .min ? "the beginning" : CivilDate(of: day).text
        report(.notInForce(name, from: text), at: place)
    }

    private func checkSuccession() {
        checkVersions(scorecards, log: log) { other, scorecard, _ in
            .scorecard(
                .overlappingVersions(
                    scorecard: scorecard.name, versions: [other.version, scorecard.version],
                    other: other.place))
        } gap: { earlier, later, _ in
            .scorecard(
                .gapBetweenVersions(
                    scorecard: later.name, versions: [earlier.version, later.version]))
        }
    }

    /// A chain of scorecards that comes back to its beginning is told once, at its first name.
    private func checkCycles() {
        var told: Set<String> = []
        for scorecard in scorecards where !told.contains(scorecard.name) {
            guard let chain = chain(from: scorecard.name, to: scorecard.name, by: []) else {
                continue
            }
            told.formUnion(chain)
            report(.cycle([scorecard.name] + chain), at: scorecard.place)
        }
    }

    /// The names from one scorecard back to another, the last included; nil where no way leads.
    private func chain(from name: String, to goal: String, by seen: [String]) -> [String]? {
        let counted = scorecards.filter { $0.name == name }.flatMap(\.lines).compactMap { line in
            if case .scorecard(let inner) = line.source { inner } else { nil as String? }
        }
        for inner in counted {
            if inner == goal { return [inner] }
            guard !seen.contains(inner) else { continue }
            if let rest = chain(from: inner, to: goal, by: seen + [inner]) { return [inner] + rest }
        }
        return nil
    }

    private func report(
        _ fault: ScorecardFault, at place: PlanPlace, suggestion: String? = nil
    ) {
        log.report(.scorecard(fault), at: place, suggestion: suggestion)
    }
}

extension ScorecardLine {
    /// Whether its points rest on a target of what it counts.
    fileprivate var needsTarget: Bool {
        if case .target = points { true } else { each != nil }
    }
}
