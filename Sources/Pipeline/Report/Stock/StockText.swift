import Columnar

extension StockReport {
    /// The report as a terminal shows it.
    package var text: [String] {
        var text = ledger.lines
        if lines.isEmpty { text.append("note: no line of \(run) is such a one") }
        if let earlier {
            text +=
                changes.isEmpty
                ? ["", "openings are what \(earlier) published as closing"]
                : ["", "closed otherwise by \(earlier) (published − present = residue):"]
                    + difference.lines
        }
        if !breaks.isEmpty {
            text += ["", "cases that the flows do not explain:"] + table(breaks).lines
        }
        if !changed.isEmpty { text += ["", "cases that changed since:"] + table(changed).lines }
        return text
    }

    private var ledger: TextTable {
        var table = TextTable(
            [
                "Kỳ/period", "member", "Tháng nhận/cohort", "Tồn đầu/opening", "Nhận/received",
                "Xong/finished", "Rút/withdrawn", "Tồn cuối/closing", "Lệch/residue",
            ], [.left, .left, .left, .right, .right, .right, .right, .right, .right])
        for line in lines { table.append([line[0]] + line[4...]) }
        return table
    }

    private var difference: TextTable {
        var table = TextTable(
            [
                "Kỳ/period", "member", "Tháng nhận/cohort", "Đã công bố/published",
                "Nay/present", "Lệch/residue",
            ], [.left, .left, .left, .right, .right, .right])
        for change in changes {
            table.append(
                [change.period, change.member, change.cohort]
                    + [change.published, change.present, change.residue].map { String($0) })
        }
        return table
    }

    private func table(_ cases: [StockCase]) -> TextTable {
        var table = TextTable(
            [
                "Kỳ/period", "Tháng nhận/cohort", "Lệch/residue", "reason", "Lý do",
                "Mã hồ sơ/case", "unit", "Nhận/accepted", "Kết thúc/closed", "file:record",
            ], [.left, .left, .right, .left, .left, .left, .left, .left, .left, .left])
        for named in cases {
            table.append([
                named.period, named.cohort, String(named.residue), named.reason.rawValue,
                named.reason.vietnamese, named.id, named.unit, instantText(named.opened),
                instantText(named.closed), "\(named.file):\(named.record)",
            ])
        }
        return table
    }
}
