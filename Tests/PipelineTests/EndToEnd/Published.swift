import Foundation

/// The files of a sealed run, read as anybody would who has them and nothing of ours.
struct Published {
    let folder: String

    /// The run that a workspace shows, or the one of that name.
    init(_ workspace: String, run: String? = nil) {
        folder = workspace + (run.map { "/runs/\($0)" } ?? "/current")
    }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    }

    /// The fields of each line of a CSV file by the names in its header.
    func table(_ name: String) throws -> [[String: String]] {
        let records = plainRecords(try bytes(name)).map(\.texts)
        guard let header = records.first else { return [] }
        return records.dropFirst().map { fields in
            Dictionary(uniqueKeysWithValues: zip(header, fields))
        }
    }

    /// The figures of one level, by `KPI/PERIOD/MEMBER`.
    func figures(level: String = "agency") throws -> [String: [String: String]] {
        var figures: [String: [String: String]] = [:]
        for figure in try table("results.csv") where figure["level"] == level {
            let names = ["kpi", "period", "member"].map { figure[$0] ?? "" }
            figures[names.joined(separator: "/")] = figure
        }
        return figures
    }

    /// `numerator/denominator` of each of the agency's figures in one period, by KPI.
    func pairs(period: String) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for figure in try figures().values where figure["period"] == period {
            let pair = [figure["numerator"] ?? "", figure["denominator"] ?? ""]
            pairs[figure["kpi"] ?? ""] = pair.joined(separator: "/")
        }
        return pairs
    }

    /// `read accepted duplicate superseded quarantined dropped` of each file, by `INPUT FILE`.
    func accounts() throws -> [String: [Int]] {
        var accounts: [String: [Int]] = [:]
        for line in try table("accounts.csv") {
            let place = "\(line["input"] ?? "") \(line["file"] ?? "")"
            accounts[place] = accountFields.map { Int(line[$0] ?? "") ?? -1 }
        }
        return accounts
    }
}

/// The columns of an account: what was read, then where it went.
let accountFields = ["read", "accepted", "duplicate", "superseded", "quarantined", "dropped"]

/// One record of a delimited file, and where it lies.
struct PlainRecord {
    var fields: [[UInt8]]
    var range: Range<Int>
    /// Text stands behind a closing quote.
    var isIrregular = false

    var texts: [String] { fields.map { String(decoding: $0, as: UTF8.self) } }
}

/// Reads RFC 4180 as plainly as it can be said; blank lines are no records, a BOM is skipped.
func plainRecords(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) -> [PlainRecord] {
    var records: [PlainRecord] = []
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while at < bytes.count {
        let start = at
        var record = PlainRecord(fields: [[]], range: start..<start)
        var isQuoted = false
        var wasQuoted = false
        while at < bytes.count {
            let byte = bytes[at]
            let last = record.fields.count - 1
            if isQuoted {
                if byte != 0x22 {
                    record.fields[last].append(byte)
                } else if at + 1 < bytes.count, bytes[at + 1] == 0x22 {
                    record.fields[last].append(byte)
                    at += 1
                } else {
                    isQuoted = false
                }
            } else if byte == delimiter {
                record.fields.append([])
                wasQuoted = false
            } else if byte == 0x0A || byte == 0x0D {
                break
            } else if byte == 0x22, record.fields[last].isEmpty, !wasQuoted {
                isQuoted = true
                wasQuoted = true
            } else {
                if wasQuoted { record.isIrregular = true }
                record.fields[last].append(byte)
            }
            at += 1
        }
        let isBlank = at == start
        at += at + 1 < bytes.count && bytes[at] == 0x0D && bytes[at + 1] == 0x0A ? 2 : 1
        record.range = start..<min(at, bytes.count)
        if !isBlank { records.append(record) }
    }
    return records
}
