package import Columnar

extension KPI {
    /// The figure that a tally comes to.
    package func figure(
        _ tally: Tally, period: Period, level: String, member: String, asOf: Int64
    ) throws(Exact.Overflow) -> Figure {
        let target = targetRule(level: level, member: member, period: period)?.target
        var figure = Figure(
            kpi: name, version: version, period: period, level: level, member: member,
            numerator: tally.numerator,
            denominator: denominator == nil
                ? tally.numerator.map { _ in Exact(1) } : tally.denominator,
            value: "", shown: "", status: .noCases, target: target?.number.text ?? "", met: nil)
        guard let upper = figure.numerator, let lower = figure.denominator,
            let quotient = try ExactPair(upper, over: lower).quotient()
        else { return figure }
        if tally.members < minimum {
            figure.status = .tooFew
            return figure
        }
        let value = try quotient.times(Exact(Int128(scale)))
        figure.value = value.decimalText()
        figure.shown = shown(value)
        figure.status = period.end > asOf ? .provisional : .ok
        figure.met = try target?.isMet(by: value)
        return figure
    }

    /// The value rounded half away from zero to the KPI's places, with its unit.
    private func shown(_ value: Exact) -> String {
        value.rounded(places: decimals, unit: ["", "%"].contains(unit) ? unit : " " + unit)
    }
}

extension Target {
    /// Whether the exact value reaches the target; rounding has no say.
    func isMet(by value: Exact) throws(Exact.Overflow) -> Bool {
        guard let wanted = try number.exact else { return false }
        return switch comparison {
        case .atLeast: !(value < wanted)
        case .atMost: !(wanted < value)
        case .exactly: value == wanted
        }
    }
}

extension DecimalNumber {
    /// The number as a rational.
    var exact: Exact? {
        get throws(Exact.Overflow) {
            var power = Exact(1)
            for _ in 0..<places { power = try power.times(Exact(10)) }
            return try Exact(Int128(units)).divided(by: power)
        }
    }
}
