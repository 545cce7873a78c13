/// `truth.csv`: `input,measure,expected`, what a correct reader must find in a generated world.
///
/// `input` is
/// - the path of a file below the world's folder: its account, and its records with each hazard.
///   Whether the first or the second of two equal records is the duplicate is the reader's
///   choice, so a file has `accepted or duplicate`. The second copy of an export has
///   `same content` alone and counts nowhere else;
/// - `total`: the account over all case exports, hazards, cases with each kind of versions, and
///   the members of each level once spellings are made one;
/// - `figures`: a KPI, a period and the part of the figure, agency-wide (`PeriodTruth`).
struct TruthFile {
    private var bytes: [UInt8]

    init() {
        bytes = Array("input,measure,expected\n".utf8)
    }

    /// The whole file for a world and its exports.
    static func bytes(
        of world: World, exports: [ExportTruth], copies: [String], survey: SurveyTruth
    ) -> [UInt8] {
        var file = TruthFile()
        for export in exports { file.appendAccount(of: export) }
        for copy in copies { file.append(copy, "same content", 1) }
        file.appendTotal(of: world, exports)
        file.appendFigures(of: world, survey)
        file.append(KioskSurvey.path, "read", survey.opinions.count + survey.blanks.count)
        file.append(KioskSurvey.path, "responses", survey.responses)
        file.append(KioskSurvey.path, "answers without opinion", survey.blanks.count)
        file.append(KioskSurvey.path, "answers without case", survey.withoutCase)
        return file.bytes
    }

    private mutating func appendAccount(of export: ExportTruth) {
        append(export.path, "read", export.read)
        append(export.path, "accepted or duplicate", export.acceptedOrDuplicate)
        append(export.path, "superseded", export.superseded)
        append(export.path, "quarantined", export.quarantined)
        append(export.path, "dropped", export.dropped)
        for hazard in Hazard.allCases where hazard != .none {
            let count = export.hazards[Int(hazard.rawValue)]
            if count > 0 { append(export.path, hazard.measure, count) }
        }
    }

    private mutating func appendTotal(of world: World, _ exports: [ExportTruth]) {
        let accepted = world.cases.count { !$0.hazard.isQuarantined }
        let kept = exports.reduce(0) { $0 + $1.acceptedOrDuplicate }
        append("total", "read", exports.reduce(0) { $0 + $1.read })
        append("total", "accepted", accepted)
        append("total", "duplicate", kept - accepted)
        append("total", "superseded", exports.reduce(0) { $0 + $1.superseded })
        append("total", "quarantined", exports.reduce(0) { $0 + $1.quarantined })
        append("total", "dropped", exports.reduce(0) { $0 + $1.dropped })
        for hazard in Hazard.allCases where hazard != .none {
            let place = Int(hazard.rawValue)
            append("total", hazard.measure, exports.reduce(0) { $0 + $1.hazards[place] })
        }
        for versions in GeneratedVersions.allCases where versions != .one {
            append("total", versions.measure, world.cases.count { $0.versions == versions })
        }
        appendMembers(of: world)
    }

    /// Adds how many members each level has once all spellings are made one.
    private mutating func appendMembers(of world: World) {
        var officers: Set<UInt16> = []
        var units: Set<UInt8> = []
        var procedures: Set<UInt8> = []
        for generated in world.cases where !generated.hazard.isQuarantined {
            if world.source(of: generated) == .csv { officers.insert(generated.officer) }
            units.insert(generated.unit)
            procedures.insert(generated.procedure)
        }
        append("total", "distinct officers", officers.count)
        append("total", "distinct units", units.count)
        append("total", "distinct procedures", procedures.count)
    }

    private mutating func appendFigures(of world: World, _ survey: SurveyTruth) {
        var periods = PeriodTruth.periods()
        for generated in world.cases {
            guard let survivor = world.survivor(of: generated) else { continue }
            let course = world.course(of: survivor)
            for period in periods.indices {
                periods[period].count(survivor, course)
            }
        }
        for period in periods {
            for (kpi, part, expected) in period.figures {
                append("figures", "\(kpi) \(period.name) \(part)", expected)
            }
            let answers = survey.opinions.filter { period.start..<period.end ~= $0.instant }
            let satisfied = answers.count { $0.level < 2 }
            let blank = survey.blanks.count { period.start..<period.end ~= $0 }
            append("figures", "satisfaction-answers \(period.name) value", answers.count)
            append("figures", "satisfaction-share \(period.name) numerator", satisfied)
            append("figures", "satisfaction-share \(period.name) denominator", answers.count)
            let shares = [
                ("very-satisfied-share", answers.count { $0.level == 0 }, answers.count),
                ("dissatisfied-share", answers.count { $0.level > 2 }, answers.count),
                ("no-opinion-share", blank, answers.count + blank),
            ]
            for (kpi, upper, lower) in shares {
                append("figures", "\(kpi) \(period.name) numerator", upper)
                append("figures", "\(kpi) \(period.name) denominator", lower)
            }
        }
    }

    private mutating func append(_ input: String, _ measure: String, _ expected: Int) {
        bytes.append(contentsOf: "\(input),\(measure),\(expected)\n".utf8)
    }
}
