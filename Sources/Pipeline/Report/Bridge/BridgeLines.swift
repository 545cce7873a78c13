import Columnar
import Tabular

extension Bridge {
    /// The columns of `bridge.csv`.
    package static let header = [
        "kpi", "period", "level", "member", "part", "numerator", "denominator",
        "value_numerator", "value_denominator", "cases",
    ]

    /// The bytes of `bridge.csv`: of each figure a line for its start, its parts, its end.
    ///
    /// Start and parts add up to the end in each column of numbers; an empty one counts as 0, and
    /// values only where both ends have one. Parts that add nothing have no line.
    package var csv: [UInt8] {
        let writer = CSVWriter(formulas: .neutralized)
        var bytes: [UInt8] = []
        writer.append(Self.header, to: &bytes)
        for figure in figures {
            for line in figure.lines { writer.append(line, to: &bytes) }
        }
        return bytes
    }
}

extension BridgedFigure {
    /// The parts that add something, or in which some row brings something else.
    package var somethings: [BridgePart] { parts.filter(\.isSomething) }

    /// The figure's lines in `bridge.csv`.
    fileprivate var lines: [[String]] {
        func line(
            _ part: String, _ numerator: Exact?, _ denominator: Exact?, _ value: Exact?,
            _ cases: String
        ) -> [String] {
            [
                name.kpi, name.period, name.level, name.member, part,
                numerator?.fractionText ?? "", denominator?.fractionText ?? "",
                value.map { "\($0.numerator)" } ?? "", value.map { "\($0.denominator)" } ?? "",
                cases,
            ]
        }
        let parts = somethings.map { part in
            line(part.word, part.numerator, part.denominator, part.value, "\(part.caseCount)")
        }
        return [line("from", from.numerator, from.denominator, from.value, "")] + parts
            + [line("to", to.numerator, to.denominator, to.value, "")]
    }
}

extension Bridge {
    /// One JSON object a figure, a line each.
    package var json: String {
        var bytes: [UInt8] = []
        for figure in figures { bytes += figure.json.bytes + [UInt8(ascii: "\n")] }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension BridgedFigure {
    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("kpi", text: name.kpi)
        line.add("period", text: name.period)
        line.add("level", text: name.level)
        line.add("member", text: name.member)
        line.add("from_run", text: runs.from)
        line.add("to_run", text: runs.to)
        line.add("from", list: [from.json])
        line.add("parts", list: somethings.map(\.json))
        line.add("to", list: [to.json])
        return line
    }
}

extension BridgeEnd {
    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("version", number: version)
        line.add("numerator", text: numerator?.fractionText ?? "")
        line.add("denominator", text: denominator?.fractionText ?? "")
        line.add("value", text: value?.fractionText ?? "")
        line.add("shown", text: shown)
        line.add("status", text: status?.rawValue ?? "absent")
        return line
    }
}

extension BridgePart {
    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("part", text: word)
        line.add("numerator", text: numerator.fractionText)
        line.add("denominator", text: denominator.fractionText)
        line.add("value", text: value?.fractionText ?? "")
        line.add("holds", text: holds.map(\.rawValue).joined(separator: "+"))
        line.add("case_count", number: caseCount)
        line.add("kinds", list: kinds.map(\.json))
        line.add("cases", list: cases.map(\.json))
        return line
    }
}

extension BridgeKind {
    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("kind", text: kind.rawValue)
        line.add("cases", number: count)
        line.add("numerator", text: numerator?.fractionText ?? "")
        line.add("denominator", text: denominator?.fractionText ?? "")
        return line
    }
}

extension BridgeCase {
    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("case", text: id)
        line.add("before", text: before.text(in: .english))
        line.add("after", text: after.text(in: .english))
        line.add("file", text: file)
        line.add("record", number: record)
        line.add("clause", text: clause)
        return line
    }
}
