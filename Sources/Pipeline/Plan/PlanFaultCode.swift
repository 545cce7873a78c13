extension PlanFault {
    /// The stable code of a kind of fault.
    ///
    /// 1 files, 2 YAML, 3 values, 4 references, 5 mappings, 6 KPIs, 7 calendars, 8 catalogues,
    /// 9 forms.
    package enum Code: String, Sendable, CaseIterable {
        case unreadable = "P-101"
        case tooLarge = "P-102"
        case notUTF8 = "P-103"
        case emptyFile = "P-104"
        case noFileMatches = "P-105"

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
        case unknownKPI = "P-409"

        case nearCanonical = "P-501"
        case typeConflict = "P-502"
        case instantFormat = "P-503"
        case badPath = "P-504"
        case twoMeanings = "P-505"

        case noDataSource = "P-601"
        case oneMeasure = "P-602"
        case overlappingVersions = "P-603"
        case gapBetweenVersions = "P-604"
        case formula = "P-605"

        case calendar = "P-701"
        case dayOutsideYear = "P-702"
        case missingYear = "P-703"

        case fieldCount = "P-801"
        case brokenQuote = "P-802"
        case unknownParent = "P-803"
        case parentCycle = "P-804"

        case notForForm = "P-901"
        case unknownFormColumn = "P-902"
    }

    /// The stable code of this fault.
    package var code: Code {
        switch kind {
        case .unreadable: .unreadable
        case .tooLarge: .tooLarge
        case .notUTF8: .notUTF8
        case .emptyFile: .emptyFile
        case .noFileMatches: .noFileMatches
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
        case .unknownKPI: .unknownKPI
        case .nearCanonical: .nearCanonical
        case .typeConflict: .typeConflict
        case .instantFormat: .instantFormat
        case .badPath: .badPath
        case .twoMeanings: .twoMeanings
        case .noDataSource: .noDataSource
        case .oneMeasure: .oneMeasure
        case .overlappingVersions: .overlappingVersions
        case .gapBetweenVersions: .gapBetweenVersions
        case .formula: .formula
        case .calendar: .calendar
        case .dayOutsideYear: .dayOutsideYear
        case .missingYear: .missingYear
        case .fieldCount: .fieldCount
        case .brokenQuote: .brokenQuote
        case .unknownParent: .unknownParent
        case .parentCycle: .parentCycle
        case .notForForm: .notForForm
        case .unknownFormColumn: .unknownFormColumn
        }
    }
}
