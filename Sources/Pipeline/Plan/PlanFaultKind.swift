package import Columnar

extension PlanFault {
    /// What can be wrong with the files of a plan: data only, `PlanFaultMessages` makes sentences.
    package enum Kind: Sendable, Equatable {
        /// The file cannot be read; the system's reason.
        case unreadable(file: String, reason: String)
        /// The file is larger than the limit, in bytes.
        case tooLarge(limit: Int)
        /// The file holds bytes that are not UTF-8.
        case notUTF8
        /// The file holds nothing.
        case emptyFile
        /// No file matches the pattern.
        case noFileMatches(String)
        /// The name of a pipeline file, of which names of runs cannot be made.
        case pipelineName(String)

        /// The text is not YAML; the parser's word for it.
        case syntax(problem: String)
        /// Values lie within values more deeply than the limit.
        case tooDeep(limit: Int)
        /// More values than the limit.
        case tooManyValues(limit: Int)
        /// An anchor or alias, which are refused.
        case anchor
        /// A key that is not text.
        case keyIsNoText
        /// A key that stands twice in one mapping.
        case duplicateKey(String)

        /// A key that means nothing here.
        case unknownKey(String, known: [String])
        /// A key that must be there.
        case missingKey(String)
        /// Text where a list should be, and the like.
        case wrongShape(expected: Shape, found: Shape)
        /// A word that is not in a closed list.
        case unknownWord(String, known: [String])
        /// A text that is not of the expected form.
        case malformed(String, expected: Form)
        /// A number outside its limits.
        case outOfRange(Int, low: Int, high: Int)
        /// A start that does not lie before its end.
        case emptyInterval(start: String, end: String)
        /// A name that is given twice.
        case nameTwice(String, first: PlanPlace)
        /// A key that means nothing for a column of this type or a mapping of this form.
        case notApplicable(key: String, to: String)

        /// The command line names an input that the pipeline lacks.
        case unknownInput(String)
        /// The mapping is for another kind of record than the input says.
        case kindMismatch(input: TableKind, mapping: TableKind)
        /// A column that the table or the mapping lacks.
        case unknownColumn(String, of: String)
        /// A column that a table of this kind cannot do without.
        case missingColumn(String, kind: TableKind)
        /// A table that no input fills.
        case unknownTable(String)
        /// A level that is neither the agency nor a column of codes.
        case notALevel(String, table: String)
        /// A length or name of period that the pipeline does not compute.
        case unknownPeriod(String)
        /// Something needs a file that the pipeline does not name.
        case needsFile(PlanSource.Role, for: String)
        /// A KPI that the pipeline lacks.
        case noSuchKPI(String)

        /// An extra column whose name looks like a misspelt column of the kind.
        case nearCanonical(String)
        /// A column declared with another type than it has elsewhere.
        case typeConflict(column: String, declared: ColumnType, elsewhere: ColumnType)
        /// A pattern of instants that cannot be used.
        case instantFormat(InstantPatternFault, pattern: String)
        /// A form of file names by which no date can be read.
        case datedName(InstantPatternFault, pattern: String)
        /// A path within XML that cannot be used; from which byte on, where that is known.
        case badPath(String, offset: Int?)
        /// A text that has two meanings.
        case twoMeanings(String)
        /// A derived column whose formula reads another derived column.
        case derivedFromDerived(String, other: String)
        /// Derived columns whose formulas read one another in a circle.
        case derivedCycle([String])

        /// A KPI that does not say where its data come from.
        case noDataSource(kpi: String)
        /// A KPI with both or neither of `value` and `numerator`.
        case oneMeasure(kpi: String)
        /// Two versions of a KPI in force on the same days.
        case overlappingVersions(kpi: String, versions: [Int], days: String, other: PlanPlace)
        /// Days on which no version of a KPI is in force.
        case gapBetweenVersions(kpi: String, versions: [Int], days: String)
        /// A target that cannot be used.
        case target(TargetFault)
        /// An objective that cannot be used, or that nothing serves.
        case objective(ObjectiveFault)
        /// A formula that cannot be used.
        case formula(FormulaFault, text: String)
        /// A scorecard that cannot be used.
        case scorecard(ScorecardFault)

        /// A calendar whose parts contradict each other.
        case calendar(CalendarFault)
        /// A day listed under another year.
        case dayOutsideYear(day: String, year: Int)
        /// Years must follow one another: this one is not covered.
        case missingYear(Int)
        /// A year in which periods are computed and that the calendar lacks.
        case uncoveredYear(Int)

        /// A line of a table with another number of fields than its header.
        case fieldCount(found: Int, expected: Int)
        /// A quote that is not closed, or stands within a field.
        case brokenQuote
        /// A parent that is no unit of the file.
        case unknownParent(String)
        /// A unit that lies below itself.
        case parentCycle([String])
        /// Two units bear one code on the same day.
        case overlappingUnits(String, other: PlanPlace)
        /// Days between two units of one code on which none bears it.
        case gapBetweenUnits(String, until: String, from: String)
        /// A parent that is not there all the time; from which day on it is missing.
        case parentOutsideValidity(String, from: String)

        /// A code that no unit ever bore.
        case unknownUnit(String)
        /// No unit of that code ended on the day.
        case noUnitEnding(String, day: String)
        /// No unit of that code was in force on the day.
        case unitNotInForce(String, day: String)
        /// A unit that follows itself.
        case successionCircle([String])
        /// The parts of a divided unit are more than the whole.
        case sharesAboveOne(String)
        /// A unit that ended and of which the succession table says nothing.
        case noSuccessor(String, day: String)

        /// Two terms of which neither is the more special one, in force on the same day.
        case overlappingTerms(other: PlanPlace)
        /// A code that the catalogue of a file lacks.
        case notInCatalogue(String, file: String)
        /// A number without a unit, or a unit without a number.
        case halfATerm
        /// Procedures that have no term anywhere.
        case withoutTerm([String])

        /// A KPI whose figures cannot stand in a form's column.
        case notForForm(kpi: String, lacks: FormNeed)
        /// An identity names a column that the form lacks.
        case unknownFormColumn(Int)

        /// A correction that cannot be used.
        case correction(CorrectionFault)

        /// How bad it is.
        var severity: Severity {
            switch self {
            case .nearCanonical, .gapBetweenVersions, .gapBetweenUnits, .noSuccessor, .withoutTerm,
                .objective(.idle), .target(.neverInForce), .target(.gap):
                .warning
            case .scorecard(let fault): fault.severity
            default: .error
            }
        }
    }

    /// What a YAML value looks like.
    package enum Shape: String, Sendable {
        /// Nothing.
        case nothing
        /// Text.
        case text
        /// A list.
        case list
        /// A mapping.
        case map
    }

    /// What a KPI must have to fill a column of a form.
    package enum FormNeed: Sendable, Equatable {
        /// It counts rows.
        case count
        /// It is computed for a level.
        case level(String)
    }

    /// The form that a text should have.
    package enum Form: String, Sendable, CaseIterable {
        /// A whole number.
        case integer
        /// A decimal number.
        case decimal
        /// A decimal number above 0.
        case positive
        /// `true` or `false`.
        case flag
        /// `yyyy-MM-dd`.
        case day
        /// `MM-dd`.
        case dayOfYear
        /// `yyyy-MM-dd` or `yyyy-MM-dd HH:mm:ss`.
        case instant
        /// `HH:mm`.
        case timeOfDay
        /// `20%`.
        case percent
        /// `8 hours`.
        case interval
        /// `0.25` or `1/3`, above 0 and at most 1.
        case share
        /// `+07:00` or `as-written`.
        case zone
        /// `07:30-11:30`.
        case hours
        /// One of `,` `;` `|` and TAB.
        case delimiter
        /// A name for a column.
        case columnName
        /// A name for a mapping, a KPI, an input or a period.
        case name
        /// `3 = 4 + 5 + 6`.
        case identity
        /// A name or number for an item of a scorecard.
        case itemName
    }
}
