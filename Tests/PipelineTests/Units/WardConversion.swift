import Foundation

/// Turns the published list of old and new communes into the two files of a pipeline: units with
/// their days, and what became of them.
///
/// One line of the list is one pair: `wardCode,…,newWardCode`. Old codes went through a table of
/// numbers and came out as `1.0` for `00001`; that is mended here, and counted.
struct WardConversion {
    /// The day on which the new communes began and the old ones were no more.
    static let day = "2025-07-01"
    static let basis = "NQ 1654-1687/NQ-UBTVQH15"

    /// Pairs of the list.
    private(set) var pairs = 0
    /// Old codes that were written as numbers, pairs.
    private(set) var repaired = 0
    /// Pairs whose old district had no commune: no code can be mended there.
    private(set) var withoutCode: [String] = []
    /// The new communes of each old one.
    private(set) var successors: [String: [String]] = [:]
    private(set) var oldNames: [String: String] = [:]
    private(set) var newNames: [String: String] = [:]
    /// Codes that are neither five digits nor such a number.
    private(set) var refused: [String] = []

    init(_ bytes: [UInt8]) {
        let records = plainRecords(bytes).map {
            $0.fields.map { String(decoding: $0, as: UTF8.self) }
        }
        let header = records.first ?? []
        func field(_ record: [String], _ name: String) -> String {
            header.firstIndex(of: name).map { record[$0] } ?? ""
        }
        for record in records.dropFirst() {
            pairs += 1
            let new = field(record, "newWardCode")
            newNames[new] = field(record, "newWard")
            let written = field(record, "wardCode")
            if written.isEmpty {
                withoutCode.append(field(record, "district"))
                continue
            }
            guard let old = repair(written) else {
                refused.append(written)
                continue
            }
            oldNames[old] = field(record, "ward")
            if !(successors[old] ?? []).contains(new) { successors[old, default: []].append(new) }
        }
    }

    /// `1.0` → `00001`, and nothing else is touched.
    private mutating func repair(_ text: String) -> String? {
        if text.wholeMatch(of: /[0-9]{5}/) != nil { return text }
        guard let number = text.wholeMatch(of: /([0-9]{1,5})\.0/)?.output.1 else { return nil }
        repaired += 1
        return String(repeating: "0", count: 5 - number.count) + number
    }

    /// Old communes that went to more than one new one.
    var divided: [String] { successors.filter { $0.value.count > 1 }.keys.sorted() }

    /// New codes that were old codes.
    var reused: Int { newNames.keys.filter { oldNames[$0] != nil }.count }

    /// The lines of units.csv.
    var units: String {
        func quoted(_ text: String) -> String { "\"\(text)\"" }
        let old = oldNames.keys.sorted().map {
            "\($0),\(quoted(oldNames[$0] ?? "")),,commune,,\(Self.day)\n"
        }
        let new = newNames.keys.sorted().map {
            "\($0),\(quoted(newNames[$0] ?? "")),,commune,\(Self.day),\n"
        }
        return (old + new).joined()
    }

    /// The lines of succession.csv.
    var succession: String {
        successors.keys.sorted().flatMap { old -> [String] in
            let next = successors[old] ?? []
            let kind = next.count > 1 ? "split" : "merge"
            return next.map { "\(old),\(Self.day),\($0),\(Self.day),\(kind),,\(Self.basis)\n" }
        }.joined()
    }
}
