import Foundation
import Pipeline
import Testing

/// A desk whose exports a test writes line by line, one file a night.
struct HistoryWorld {
    let scratch: NightFolder
    var night: Night
    /// The next moment at which a run is made.
    private var day = 0

    /// A desk; `snapshot` is what the pipeline says of its files, `calendar` whether it has one.
    init(snapshot: String? = nil, calendar: Bool = false, mapping: String = SmallPipeline.mapping)
        throws
    {
        scratch = try NightFolder()
        let options =
            (snapshot.map { "    snapshot: \($0)\n" } ?? "")
            + (calendar ? "calendar: vn.yaml" : "")
        try scratch.write(
            "vn.yaml",
            """
            calendar: vn
            version: 1
            hours:
              monday: &day ["07:30-11:30", "13:30-17:30"]
            years:
              2025: {closed: [{day: 2025-01-01, name: Tết}]}

            """.replacing(
                "  monday: &day [\"07:30-11:30\", \"13:30-17:30\"]",
                with: ["monday", "tuesday", "wednesday", "thursday", "friday"].map {
                    "  \($0): [\"07:30-11:30\", \"13:30-17:30\"]"
                }.joined(separator: "\n")))
        let path = try SmallPipeline.write(in: scratch, mapping: mapping, options: options)
        night = Night(pipeline: path)
        night.threads = 1
    }

    /// Writes an export of these lines.
    func export(_ name: String, _ lines: [String]) throws {
        try scratch.write(
            "cases/" + name, SmallPipeline.header + "\n" + lines.map { $0 + "\n" }.joined())
    }

    /// Takes a file away.
    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: scratch.path + "/cases/" + name)
    }

    /// Runs the pipeline at two o'clock of the next night of March 2025.
    @discardableResult
    mutating func run() throws -> SealedRun {
        day += 1
        night.now = "2025-03-\(day < 10 ? "0" : "")\(day)T02:00:00"
        return try night.run(into: scratch.workspace)
    }

    var request: HistoryRequest { HistoryRequest(workspace: scratch.workspace, threads: 2) }

    /// The changes of a case, as `night kind field old>new file:record`.
    func told(_ id: String, _ change: (inout HistoryRequest) -> Void = { _ in }) throws -> [String]
    {
        var request = request
        change(&request)
        return try caseHistory(of: id, request).changes.map(\.short)
    }

    /// The changes since a night or run.
    func list(
        _ start: HistoryStart, kinds: Set<CaseChange.Kind>? = Set(CaseChange.Kind.allCases)
    ) throws -> [String] {
        var request = request
        request.kinds = kinds
        return try caseChanges(since: start, request).changes.map { "\($0.id) \($0.short)" }
    }
}

extension CaseChange {
    /// The change in a few words.
    var short: String {
        let fields = self.fields
        let night = fields[0].replacing(" 00:00:00", with: "").replacing("2025-", with: "")
        var words = [night, kind.rawValue]
        if !field.isEmpty { words += [field, "\(old)>\(new)"] }
        if !fields[11].isEmpty { words.append(fields[11]) }
        words.append(record.map { "\(file):\($0)" } ?? file)
        return words.joined(separator: " ").replacing("2025-", with: "")
            .replacing(" 08:00:00", with: "")
    }
}

/// One line of the small export: id, unit, status, due, resolved, updated.
func exportLine(
    _ id: String, unit: String = "Phòng A", status: String = "open", due: String = "10/03",
    resolved: String = "", updated: String = "", fee: Int = 10
) -> String {
    func instant(_ day: String) -> String { day.isEmpty ? "" : "\(day)/2025 08:00:00" }
    return "\(id),\(unit),\(status),03/02/2025 08:00:00,\(instant(due)),\(instant(resolved)),"
        + "\(instant(updated)),\(fee),"
}
