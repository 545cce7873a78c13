import ArgumentParser
import Pipeline

/// Makes sample data: a province's year with all the hazards of real exports, and the truth.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Make a made-up province's exports and survey.",
        discussion: """
            The same cases, seed and options give the same bytes. `truth.csv` \
            beside the exports says what a correct reader must find in them.
            """)

    @Option(help: "Number of cases.") var cases: Int
    @Option(help: "Seed; another one makes another world.") var seed: UInt64 = 1
    @Option(help: "Folder to write to; must be empty or not there.", completion: .directory)
    var out: String
    @Option(help: "Formats, separated by commas: csv, xml.") var formats = "csv,xml"
    @Option(
        help: """
            Number of exports of each system; beyond 365 they hold as many cases each. Default: \
            30 lists and 12 XML files, or 6 and 1 for less than 100 000 cases.
            """)
    var exports: Int?
    @Flag(help: "Nothing wrong with any record or file; copies and versions there are.")
    var clean = false
    @Flag(help: "Compress the exports with gzip.") var compress = false

    func validate() throws {
        _ = try wanted()
        if cases < 1 { throw ValidationError("--cases must be at least 1.") }
    }

    /// The formats that were asked for.
    private func wanted() throws -> Set<ExportFormat> {
        var wanted: Set<ExportFormat> = []
        for word in formats.split(separator: ",") {
            guard let format = ExportFormat(rawValue: String(word)) else {
                throw ValidationError("--formats '\(word)': expected csv or xml.")
            }
            wanted.insert(format)
        }
        return wanted
    }

    func run() throws {
        try atTheDoor {
            let world = try generateWorld(
                cases: cases, seed: seed, formats: try wanted(), compressed: compress,
                exports: exports, clean: clean, into: out)
            let counts =
                "\(world.files.count) files, \(world.records) records, \(world.bytes) bytes"
            print(printable("\(counts) in \(out)"))
            return .done
        }
    }
}
