import Columnar

extension TargetsPage {
    /// The page as one JSON object a line: targets, expectations with exact pairs, warnings.
    package var json: String {
        var objects: [JSONLine] = lines.map(\.json)
        for found in fairness { objects += expectations(of: found) }
        var bytes: [UInt8] = []
        for object in objects {
            bytes += object.bytes
            bytes.append(UInt8(ascii: "\n"))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func expectations(of found: KPIFairness) -> [JSONLine] {
        let members = (found.members ?? []).map { member in
            var object = begun("expectation", of: found.kpi)
            object.add("level", text: level)
            object.add("member", text: member.member)
            object.add("rows", number: member.rows)
            object.add("alone", number: member.alone)
            object.add("numerator", text: member.observed.numerator.decimalText())
            object.add("denominator", text: member.observed.denominator.decimalText())
            object.add("expected", pair: member.expected)
            object.add("ratio", pair: member.ratio)
            object.add("ratio_shown", text: member.ratio?.rounded(places: 4) ?? "")
            object.add("expected_value", text: member.value.rounded(places: 12))
            object.add("differs", flag: member.differs)
            return object
        }
        let warnings = found.warnings.map { warning in
            var object = begun("warning", of: found.kpi)
            object.add("level", text: level)
            object.add("target", text: warning.rule.target.text)
            object.add("members", number: warning.memberCount)
            object.add("differing", text: warning.differing.joined(separator: " "))
            return object
        }
        return members + warnings
    }

    private func begun(_ kind: String, of kpi: KPI) -> JSONLine {
        var object = JSONLine()
        object.add("kind", text: kind)
        object.add("kpi", text: kpi.name)
        object.add("version", number: kpi.version)
        object.add("period", text: period.name)
        return object
    }
}

extension TargetLine {
    fileprivate var json: JSONLine {
        var object = JSONLine()
        object.add("kind", text: "target")
        object.add("kpi", text: kpi)
        object.add("version", number: version)
        object.add("level", text: level)
        object.add("members", text: members.joined(separator: " "))
        object.add("member_count", number: memberCount)
        object.add("target", text: rule.target.text)
        object.add("period", text: rule.period.word)
        object.add("in_force", text: rule.validity.text)
        object.add("reason", text: rule.reason ?? "")
        return object
    }
}

extension JSONLine {
    /// Adds a ratio as its two sides in decimal digits, which may be more than a number holds.
    fileprivate mutating func add(_ key: String, pair: LargeRatio?) {
        add(key + "_numerator", text: pair?.numerator.text ?? "")
        add(key + "_denominator", text: pair?.denominator.text ?? "")
    }
}
