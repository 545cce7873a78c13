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
        let span = line.validity.within(scorecard.validity)
        switch line.source {
        case .undocumented: break
        case .kpi(let name):
            let versions = kpis.filter { $0.name == name }
            guard !versions.isEmpty else {
                report(
                    .unknownKPI(name), at: line.place,
                    suggestion: nearest(to: name, among: kpis.map(\.name)))
                return
            }
            let used = versions.filter { $0.validity.overlaps(span) }
            checkForce(name, used.map(\.validity), span, at: line.place)
            for kpi in used {
                let counted = Counted(
                    name: name, version: kpi.version, levels: kpi.levels.map(\.name),
                    every: kpi.every)
                check(counted, line, of: scorecard)
                if needsTarget(line), kpi.targets.isEmpty {
                    report(.noTarget(kpi: name, version: kpi.version), at: line.place)
                }
            }
        case .scorecard(let name):
            let versions = scorecards.filter { $0.name == name }
            guard !versions.isEmpty else {
                report(
                    .unknownScorecard(name), at: line.place,
                    suggestion: nearest(to: name, among: scorecards.map(\.name)))
                return
            }
            let used = versions.filter { $0.validity.overlaps(span) }
            checkForce(name, used.map(\.validity), span, at: line.place)
            for inner in used {
                let counted = Counted(
                    name: name, version: inner.version, levels: inner.levels, every: inner.every)
                check(counted, line, of: scorecard)
            }
            if case .target = line.points {
                report(.noTarget(kpi: name, version: used.first?.version ?? 0), at: line.place)
            }
        }
    }

    /// What a line counts, as far as levels and periods go.
    private struct Counted {
        let name: String
        let version: Int
        let levels: [String]
        let every: [Grain]
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

    private func needsTarget(_ line: ScorecardLine) -> Bool {
        if case .target = line.points { true } else { line.each != nil }
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
        let named = scorecards.filter { !$0.name.isEmpty && $0.version > 0 }
        for (index, scorecard) in named.enumerated() {
            for other in named[..<index] where other.name == scorecard.name {
                if other.version == scorecard.version {
                    log.report(
                        .nameTwice(
                            "\(scorecard.name) version \(scorecard.version)", first: other.place),
                        at: scorecard.place)
                } else if scorecard.validity.overlaps(other.validity) {
                    report(
                        .overlappingVersions(
                            scorecard: scorecard.name,
                            versions: [other.version, scorecard.version], other: other.place),
                        at: scorecard.place)
                }
            }
        }
        let byStart = named.sorted { left, right in
            left.name == right.name
                ? left.validity.from ?? .min < right.validity.from ?? .min
                : precedes(left.name, right.name)
        }
        for (earlier, later) in zip(byStart, byStart.dropFirst()) where earlier.name == later.name {
            guard let end = earlier.validity.until, let start = later.validity.from, end < start
            else { continue }
            report(
                .gapBetweenVersions(
                    scorecard: later.name, versions: [earlier.version, later.version]),
                at: later.place)
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

extension Validity {
    /// The days that both have.
    func within(_ other: Validity) -> Validity {
        let from = [from, other.from].compactMap(\.self).max()
        return Validity(from: from, until: [until, other.until].compactMap(\.self).min())
    }
}
