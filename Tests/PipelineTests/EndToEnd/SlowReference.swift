import Foundation

/// What `SmallPipeline` must make of some files, thought through with a dictionary for each row.
///
/// It shares no code with the program and knows neither columns nor batches nor threads.
struct SlowReference {
    typealias Row = [String: String]

    /// Read, accepted, duplicate, superseded, quarantined, dropped, of all files.
    private(set) var total = [0, 0, 0, 0, 0, 0]
    /// Read, quarantined, dropped, a file each; what its copies lost is not told by file.
    private(set) var byFile: [String: [Int]] = [:]
    /// The rows that count.
    private(set) var accepted: [Row] = []

    private enum Fate { case row(Row), quarantined, dropped }

    private static let columns = SmallPipeline.header.split(separator: ",").map(String.init)

    init(_ files: [(name: String, bytes: [UInt8])]) {
        var versions: [String: [Row]] = [:]
        var seen: [[UInt8]] = []
        for file in files.sorted(by: { $0.name < $1.name }) {
            let records = plainRecords(file.bytes).dropFirst()
            if seen.contains(file.bytes) {
                byFile[file.name] = [records.count, 0, 0]
                total = zip(total, [records.count, 0, records.count, 0, 0, 0]).map { $0 + $1 }
                continue
            }
            seen.append(file.bytes)
            var counts = [0, 0, 0]
            for record in records {
                counts[0] += 1
                switch Self.fate(of: record) {
                case .row(let row): versions[row["id"] ?? "", default: []].append(row)
                case .quarantined: counts[1] += 1
                case .dropped: counts[2] += 1
                }
            }
            byFile[file.name] = counts
            total = zip(total, [counts[0], 0, 0, 0, counts[1], counts[2]]).map { $0 + $1 }
        }
        for rows in versions.values { settle(rows) }
    }

    /// Of rows with one identity the latest counts; its copies are duplicates, others superseded.
    private mutating func settle(_ rows: [Row]) {
        guard let latest = rows.max(by: { Self.order($0["updated"]) < Self.order($1["updated"]) })
        else { return }
        accepted.append(latest)
        let copies = rows.filter { $0 == latest }.count
        total[1] += 1
        total[2] += copies - 1
        total[3] += rows.count - copies
    }

    private static func fate(of record: PlainRecord) -> Fate {
        var row: Row = [:]
        var isFaulty = record.isIrregular || record.fields.count != columns.count
        for (column, bytes) in zip(columns, record.fields) {
            guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
                isFaulty = true
                continue
            }
            row[column] = cleaned(text)
        }
        for column in ["accepted", "due", "resolved", "updated"] {
            if row[column] == "01/01/0001 00:00:00", column == "due" { row[column] = "" }
            if row[column] != "", moment(row[column]) == nil { isFaulty = true }
        }
        if let fee = row["fee"], fee != "", Int(fee) == nil { isFaulty = true }
        if row["id"] == "Tổng số" { return .dropped }
        let filled = record.fields.prefix(columns.count).filter { !$0.isEmpty }
        let isWhole = !isFaulty && row["id"] != "" && row["status"] != ""
        if !isWhole, filled.count <= 1 || filled.allSatisfy(isSmallNumber) { return .dropped }
        if !isWhole || !["open", "closed"].contains(row["status"]) { return .quarantined }
        return .row(row)
    }

    private static func isSmallNumber(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.wholeMatch(of: /[1-9][0-9]?|\([1-9][0-9]?\)/) != nil
    }

    private static func cleaned(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping
            .replacing(/[\u{200B}-\u{200D}\u{2060}\u{FEFF}]/, with: "")
            .split { $0.isWhitespace }.joined(separator: " ")
    }

    /// A moment as a number that grows with it, nil where the text is none.
    private static func moment(_ text: String?) -> Int? {
        let form = /(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)/
        guard let parts = text?.wholeMatch(of: form)?.output,
            let day = Int(parts.1), let month = Int(parts.2), let year = Int(parts.3),
            let hour = Int(parts.4), let minute = Int(parts.5), let second = Int(parts.6),
            1...12 ~= month, hour < 24, minute < 60, second < 60
        else { return nil }
        let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard 1...lengths[month - 1] ~= day else { return nil }
        return ((((year * 12 + month) * 31 + day) * 24 + hour) * 60 + minute) * 60 + second
    }

    private static func order(_ text: String?) -> Int { moment(text) ?? -1 }

    /// `numerator/denominator` of the pipeline's KPIs over the rows of a unit; nil: all.
    func pairs(unit: String?) -> [String: String] {
        let rows = accepted.filter { unit == nil || $0["unit"] == unit }
        let both = rows.filter { $0["resolved"] != "" && $0["due"] != "" }
        let onTime = both.filter { Self.order($0["resolved"]) <= Self.order($0["due"]) }
        let fees = rows.compactMap { Int($0["fee"] ?? "") }.sorted()
        var pairs = [
            "cases": "\(rows.count)/1", "on-time": "\(onTime.count)/\(both.count)",
            "fees": "/", "middle-fee": "/",
        ]
        if fees.isEmpty { return pairs }
        pairs["fees"] = "\(fees.reduce(0, +))/1"
        let middle = fees[(fees.count - 1) / 2] + fees[fees.count / 2]
        pairs["middle-fee"] = middle % 2 == 0 ? "\(middle / 2)/1" : "\(middle)/2"
        return pairs
    }

    /// The units that some row names.
    var units: Set<String> { Set(accepted.compactMap { $0["unit"] }).subtracting([""]) }
}
