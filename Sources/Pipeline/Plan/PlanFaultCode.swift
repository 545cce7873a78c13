extension PlanFault {
    /// The stable code of a kind of fault.
    ///
    /// 1 files, 2 YAML, 3 values, 4 references, 5 mappings, 6 KPIs, 7 calendars, 8 catalogues
    /// and, from 831 on, corrections, 9 scorecards and, from 951 on, forms.
    package enum Code: String, Sendable, CaseIterable {
        case unreadable = "P-101"
        case tooLarge = "P-102"
        case notUTF8 = "P-103"
        case emptyFile = "P-104"
        case noFileMatches = "P-105"
        case pipelineName = "P-106"

        case syntax = "P-201"
        case tooDeep = "P-202"
        case tooManyValues = "P-203"
        case anchor = "P-204"
        case keyIsNoText = "P-205"
        case duplicateKey = "P-206"
        case unknownKey = "P-207"
        case missingKey = "P-208"
        case wrongShape = "P-209"

        case unknownWord = "P-301"
        case malformed = "P-302"
        case outOfRange = "P-303"
        case emptyInterval = "P-304"
        case nameTwice = "P-305"
        case notApplicable = "P-306"

        case unknownInput = "P-401"
        case kindMismatch = "P-402"
        case unknownColumn = "P-403"
        case missingColumn = "P-404"
        case unknownTable = "P-405"
        case notALevel = "P-406"
        case unknownPeriod = "P-407"
        case needsFile = "P-408"
        case noSuchKPI = "P-409"

        case nearCanonical = "P-501"
        case typeConflict = "P-502"
        case instantFormat = "P-503"
        case badPath = "P-504"
        case twoMeanings = "P-505"
        case derivedFromDerived = "P-506"
        case derivedCycle = "P-507"
        case datedName = "P-511"

        case noDataSource = "P-601"
        case oneMeasure = "P-602"
        case overlappingVersions = "P-603"
        case gapBetweenVersions = "P-604"
        case formula = "P-605"

        case targetLevel = "P-621"
        case targetMember = "P-622"
        case targetsOverlap = "P-623"
        case targetPeriod = "P-624"
        case targetNeverInForce = "P-625"
        case gapBetweenTargets = "P-626"
        case targetUnitNotThere = "P-627"

        case unknownObjective = "P-631"
        case idleObjective = "P-632"
        case objectiveTerm = "P-633"
        case objectiveCycle = "P-634"

        case calendar = "P-701"
        case dayOutsideYear = "P-702"
        case missingYear = "P-703"
        case uncoveredYear = "P-704"

        case fieldCount = "P-801"
        case brokenQuote = "P-802"
        case unknownParent = "P-803"
        case parentCycle = "P-804"
        case overlappingUnits = "P-805"
        case gapBetweenUnits = "P-806"
        case parentOutsideValidity = "P-807"
        case unknownUnit = "P-808"
        case noUnitEnding = "P-809"
        case unitNotInForce = "P-810"
        case successionCircle = "P-811"
        case sharesAboveOne = "P-812"
        case noSuccessor = "P-813"

        case overlappingTerms = "P-814"
        case notInCatalogue = "P-815"
        case halfATerm = "P-816"
        case withoutTerm = "P-817"

        case fixedColumn = "P-831"
        case nothingCorrected = "P-832"
        case ownApproval = "P-833"
        case brokenChain = "P-834"
        case noCodeOfRows = "P-835"
        case emptiedColumn = "P-836"
        case documentAhead = "P-837"

        case weightSum = "P-901"
        case maximumSum = "P-902"
        case mixedWeights = "P-903"
        case unknownKPI = "P-904"
        case unknownScorecard = "P-905"
        case lacksLevel = "P-906"
        case lacksPeriod = "P-907"
        case noTarget = "P-908"
        case notInForce = "P-909"
        case overlappingScorecards = "P-910"
        case gapBetweenScorecards = "P-911"
        case overlappingLines = "P-912"
        case scorecardCycle = "P-913"
        case otherMaximum = "P-914"
        case noPoints = "P-915"
        case classOrder = "P-916"
        case eachNotShorter = "P-917"

        case notForForm = "P-951"
        case unknownFormColumn = "P-952"
    }

    /// The stable code of this fault.
    package var code: Code {
        switch kind {
        case .unreadable: .unreadable
        case .tooLarge: .tooLarge
        case .notUTF8: .notUTF8
        case .emptyFile: .emptyFile
        case .noFileMatches: .noFileMatches
        case .pipelineName: .pipelineName
        case .syntax: .syntax
        case .tooDeep: .tooDeep
        case .tooManyValues: .tooManyValues
        case .anchor: .anchor
        case .keyIsNoText: .keyIsNoText
        case .duplicateKey: .duplicateKey
        case .unknownKey: .unknownKey
        case .missingKey: .missingKey
        case .wrongShape: .wrongShape
        case .unknownWord: .unknownWord
        case .malformed: .malformed
        case .outOfRange: .outOfRange
        case .emptyInterval: .emptyInterval
        case .nameTwice: .nameTwice
        case .notApplicable: .notApplicable
        case .unknownInput: .unknownInput
        case .kindMismatch: .kindMismatch
        case .unknownColumn: .unknownColumn
        case .missingColumn: .missingColumn
        case .unknownTable: .unknownTable
        case .notALevel: .notALevel
        case .unknownPeriod: .unknownPeriod
        case .needsFile: .needsFile
        case .noSuchKPI: .noSuchKPI
        case .nearCanonical: .nearCanonical
        case .typeConflict: .typeConflict
        case .instantFormat: .instantFormat
        case .datedName: .datedName
        case .badPath: .badPath
        case .twoMeanings: .twoMeanings
        case .derivedFromDerived: .derivedFromDerived
        case .derivedCycle: .derivedCycle
        case .noDataSource: .noDataSource
        case .oneMeasure: .oneMeasure
        case .overlappingVersions: .overlappingVersions
        case .gapBetweenVersions: .gapBetweenVersions
        case .formula: .formula
        case .target(let fault): fault.code
        case .objective(let fault): fault.code
        case .calendar: .calendar
        case .dayOutsideYear: .dayOutsideYear
        case .missingYear: .missingYear
        case .uncoveredYear: .uncoveredYear
        case .fieldCount: .fieldCount
        case .brokenQuote: .brokenQuote
        case .unknownParent: .unknownParent
        case .parentCycle: .parentCycle
        case .overlappingUnits: .overlappingUnits
        case .gapBetweenUnits: .gapBetweenUnits
        case .parentOutsideValidity: .parentOutsideValidity
        case .unknownUnit: .unknownUnit
        case .noUnitEnding: .noUnitEnding
        case .unitNotInForce: .unitNotInForce
        case .successionCircle: .successionCircle
        case .sharesAboveOne: .sharesAboveOne
        case .noSuccessor: .noSuccessor
        case .overlappingTerms: .overlappingTerms
        case .notInCatalogue: .notInCatalogue
        case .halfATerm: .halfATerm
        case .withoutTerm: .withoutTerm
        case .notForForm: .notForForm
        case .unknownFormColumn: .unknownFormColumn
        case .scorecard(let fault): fault.code
        case .correction(let fault): fault.code
        }
    }
}
