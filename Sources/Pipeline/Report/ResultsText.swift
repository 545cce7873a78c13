import Tabular

/// Lines of `results.csv` as a table for a person.
package func resultsTable(_ lines: [[String]]) -> [String] {
    var table = TextTable(
        [
            "KPI", "Kỳ/period", "Cấp/level", "member", "numerator", "denominator", "shown",
            "status", "target", "met",
        ],
        [.left, .left, .left, .left, .right, .right, .right, .left, .right, .left])
    for line in lines {
        table.append([
            line[0], line[2], line[5], line[6], line[7], line[8], line[10], line[11], line[12],
            line[13],
        ])
    }
    return table.lines
}

/// Lines of `results.csv` as CSV with their header.
package func resultsCSV(_ lines: [[String]]) -> String {
    csvText(lines, header: Results.header)
}

/// Lines of `results.csv` as one JSON object a line.
package func resultsJSON(_ lines: [[String]]) -> String {
    jsonText(lines, header: Results.header, numbers: ["version", "numerator", "denominator"])
}

/// Lines of a sealed file as CSV with their header.
package func csvText(_ lines: [[String]], header: [String]) -> String {
    // The lines were neutralized when they were sealed; what is printed is what was sealed.
    let writer = CSVWriter(formulas: .kept)
    var bytes: [UInt8] = []
    writer.append(header, to: &bytes)
    for line in lines { writer.append(line, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
}

/// Lines of a sealed file as one JSON object a line; of the columns `numbers` are not quoted.
package func jsonText(_ lines: [[String]], header: [String], numbers: Set<String>) -> String {
    var bytes: [UInt8] = []
    for line in lines {
        bytes.append(UInt8(ascii: "{"))
        for (place, name) in header.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            appendJSONText(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            let isNumber = numbers.contains(name)
            switch line[place] {
            case "": bytes.append(contentsOf: "null".utf8)
            case "true", "false": bytes.append(contentsOf: line[place].utf8)
            case let text where isNumber: bytes.append(contentsOf: text.utf8)
            case let text: appendJSONText(text, to: &bytes)
            }
        }
        bytes.append(contentsOf: "}\n".utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
}
