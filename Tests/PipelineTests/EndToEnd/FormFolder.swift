import Foundation

/// A pipeline with the shipped form II.06 and its KPIs over cases that a test writes down.
enum FormFolder {
    private static let mapping = """
        mapping: form
        version: 1
        source: form
        kind: case
        format: csv
        zone: as-written
        columns:
          case_id: {header: [id], type: id, required: true}
          unit: {header: [unit], type: code}
          status:
            header: [status]
            type: code
            dictionary:
              registered: registered
              accepted: accepted
              refused: refused
              processing: processing
              waiting_supplement: waiting_supplement
              waiting_payment: waiting_payment
              withdrawn: withdrawn
              stopped: stopped
              resolved: resolved
              returned: returned
          channel:
            header: [channel]
            type: code
            dictionary: {online: online, direct: direct, postal: postal}
          accepted_at: {header: [accepted], type: instant, formats: ["dd/MM/yyyy"]}
          due_at: {header: [due], type: instant, formats: ["dd/MM/yyyy"]}
          resolved_at: {header: [resolved], type: instant, formats: ["dd/MM/yyyy"]}
          returned_at: {header: [returned], type: instant, formats: ["dd/MM/yyyy"]}
          updated_at: {header: [updated], type: instant, formats: ["dd/MM/yyyy"]}
        identity: [case_id]

        """

    private static let header = "id,unit,status,channel,accepted,due,resolved,returned,updated"

    /// Writes the pipeline and all that it names, and returns the pipeline's path.
    static func write(
        in scratch: NightFolder, cases: [String], forms: [String] = ["ii-06"],
        changing change: (_ kpi: String, _ text: String) -> String = { $1 }
    ) throws -> String {
        try scratch.write("mapping.yaml", mapping)
        try scratch.write("cases.csv", ([header] + cases).joined(separator: "\n") + "\n")
        try scratch.write(
            "units.csv",
            "code,name,parent,level\nU,Tỉnh,,province\nU1,Sở A,U,department\n"
                + "U2,Xã B,U,commune\n")
        let shipped = repository + "/pipelines/"
        for form in forms {
            let text = try String(contentsOfFile: shipped + "forms/\(form).yaml", encoding: .utf8)
            // The cases name no field.
            let rows = text.replacing(/\ \ - by: field\n.*\n/, with: "")
            try scratch.write("forms/\(form).yaml", rows)
        }
        for folder in ["", "thanh-hoa/"] {
            let path = shipped + "kpis/" + folder
            for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
                let kpi = name.replacing(".yaml", with: "")
                guard kpi.hasPrefix("ii06-") || kpi.hasPrefix("th-") else { continue }
                let text = try String(contentsOfFile: path + name, encoding: .utf8)
                try scratch.write(
                    "kpis/\(name)",
                    change(kpi, text.replacing("[agency, unit, field]", with: "[agency, unit]")))
            }
        }
        return try scratch.write(
            "form.yaml",
            """
            minhbach: 1
            agency: {code: U, name: {vi: Cơ quan, en: Agency}}
            as_of: 2026-01-01 00:00:00
            inputs:
              cases: {kind: case, files: cases.csv, mapping: mapping.yaml}
            units: units.csv
            kpis: [kpis/*.yaml]
            forms: [forms/*.yaml]
            periods: {every: [month], from: 2025-01-01, until: 2026-01-01}

            """)
    }
}

/// One state that a row can be in, by months: each date is a day of a month, or absent.
struct RowState {
    var number: Int
    var status: String
    var channel: String
    var accepted: Int?
    var due: Int?
    var resolved: Int?
    var returned: Int?
    var updated: Int?

    /// Every status, none among them, with dates in whichever order.
    static var all: [RowState] {
        let statuses = [
            "", "accepted", "refused", "processing", "waiting_supplement", "waiting_payment",
            "withdrawn", "stopped", "resolved", "returned",
        ]
        var states: [RowState] = []
        for status in statuses {
            for channel in ["", "online", "postal"] {
                for accepted in [nil, 3, 5, 8] {
                    for due in [nil, 2, 5, 9] {
                        for resolved in [nil, 2, 4, 5, 6, 9, 11] {
                            for (returned, updated) in [(nil, nil), (7, nil), (nil, 10)] {
                                states.append(
                                    RowState(
                                        number: states.count, status: status, channel: channel,
                                        accepted: accepted, due: due, resolved: resolved,
                                        returned: returned, updated: updated))
                            }
                        }
                    }
                }
            }
        }
        return states
    }

    /// The line of the export: all dates are the tenth of their month.
    var line: String {
        let dates = [accepted, due, resolved, returned, updated].map { month in
            month.map { "10/\($0 < 10 ? "0" : "")\($0)/2025" } ?? ""
        }
        return (["S\(number)", "U\(number % 2 + 1)", status, channel] + dates)
            .joined(separator: ",")
    }

    /// The month in which it ends, by the rules that the columns state; nil while it is open.
    private func end(acceptedIn accepted: Int) -> Int? {
        if let resolved { return max(resolved, accepted) }
        let closed = ["refused", "withdrawn", "stopped", "resolved", "returned"]
        return closed.contains(status) ? max(returned ?? updated ?? accepted, accepted) : nil
    }

    /// The columns of the form in which it counts in a month.
    func columns(in month: Int) -> [Int] {
        guard let accepted, accepted <= month else { return [] }
        let end = end(acceptedIn: accepted) ?? 99
        if end < month { return [] }
        let came = accepted < month ? 6 : (channel == "online" ? 4 : 5)
        if end == month {
            let due = due ?? end
            return [3, came, 7, end < due ? 8 : (end == due ? 9 : 10)]
        }
        return [3, came, 11, (due ?? 99) <= month ? 13 : 12]
    }
}
