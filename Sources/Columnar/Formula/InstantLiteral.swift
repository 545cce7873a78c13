/// The texts inside `date '…'` and `timestamp '…'`.
enum InstantLiteral {
    /// Local seconds of `2025-01-31`, null if there is no such day.
    static func date(_ text: String) -> Int64? {
        fields(Array(text.utf8), form: "####-##-##").flatMap(seconds)
    }

    /// Local seconds of `2025-01-31 08:00:00`, null if there is no such moment.
    static func timestamp(_ text: String) -> Int64? {
        fields(Array(text.utf8), form: "####-##-## ##:##:##").flatMap(seconds)
    }

    /// `2025-01-31` for an instant at midnight.
    static func dateText(_ instant: Int64) -> String {
        String(timestampText(instant).prefix(10))
    }

    /// `2025-01-31 08:00:00` for an instant.
    static func timestampText(_ instant: Int64) -> String {
        let day = instant.quotientDown(86_400)
        let second = instant - day * 86_400
        let (year, month, date) = civil(day)
        let parts = [month, date, second / 3_600, second / 60 % 60, second % 60].map(twoDigits)
        let yearText = String(repeating: "0", count: max(0, 4 - "\(year)".count)) + "\(year)"
        return "\(yearText)-\(parts[0])-\(parts[1]) \(parts[2]):\(parts[3]):\(parts[4])"
    }

    private static func twoDigits(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }

    /// The numbers where the form has `#`, the other characters equal.
    private static func fields(_ text: [UInt8], form: StaticString) -> [Int64]? {
        let form = Array("\(form)".utf8)
        guard text.count == form.count else { return nil }
        var fields: [Int64] = [0]
        for (byte, wanted) in zip(text, form) {
            if wanted == UInt8(ascii: "#") {
                guard (0x30...0x39).contains(byte) else { return nil }
                fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int64(byte - 0x30)
            } else {
                guard byte == wanted else { return nil }
                fields.append(0)
            }
        }
        return fields
    }

    private static func seconds(_ fields: [Int64]) -> Int64? {
        let (year, month, date) = (fields[0], fields[1], fields[2])
        let time = fields.count == 6 ? Array(fields[3...]) : [0, 0, 0]
        guard year >= 1, (1...12).contains(month), date >= 1, time[0] < 24, time[1] < 60,
            time[2] < 60
        else { return nil }
        let day = dayNumber(year, month, date)
        guard civil(day) == (year, month, date) else { return nil }
        return day * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2]
    }

    /// Days since 1970-01-01 of a day of the proleptic Gregorian calendar.
    ///
    /// Years begin in March, so that the leap day is the last of its year.
    private static func dayNumber(_ year: Int64, _ month: Int64, _ date: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1
        let leapDays =
            marchYear.quotientDown(4) - marchYear.quotientDown(100) + marchYear.quotientDown(400)
        return marchYear * 365 + leapDays + dayOfYear - 719_468
    }

    private static func civil(_ dayNumber: Int64) -> (Int64, Int64, Int64) {
        let shifted = dayNumber + 719_468
        let era = shifted.quotientDown(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity; the divisor is positive.
    func quotientDown(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
