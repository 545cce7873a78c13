import Ledger

extension Erasure {
    /// What was done, a line each; no line says whose values they were.
    package var lines: [String] {
        var lines: [String] = []
        for object in redacted {
            let names = object.names.map(escapedControls).joined(separator: ", ")
            lines.append("redacted  \(object.object.hex)  \(names)")
            lines.append(
                object.isEmptied
                    ? "  it cannot be read to its end: nothing of it was kept · "
                        + "không đọc được hết: không giữ lại gì"
                    : "  \(object.records) records, \(object.values) values overwritten · "
                        + "\(object.records) bản ghi, \(object.values) giá trị bị ghi đè")
            if object.effect == .possible {
                lines.append(
                    "  runs read what was overwritten: they may come out otherwise, and `verify` "
                        + "says so · kết quả tính lại có thể khác, `verify` sẽ nói rõ")
            }
        }
        for input in withoutCase {
            lines.append(
                "note: records of input \(input) name no case: they were not searched · "
                    + "bản ghi của \(input) không nêu mã hồ sơ nên không được tìm")
        }
        for run in unreadable {
            lines.append(
                "warning: the pipeline files of \(run) cannot be read: what it calls personal is "
                    + "not known · không đọc được tệp quy trình của \(run)")
        }
        lines.append(
            redacted.isEmpty
                ? "nothing to erase in \(searched) files · không có gì để xóa trong \(searched) tệp"
                : "erased in \(redacted.count) of \(searched) files · "
                    + "đã xóa trong \(redacted.count) / \(searched) tệp")
        return lines
    }
}
