import ArgumentParser
import Pipeline

/// Shows what every archived export said of a case, and what changed since a night.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show what every export said of a case, or what changed since a night.",
        discussion: """
            With a case code: every change between exports in a row that speak of the case, with \
            the night on which it was first seen. With --since: all cases whose due date moved, \
            whose end was back-dated or undone, whose status went back, that vanished or came \
            back. Only archived files are read; when a file was made tells its name, where the \
            input says so (`snapshot:`), else its first receipt.
            """)

    @Argument(help: "The case code as received.") var id: String?
    @Option(
        help: ArgumentHelp(
            "List the changes first seen from this night on, or received after this run.",
            valueName: "night|run"))
    var since: String?
    @Option(help: ArgumentHelp("With --since a night: up to before this one.", valueName: "night"))
    var until: String?
    @Option(
        help: ArgumentHelp(
            """
            Only these kinds, such as due-moved,vanished; all kinds: \
            \(CaseChange.Kind.allCases.map(\.rawValue).joined(separator: ", ")).
            """, valueName: "kinds"))
    var kind: String?
    @Flag(help: "Read the exports of which nothing is kept, for quick answers; for cron.")
    var index = false
    @Option(help: "Name of the pipeline. Default: that of the published run.")
    var pipeline: String?
    @Option(help: "Only this input.") var input: String?
    @Option(help: "vi or en. Default: both.") var lang: LanguageWord?
    @Option(help: "text, csv or json.") var format: HistoryForm = .text
    @OptionGroup var shared: WorkspaceOptions
    @OptionGroup var work: ComputationOptions

    func validate() throws {
        let asked = [id != nil, since != nil, index].count { $0 }
        guard asked == 1 else {
            throw ValidationError("Name a case code, or --since a night or run, or --index.")
        }
        if until != nil, since == nil { throw ValidationError("--until goes with --since.") }
        _ = try kinds()
        _ = try start()
        _ = try moment(until, of: "--until")
    }

    /// Since when; nil without --since.
    ///
    /// What is written as a date is no name of a run.
    private func start() throws -> HistoryStart? {
        guard let since else { return nil }
        guard isWrittenAsDate(since) else { return .run(since) }
        return try moment(since, of: "--since", or: ", or the name of a run")
            .map { .night($0.local) }
    }

    /// The kinds of change that are asked for; nil: those that are usual.
    private func kinds() throws -> Set<CaseChange.Kind>? {
        guard let kind else { return nil }
        return Set(
            try kind.split(separator: ",").map { word in
                guard let kind = CaseChange.Kind(rawValue: String(word)) else {
                    throw ValidationError(
                        "--kind '\(word)': expected some of "
                            + CaseChange.Kind.allCases.map(\.rawValue).joined(separator: ", ") + "."
                    )
                }
                return kind
            })
    }

    func run() throws {
        try atTheDoor {
            let request = HistoryRequest(
                workspace: shared.workspace, pipeline: pipeline, input: input, kinds: try kinds(),
                keyFile: work.keyFile, threads: work.threadCount)
            if let id { return show(try caseHistory(of: id, request)) { $0.caseText($1) } }
            if let start = try start() {
                let end = try moment(until, of: "--until")?.local
                return show(
                    try caseChanges(since: start, until: end, request)
                ) { $0.listText($1) }
            }
            let kept = try keepExports(request)
            printError(kept.noteLines)
            print(
                "history of \(kept.pipeline): \(kept.exports.all) exports, \(kept.readings) read, "
                    + "\(kept.damaged) damaged")
            return .done
        }
    }

    private func show(
        _ history: CaseHistory, _ text: (CaseHistory, Language?) -> [String]
    ) -> ExitStatus {
        printError(history.noteLines)
        switch format {
        case .text: for line in text(history, lang?.language) { print(printable(line)) }
        case .csv: print(history.csv, terminator: "")
        case .json: print(history.json, terminator: "")
        }
        return .done
    }
}

/// Whether a text has the form of a date, perhaps with a time behind it; whether there is such a
/// day is asked afterwards.
///
/// The name of a run has more than a day before its `T`, even where its pipeline is called `2025`.
private func isWrittenAsDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    // As people write days; no run's name has a slash.
    if bytes.contains(UInt8(ascii: "/")) { return true }
    let form = Array("0000-00-00".utf8)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard bytes.count >= form.count,
        zip(bytes, form).allSatisfy({ byte, sign in
            digits.contains(sign) ? digits.contains(byte) : byte == sign
        })
    else { return false }
    let next = bytes.dropFirst(form.count).first
    return next == nil || next == UInt8(ascii: "T") || next == UInt8(ascii: " ")
}

/// How a history is written out.
enum HistoryForm: String, ExpressibleByArgument, CaseIterable {
    case text, csv, json
}

/// A language as the command line writes it.
enum LanguageWord: String, ExpressibleByArgument, CaseIterable {
    case vi, en

    var language: Language { self == .vi ? .vietnamese : .english }
}
