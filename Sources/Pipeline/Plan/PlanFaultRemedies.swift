import Columnar

extension PlanFault {
    /// What to do, as a sentence; empty where the message says it already.
    package var remedy: String {
        if case .formula = kind { return "" }
        if let suggestion { return "Did you mean '\(suggestion)'?" }
        switch kind {
        case .unreadable: return "Put the file there, or change the name."
        case .tooLarge, .tooManyValues: return "Split it."
        case .notUTF8: return "Save the file as UTF-8."
        case .emptyFile: return "Fill it, or take its name out of the pipeline."
        case .noFileMatches: return "Names are relative to the pipeline file."
        case .pipelineName: return "Give the file another name, such as nightly.yaml."
        case .syntax: return "Mend the text; texts with : or # or quotes belong in quotes."
        case .tooDeep: return "No pipeline file needs that."
        case .anchor: return "Write the value out; a text that begins with * or & needs quotes."
        case .keyIsNoText: return "Write a name before the colon."
        case .duplicateKey, .nameTwice: return "Take one of the two away, or rename it."
        case .unknownKey(_, let known): return "Known here: \(list(known))."
        case .unknownWord(_, let known): return "Known here: \(list(known))."
        case .missingKey: return "Add it."
        case .wrongShape: return "Write it in that form."
        case .malformed, .outOfRange: return "Write such a one."
        case .emptyInterval: return "Intervals are half-open: the end no longer belongs to them."
        case .notApplicable: return "Take it out."
        case .unknownInput: return "Name an input of the pipeline."
        case .kindMismatch: return "Name another mapping, or change the kind."
        case .unknownColumn: return "Name a column that is there."
        case .missingColumn: return "Say where it is found."
        case .unknownTable: return "Name case, step, survey, or a record input."
        case .notALevel: return "Name agency or a column of type code."
        case .unknownPeriod: return "Name month, quarter, half, year, or a named period."
        case .needsFile(let role, _): return "Add '\(role.rawValue):' to the pipeline."
        case .noSuchKPI: return "Name a KPI of a file under 'kpis'."
        case .nearCanonical: return "Give it a more distinct name."
        case .typeConflict: return "Give it one type."
        case .instantFormat: return "Write the format as the manual of mappings has it."
        case .datedName:
            return "Write it as igate-yyyyMMdd*, with HHmmss behind it if need be; put words with "
                + "yy, MM, dd, HH, mm or ss of their own into quotes."
        case .badPath: return "Write it as a/b, a[@key='name']/@value, @name or '.'."
        case .twoMeanings: return "Keep one of them."
        case .derivedFromDerived: return "Write the other formula out in its place."
        case .derivedCycle: return "Let one of them read mapped columns alone."
        case .noDataSource: return "Add source: {system: …, owner: …, collected: …}."
        case .oneMeasure: return "Keep one of the two forms."
        case .overlappingVersions: return "End one with valid: {until: …} where the next begins."
        case .gapBetweenVersions: return "Let one begin where the other ends."
        case .target(let fault): return fault.remedy
        case .objective(let fault): return fault.remedy
        case .formula: return ""
        case .scorecard(let fault): return fault.remedy
        case .correction(let fault): return fault.remedy
        case .calendar, .dayOutsideYear: return "Correct the day."
        case .missingYear: return "Add the years between: a year left out would be guessed."
        case .uncoveredYear:
            return "Add the year with its closed and made-up days, or end the periods before it."
        case .fieldCount: return "Fill the line up, or quote fields that hold a comma."
        case .brokenQuote: return "A quote within quotes is doubled."
        case .unknownParent: return "Add the parent, or leave the field empty at the top."
        case .parentCycle: return "Let the chain of parents end."
        case .notForForm(_, .count): return "Name a KPI with value: count(*), without scale."
        case .notForForm(_, .level(let level)):
            return "Add \(level) to its levels, or arrange the rows otherwise."
        case .unknownFormColumn: return "Name columns by the numbers that the form gives them."
        case .overlappingUnits: return "End one with `until` where the other begins."
        case .gapBetweenUnits: return "Let one begin where the other ends, if the code was in use."
        case .parentOutsideValidity:
            return "Give the unit a line of its own for each parent, or the parent its full time."
        case .unknownUnit: return "Add the unit to the file of units."
        case .noUnitEnding: return "Write that day under `until` of the unit, or correct it here."
        case .unitNotInForce: return "Correct the day, or the unit's `from` and `until`."
        case .successionCircle: return "Let the chain of successions end."
        case .sharesAboveOne: return "Let them add up to 1 at most; what is left is shown apart."
        case .noSuccessor:
            return "Add a line; of kind abolition, without to_code, where nothing came after it."
        case .overlappingTerms: return "End one with `until` where the other begins."
        case .notInCatalogue: return "Correct the code, or add it there."
        case .halfATerm: return "Fill in `term` and `term_unit`, or neither."
        case .withoutTerm:
            return "Add their terms, or say `without_term: immediate` where they have a result at "
                + "once (NĐ 118/2025/NĐ-CP, Điều 17 khoản 4)."
        }
    }

    private func list(_ words: [String]) -> String {
        words.prefix(30).joined(separator: ", ") + (words.count > 30 ? ", …" : "")
    }
}

extension InstantPatternFault {
    /// The fault as a phrase.
    var phrase: String {
        switch self {
        case .unknownLetter(let letter, _): "the letter \(letter) stands for nothing"
        case .wrongRepeat(let letters, _): "\(letters) has a wrong number of letters"
        case .unclosedQuote: "a quote is not closed"
        case .unbalancedBracket: "a bracket is not closed"
        case .tooManyOptionalParts(let limit): "it has more than \(limit) optional parts"
        case .repeated(let part): "the \(part) occurs twice"
        case .lacks(let part): "the \(part) is missing"
        case .clockHourWithoutHalfDay: "h without a (AM, PM) loses half of the day; write HH"
        case .halfDayWithoutClockHour: "a (AM, PM) goes with h only"
        case .openNumberBeforeDigit(let part): "the \(part) has no fixed length before a digit"
        case .blankEnd: "it begins or ends with a space"
        }
    }
}

extension CalendarFault {
    /// The fault as a phrase.
    var phrase: String {
        switch self {
        case .wrongNumberOfWeekdays(let found): "hours for \(found) weekdays, not seven"
        case .invalidInterval(let hours): "the hours \(hours.text) are none"
        case .overlappingIntervals(let first, let second):
            "the hours \(first.text) and \(second.text) overlap"
        case .emptyCoverage: "it covers no day"
        case .dayOutsideCoverage(let day): "\(day.text) lies in no year of the calendar"
        case .closedAndWorked(let day): "\(day.text) is both closed and worked"
        case .listedTwice(let day): "\(day.text) is listed twice"
        case .noHours(let day): "\(day.text) makes up for a day that has no hours"
        }
    }
}

extension WorkingInterval {
    fileprivate var text: String { "\(clock(start))-\(clock(end))" }

    private func clock(_ second: Int) -> String {
        let (hour, minute) = (second / 3600, second / 60 % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
