import Columnar
import Pipeline
import Testing

/// Every sentence that a bad pipeline can bring: what happened, and what to do.
///
/// Each code stands here at least once, so that no fault is added whose sentence nobody has read.
struct FaultSentenceTests {
    private static let place = PlanPlace(file: "a.yaml", line: 3, column: 5)
    private static let other = PlanPlace(file: "b.yaml", line: 7, column: 1)

    @Test(arguments: sentences)
    func `a fault says what happened and what to do`(kind: PlanFault.Kind, sentence: String) {
        let fault = PlanFault(kind, at: Self.place)
        let line = fault.line(in: "p")
        let severity = fault.severity.rawValue
        #expect(line == "p/a.yaml:3:5: \(severity) \(fault.code.rawValue): \(sentence)")
        // A formula's fault says it all in one phrase, and stands above its excerpt.
        if fault.code != .formula { #expect(line.hasSuffix(".")) }
    }

    @Test func `every code has a sentence`() {
        let told = Set(Self.sentences.map { PlanFault($0.0, at: Self.place).code })
        let missing = PlanFault.Code.allCases.filter { !told.contains($0) }
        #expect(missing == [], "add a sentence for each")
    }

    private static let sentences =
        files + values + references + mappings + rules + catalogues + forms
        + unitSentences + correctionSentences
        + scorecardSentences

    private static let files: [(PlanFault.Kind, String)] = [
        (
            .unreadable(file: "x.yaml", reason: "no such file"),
            "x.yaml cannot be read: no such file. Put the file there, or change the name."
        ),
        (.tooLarge(limit: 9), "the file is larger than 9 bytes. Split it."),
        (.notUTF8, "the file holds bytes that are not UTF-8. Save the file as UTF-8."),
        (
            .emptyFile,
            "the file holds nothing. Fill it, or take its name out of the pipeline."
        ),
        (
            .noFileMatches("k/*"),
            "no file matches k/*. Names are relative to the pipeline file."
        ),
        (
            .pipelineName("đêm nay"),
            "'đêm nay' cannot name runs: the name of a pipeline file has letters from a to z and A "
                + "to Z, digits, '.', '_' and '-' alone, at most 100, and begins with neither '.' "
                + "nor 'tmp-'. Give the file another name, such as nightly.yaml."
        ),
        (
            .pipelineName(""),
            "the name of the pipeline file is empty before its extension, and runs are named after "
                + "it. Give the file another name, such as nightly.yaml."
        ),
        (
            .syntax(problem: "x"),
            "this is not YAML: x. Mend the text; texts with : or # or quotes belong in quotes."
        ),
        (
            .tooDeep(limit: 9),
            "values lie within values more than 9 deep. No pipeline file needs that."
        ),
        (.tooManyValues(limit: 9), "the file holds more than 9 values. Split it."),
        (
            .anchor,
            "anchors and aliases (&name, *name) are refused. "
                + "Write the value out; a text that begins with * or & needs quotes."
        ),
        (.keyIsNoText, "a key must be a text. Write a name before the colon."),
        (
            .duplicateKey("a"),
            "the key 'a' stands twice in one mapping. Take one of the two away, or rename it."
        ),
    ]

    private static let values: [(PlanFault.Kind, String)] = [
        (.unknownKey("a", known: ["b", "c"]), "unknown key 'a'. Known here: b, c."),
        (.missingKey("a"), "'a' is missing. Add it."),
        (
            .wrongShape(expected: .list, found: .text),
            "expected a list, found a text. Write it in that form."
        ),
        (.unknownWord("a", known: ["b", "c"]), "unknown word 'a'. Known here: b, c."),
        (
            .malformed("x", expected: .day),
            "'x' is not a day such as 2025-01-31. Write such a one."
        ),
        (.outOfRange(9, low: 1, high: 5), "9 is not between 1 and 5. Write such a one."),
        (
            .emptyInterval(start: "2025", end: "2024"),
            "2025 does not lie before 2024. "
                + "Intervals are half-open: the end no longer belongs to them."
        ),
        (
            .nameTwice("a", first: other),
            "'a' stands here a second time; first at b.yaml:7:1. "
                + "Take one of the two away, or rename it."
        ),
        (.notApplicable(key: "a", to: "b"), "'a' is not for b. Take it out."),
    ]

    private static let references: [(PlanFault.Kind, String)] = [
        (.unknownInput("a"), "the pipeline has no input 'a'. Name an input of the pipeline."),
        (
            .kindMismatch(input: .case, mapping: .step),
            "the input is of kind case, its mapping of kind step. "
                + "Name another mapping, or change the kind."
        ),
        (.unknownColumn("a", of: "b"), "b has no column 'a'. Name a column that is there."),
        (
            .missingColumn("a", kind: .case),
            "a mapping of kind case cannot do without 'a'. Say where it is found."
        ),
        (
            .unknownTable("a"),
            "no input fills a table 'a'. Name case, step, survey, or a record input."
        ),
        (
            .notALevel("a", table: "case"),
            "'a' is not a column of codes of table case. Name agency or a column of type code."
        ),
        (
            .unknownPeriod("a"),
            "'a' is no period of this pipeline. Name month, quarter, half, year, or a named period."
        ),
        (
            .needsFile(.calendar, for: "working_time"),
            "working_time needs a file that the pipeline does not name ('calendar'). "
                + "Add 'calendar:' to the pipeline."
        ),
    ]

    private static let forms: [(PlanFault.Kind, String)] = [
        (
            .noSuchKPI("k"),
            "the pipeline has no KPI 'k'. Name a KPI of a file under 'kpis'."
        ),
        (
            .notForForm(kpi: "k", lacks: .count),
            "KPI 'k' does not count rows, as a column of a form does. "
                + "Name a KPI with value: count(*), without scale."
        ),
        (
            .notForForm(kpi: "k", lacks: .level("unit")),
            "KPI 'k' is not computed for the level 'unit' that the form needs. "
                + "Add unit to its levels, or arrange the rows otherwise."
        ),
        (
            .unknownFormColumn(14),
            "the form has no column 14. Name columns by the numbers that the form gives them."
        ),
    ]

    private static let mappings: [(PlanFault.Kind, String)] = [
        (.nearCanonical("a"), "the extra column 'a' looks misspelt. Give it a more distinct name."),
        (
            .typeConflict(column: "a", declared: .code, elsewhere: .instant),
            "column 'a' is code here and instant elsewhere. Give it one type."
        ),
        (
            .instantFormat(.blankEnd, pattern: "x "),
            "the format 'x ' cannot be used: it begins or ends with a space. "
                + "Write the format as the manual of mappings has it."
        ),
        (
            .badPath("a[", offset: 1),
            "'a[' is no path to a field or element, from byte 2 on. "
                + "Write it as a/b, a[@key='name']/@value, @name or '.'."
        ),
        (.twoMeanings("a"), "'a' has two meanings. Keep one of them."),
        (
            .derivedFromDerived("a", other: "b"),
            "the derived column 'a' reads 'b', which is derived itself. "
                + "Write the other formula out in its place."
        ),
        (
            .derivedCycle(["a", "b", "a"]),
            "derived columns read one another: a → b → a. "
                + "Let one of them read mapped columns alone."
        ),
    ]

    private static let rules: [(PlanFault.Kind, String)] = [
        (
            .noDataSource(kpi: "k"),
            "KPI 'k' does not say where its data come from. "
                + "Add source: {system: …, owner: …, collected: …}."
        ),
        (
            .oneMeasure(kpi: "k"),
            "KPI 'k' needs a numerator and a denominator, or a value, not both. "
                + "Keep one of the two forms."
        ),
        (
            .datedName(.lacks(.day), pattern: "a-yyyyMM"),
            "no date can be read by 'a-yyyyMM': the day is missing. Write it as igate-yyyyMMdd*, "
                + "with HHmmss behind it if need be; put words with yy, MM, dd, HH, mm or ss of "
                + "their own into quotes."
        ),
        (
            .overlappingVersions(
                kpi: "k", versions: [1, 2], days: "from 2025-01-01", other: other),
            "versions 1 and 2 of KPI 'k' are both in force from 2025-01-01; the other is at "
                + "b.yaml:7:1. End one with valid: {until: …} where the next begins."
        ),
        (
            .gapBetweenVersions(kpi: "k", versions: [1, 2], days: "from 2025-01-01 to 2025-01-31"),
            "between versions 1 and 2 of KPI 'k' none is in force from 2025-01-01 to 2025-01-31. "
                + "Let one begin where the other ends."
        ),
        (
            .formula(FormulaFault(.filterOnFunction("date"), at: 0..<1), text: "date(a)"),
            FormulaFault.Kind.filterOnFunction("date").description
        ),
        (
            .target(.unknownLevel("officer", kpi: "k")),
            "the target is for level 'officer', and KPI 'k' is not computed for it. "
                + "Add the level to 'levels', or take the target out."
        ),
        (
            .target(.unknownMember("H1", level: "unit")),
            "the target is for 'H1', which the catalogue of level 'unit' lacks. "
                + "Name a member that is there, or add it to the catalogue."
        ),
        (
            .target(.overlap(kpi: "k", other: other)),
            "two targets of KPI 'k' are for the same figures on the same day; "
                + "the other is at b.yaml:7:1. "
                + "End one with 'until' where the other begins, or take one away."
        ),
        (
            .target(.unusedPeriod("year", kpi: "k")),
            "the target is for period 'year', and KPI 'k' is not computed for such. "
                + "Add the length to 'every', or name another period."
        ),
        (
            .target(.neverInForce(kpi: "k", version: 2)),
            "the target is in force on no day on which version 2 of KPI 'k' is. "
                + "Put it in the version that is in force then, or change its days."
        ),
        (
            .target(.gap(kpi: "k", days: "from 2025-07-01 to 2025-07-31")),
            "between this target of KPI 'k' and the one before it none is in force "
                + "from 2025-07-01 to 2025-07-31. Let one begin where the other ends."
        ),
        (
            .target(.unitNotThere("H1", days: "to 2025-06-30")),
            "the target is for unit 'H1', which is there to 2025-06-30 and not while it is in "
                + "force. Name the unit that is there then, or change the days of the target."
        ),
        (
            .objective(.unknown("o")),
            "there is no objective 'o'. Name an objective of the objectives file, or add it there."
        ),
        (
            .objective(.idle("o")),
            "no KPI serves the objective 'o'. Let a KPI name it, or take it out."
        ),
        (
            .objective(.term(from: "2025-01-01", until: "2029-01-01")),
            "the term from 2025-01-01 until 2029-01-01 is not of one to three years. "
                + "An objective is set for one to three years; 'until' is the day after the last."
        ),
        (
            .objective(.cycle(["a", "b", "a"])),
            "an objective is a part of itself: a → b → a. Let the chain of 'part_of' end."
        ),
    ]

    private static let catalogues: [(PlanFault.Kind, String)] = [
        (
            .calendar(.wrongNumberOfWeekdays(found: 6)),
            "the calendar contradicts itself: hours for 6 weekdays, not seven. Correct the day."
        ),
        (
            .dayOutsideYear(day: "2024-01-01", year: 2025),
            "2024-01-01 does not lie in 2025. Correct the day."
        ),
        (
            .missingYear(2024),
            "the year 2024 is missing before this one. "
                + "Add the years between: a year left out would be guessed."
        ),
        (
            .uncoveredYear(2027),
            "the year 2027 is missing, and periods in it are computed that ask the calendar. "
                + "Add the year with its closed and made-up days, or end the periods before it."
        ),
        (
            .fieldCount(found: 3, expected: 4),
            "3 fields where 4 are due. Fill the line up, or quote fields that hold a comma."
        ),
        (
            .brokenQuote,
            "a quote is not closed, or text stands beside it. A quote within quotes is doubled."
        ),
        (
            .unknownParent("H1"),
            "the parent 'H1' is no unit of this file. "
                + "Add the parent, or leave the field empty at the top."
        ),
        (
            .parentCycle(["a", "b", "a"]),
            "a unit lies below itself: a → b → a. Let the chain of parents end."
        ),
    ]
}
