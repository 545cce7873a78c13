import Columnar

extension PlanFault {
    /// The fault in one line.
    ///
    /// It is `file:line:column: error P-207: what happened. What to do.` File names are relative to
    /// the pipeline file's folder, which may be put before them.
    package func line(in folder: String = "") -> String {
        let file =
            folder.isEmpty || place.file.hasPrefix("/") ? place.file : folder + "/" + place.file
        let spot = place.line > 0 ? "\(file):\(place.line):\(max(1, place.column))" : file
        let sentence = remedy.isEmpty ? message : "\(message). \(remedy)"
        return "\(spot): \(severity.rawValue) \(code.rawValue): \(sentence)"
    }

    /// For a fault of a formula: its sentence, the line at fault, and carets under the place.
    package var excerpt: String? {
        guard case .formula(let fault, let text) = kind else { return nil }
        return fault.rendered(in: text)
    }

    /// What happened, without a full stop.
    package var message: String {
        switch kind {
        case .formula(let fault, _): fault.kind.description
        case .scorecard(let fault): fault.message(at: place)
        case .correction(let fault): fault.message(spot)
        case .unreadable, .tooLarge, .notUTF8, .emptyFile, .noFileMatches, .pipelineName, .syntax,
            .tooDeep, .tooManyValues, .anchor, .keyIsNoText, .duplicateKey:
            fileMessage
        case .unknownKey, .missingKey, .wrongShape, .unknownWord, .malformed, .outOfRange,
            .emptyInterval, .nameTwice, .notApplicable:
            valueMessage
        case .unknownInput, .kindMismatch, .unknownColumn, .missingColumn, .unknownTable,
            .notALevel, .unknownPeriod, .needsFile, .noSuchKPI:
            referenceMessage
        case .overlappingTerms, .notInCatalogue, .halfATerm, .withoutTerm: termMessage
        default: ruleMessage
        }
    }

    private var fileMessage: String {
        switch kind {
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
        case .tooLarge(let limit): "the file is larger than \(limit) bytes"
        case .notUTF8: "the file holds bytes that are not UTF-8"
        case .emptyFile: "the file holds nothing"
        case .noFileMatches(let pattern): "no file matches \(pattern)"
        case .pipelineName(""):
            "the name of the pipeline file is empty before its extension, and runs are named after "
                + "it"
        case .pipelineName(let name):
            "\(quoted(name)) cannot name runs: the name of a pipeline file has letters from a to z "
                + "and A to Z, digits, '.', '_' and '-' alone, at most "
                + "\(PipelineName.longest), and begins with neither '.' nor 'tmp-'"
        case .syntax(let problem): "this is not YAML: \(problem)"
        case .tooDeep(let limit): "values lie within values more than \(limit) deep"
        case .tooManyValues(let limit): "the file holds more than \(limit) values"
        case .anchor: "anchors and aliases (&name, *name) are refused"
        case .keyIsNoText: "a key must be a text"
        case .duplicateKey(let key): "the key \(quoted(key)) stands twice in one mapping"
        default: ""
        }
    }

    private var valueMessage: String {
        switch kind {
        case .unknownKey(let key, _): "unknown key \(quoted(key))"
        case .missingKey(let key): "\(quoted(key)) is missing"
        case .wrongShape(let expected, let found):
            "expected \(expected.phrase), found \(found.phrase)"
        case .unknownWord(let word, _): "unknown word \(quoted(word))"
        case .malformed(let text, let form): "\(quoted(text)) is not \(form.phrase)"
        case .outOfRange(let number, let low, let high):
            "\(number) is not between \(low) and \(high)"
        case .emptyInterval(let start, let end): "\(start) does not lie before \(end)"
        case .nameTwice(let name, let first):
            "\(quoted(name)) stands here a second time; first at \(spot(of: first))"
        case .notApplicable(let key, let thing): "\(quoted(key)) is not for \(thing)"
        default: ""
        }
    }

    private var referenceMessage: String {
        switch kind {
        case .unknownInput(let name): "the pipeline has no input \(quoted(name))"
        case .kindMismatch(let input, let mapping):
            "the input is of kind \(input.rawValue), its mapping of kind \(mapping.rawValue)"
        case .unknownColumn(let name, let owner): "\(owner) has no column \(quoted(name))"
        case .missingColumn(let name, let kind):
            "a mapping of kind \(kind.rawValue) cannot do without \(quoted(name))"
        case .unknownTable(let name): "no input fills a table \(quoted(name))"
        case .notALevel(let name, let table):
            "\(quoted(name)) is not a column of codes of table \(table)"
        case .unknownPeriod(let name): "\(quoted(name)) is no period of this pipeline"
        case .needsFile(let role, let thing):
            "\(thing) needs a file that the pipeline does not name (\(quoted(role.rawValue)))"
        case .noSuchKPI(let name): "the pipeline has no KPI \(quoted(name))"
        default: ""
        }
    }

    private var ruleMessage: String {
        switch kind {
        case .nearCanonical(let name): "the extra column \(quoted(name)) looks misspelt"
        case .typeConflict(let column, let declared, let elsewhere):
            "column \(quoted(column)) is \(declared.rawValue) here and \(elsewhere.rawValue) "
                + "elsewhere"
        case .instantFormat(let fault, let pattern):
            "the format \(quoted(pattern)) cannot be used: \(fault.phrase)"
        case .datedName(let fault, let pattern):
            "no date can be read by \(quoted(pattern)): \(fault.phrase)"
        case .badPath(let path, let offset):
            "\(quoted(path)) is no path to a field or element"
                + (offset.map { ", from byte \($0 + 1) on" } ?? "")
        case .twoMeanings(let text): "\(quoted(text)) has two meanings"
        case .derivedFromDerived(let column, let other):
            "the derived column \(quoted(column)) reads \(quoted(other)), which is derived itself"
        case .derivedCycle(let columns):
            "derived columns read one another: \(columns.joined(separator: " → "))"
        case .noDataSource(let kpi): "KPI \(quoted(kpi)) does not say where its data come from"
        case .oneMeasure(let kpi):
            "KPI \(quoted(kpi)) needs a numerator and a denominator, or a value, not both"
        case .overlappingVersions(let kpi, let versions, let days, let other):
            "versions \(versions.map(String.init).joined(separator: " and ")) of KPI "
                + "\(quoted(kpi)) are both in force \(days); the other is at \(spot(of: other))"
        case .gapBetweenVersions(let kpi, let versions, let days):
            "between versions \(versions.map(String.init).joined(separator: " and ")) of KPI "
                + "\(quoted(kpi)) none is in force \(days)"
        case .target(let fault): fault.message(spot)
        case .objective(let fault): fault.message
        case .calendar(let fault): "the calendar contradicts itself: \(fault.phrase)"
        case .dayOutsideYear(let day, let year): "\(day) does not lie in \(year)"
        case .missingYear(let year): "the year \(year) is missing before this one"
        case .uncoveredYear(let year):
            "the year \(year) is missing, and periods in it are computed that ask the calendar"
        case .fieldCount(let found, let expected): "\(found) fields where \(expected) are due"
        case .brokenQuote: "a quote is not closed, or text stands beside it"
        case .unknownParent(let code): "the parent \(quoted(code)) is no unit of this file"
        case .parentCycle(let codes): "a unit lies below itself: \(codes.joined(separator: " → "))"
        case .notForForm(let kpi, .count):
            "KPI \(quoted(kpi)) does not count rows, as a column of a form does"
        case .notForForm(let kpi, .level(let level)):
            "KPI \(quoted(kpi)) is not computed for the level \(quoted(level)) that the form needs"
        case .unknownFormColumn(let number): "the form has no column \(number)"
        default: unitMessage
        }
    }

    private var unitMessage: String {
        switch kind {
        case .overlappingUnits(let code, let other):
            "two units bear the code \(quoted(code)) on the same day; the other stands at "
                + spot(of: other)
        case .gapBetweenUnits(let code, let until, let from):
            "no unit bears the code \(quoted(code)) from \(until) until \(from)"
        case .parentOutsideValidity(let code, let from):
            "the parent \(quoted(code)) is not in force "
                + (from.isEmpty ? "from the beginning" : "from \(from) on")
        case .unknownUnit(let code): "no unit ever bore the code \(quoted(code))"
        case .noUnitEnding(let code, let day): "no unit \(quoted(code)) ended on \(day)"
        case .unitNotInForce(let code, let day): "no unit \(quoted(code)) is in force on \(day)"
        case .successionCircle(let codes):
            "a unit follows itself: \(codes.joined(separator: " → "))"
        case .sharesAboveOne(let code): "the shares of \(quoted(code)) add up to more than 1"
        case .noSuccessor(let code, let day):
            "\(quoted(code)) ended on \(day), and no line says what came after it"
        default: ""
        }
    }

    private var termMessage: String {
        switch kind {
        case .overlappingTerms(let other):
            "this term and the one at \(spot(of: other)) are in force for the same cases on the "
                + "same day"
        case .notInCatalogue(let code, let file): "\(file) has no \(quoted(code))"
        case .halfATerm: "a term needs both its number and its unit"
        case .withoutTerm(let codes):
            "\(codes.count) procedure\(codes.count == 1 ? " has" : "s have") no statutory term: "
                + codes.prefix(10).joined(separator: ", ") + (codes.count > 10 ? ", …" : "")
        default: ""
        }
    }

    private func spot(of other: PlanPlace) -> String {
        other.file == place.file
            ? "line \(other.line)" : "\(other.file):\(other.line):\(other.column)"
    }
}

private func quoted(_ text: String) -> String { "'\(text)'" }

extension PlanFault.Shape {
    fileprivate var phrase: String {
        switch self {
        case .nothing: "nothing"
        case .text: "a text"
        case .list: "a list"
        case .map: "a mapping of keys"
        }
    }
}

extension PlanFault.Form {
    fileprivate var phrase: String {
        switch self {
        case .integer: "a whole number"
        case .decimal: "a decimal number such as 99.5"
        case .positive: "a number above 0 such as 20"
        case .flag: "true or false"
        case .day: "a day such as 2025-01-31"
        case .dayOfYear: "a day of every year such as 04-15"
        case .instant: "an instant such as 2025-01-31 or 2025-01-31 08:00:00"
        case .timeOfDay: "a time of day such as 08:30"
        case .percent: "a share such as 20%"
        case .interval: "a length of time such as 8 hours"
        case .share: "a part such as 0.25 or 1/3, above 0 and at most 1"
        case .zone: "an offset such as +07:00, or as-written"
        case .hours: "working hours such as 07:30-11:30"
        case .delimiter: "a delimiter: one of , ; | and TAB (\"\\t\")"
        case .columnName: "a name of letters, digits and _"
        case .name: "a name of letters, digits, - _ and ."
        case .identity: "a sum of columns such as 3 = 4 + 5 + 6"
        case .itemName: "a number or name of letters, digits, - _ and ."
        }
    }
}
