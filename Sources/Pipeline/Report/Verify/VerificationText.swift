import Ledger

extension Verification {
    /// What was found, a line each: Vietnamese beside English.
    package var lines: [String] {
        var lines: [String] = []
        for fault in faults { lines += fault.lines(of: self) }
        for difference in erased {
            lines.append("erased: \(Wording.erased(difference.file, difference.line).both)")
        }
        for note in notes { lines.append("note: \(note.both)") }
        if holds { return lines + ["verified: \(run) comes out of the archive byte for byte"] }
        let named = causes.map { "\($0.rawValue) (\($0.title.vietnamese))" }
        var remedies: [String] = []
        for fault in faults {
            let remedy = "\(fault.cause.rawValue): \(fault.remedy.both)"
            if !remedies.contains(remedy) { remedies.append(remedy) }
        }
        lines += remedies.map { "to do: " + $0 }
        return lines + ["not verified: \(run)", "cause: " + named.joined(separator: ", ")]
    }

    /// What was found as one JSON object on one line.
    package var json: String {
        var line = JSONLine()
        line.add("run", text: run)
        line.add("holds", flag: holds)
        line.add("program", text: otherProgram ?? Program.version)
        line.add("verified_by", text: Program.version)
        line.add("causes", texts: causes.map(\.rawValue))
        line.add("faults", list: faults.map(\.json))
        line.add("erased", texts: erased.map(\.file))
        line.add("notes", list: notes.map(\.json))
        return String(decoding: line.bytes, as: UTF8.self)
    }
}

extension VerificationFault {
    fileprivate func lines(of verification: Verification) -> [String] {
        var lines = ["fault: \(cause.rawValue): \(file): \(wording.text(in: .english))"]
        lines.append("  \(cause.title.vietnamese): \(wording.vietnamese)")
        for role in roles { lines.append("  is        \(role)") }
        if let object, !file.hasPrefix("objects/") { lines.append("  object    \(object.hex)") }
        if let line, !sealed.isEmpty || !found.isEmpty {
            lines.append("  line      \(line)")
            let isCopy = wording == .copyDiffers
            lines.append("  \(isCopy ? "archived" : "sealed  ")  \(sealed)")
            lines.append("  \(isCopy ? "copy    " : "computed")  \(found)")
        } else if let line, file != "journal.jsonl" {
            lines.append("  line      \(line)")
        }
        return lines
    }

    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("cause", text: cause.rawValue)
        line.add("file", text: file)
        line.add("roles", texts: roles)
        if let object { line.add("object", text: object.hex) }
        if let number = self.line { line.add("line", number: number) }
        if !sealed.isEmpty || !found.isEmpty {
            line.add("sealed", text: sealed)
            line.add("computed", text: found)
        }
        line.add("vi", text: wording.vietnamese)
        line.add("en", text: wording.text(in: .english))
        line.add("remedy_vi", text: remedy.vietnamese)
        line.add("remedy_en", text: remedy.text(in: .english))
        return line
    }
}

extension Wording {
    /// Both languages on one line.
    var both: String { "\(text(in: .english)) · \(vietnamese)" }

    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("vi", text: vietnamese)
        line.add("en", text: text(in: .english))
        return line
    }
}
