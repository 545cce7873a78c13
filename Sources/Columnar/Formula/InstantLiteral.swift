/// The texts inside `date '…'` and `timestamp '…'`.
enum InstantLiteral {
    /// Local seconds of `2025-01-31`, null if there is no such day.
    static func date(_ text: String) -> Int64? {
        guard let fields = fields(text, form: "####-##-##") else { return nil }
        return CivilDate(year: fields[0], month: fields[1], day: fields[2])?.instant
    }

    /// Local seconds of `2025-01-31 08:00:00`, null if there is no such moment.
    static func timestamp(_ text: String) -> Int64? {
        guard let fields = fields(text, form: "####-##-## ##:##:##"),
            let date = CivilDate(year: fields[0], month: fields[1], day: fields[2]),
            fields[3] < 24, fields[4] < 60, fields[5] < 60
        else { return nil }
        return date.instant + Int64(fields[3] * 3_600 + fields[4] * 60 + fields[5])
    }

    /// `2025-01-31` for an instant at midnight.
    static func dateText(_ instant: Int64) -> String {
        CivilDate(of: instant).text
    }

    /// `2025-01-31 08:00:00` for an instant.
    static func timestampText(_ instant: Int64) -> String {
        let date = CivilDate(of: instant)
        let second = instant - date.instant
        let parts = [second / 3_600, second / 60 % 60, second % 60]
        let time = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(date.text) \(time)"
    }

    /// The numbers where the form has `#`, the other characters equal.
    private static func fields(_ text: String, form: String) -> [Int]? {
        guard text.utf8.count == form.utf8.count else { return nil }
        var fields = [0]
        for (byte, wanted) in zip(text.utf8, form.utf8) {
            if wanted == UInt8(ascii: "#") {
                guard (0x30...0x39).contains(byte) else { return nil }
                fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int(byte - 0x30)
            } else {
                guard byte == wanted else { return nil }
                fields.append(0)
            }
        }
        return fields
    }
}
