import ArgumentParser
import Pipeline

/// Shows which facts about bad data are new.
struct FindingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings",
        abstract: "Show what is wrong with the data, what of it is new, and who takes care.",
        discussion: """
            A finding is new when the run before of the same pipeline had none like it: the same \
            code, input, column and value. Those that the pipeline's `known` file lists have an \
            owner and a last day, and are no news until then.
            """)

    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @Option(help: "Name of the run to compare with. Default: the one before.") var since: String?
    @Flag(help: "List the repeated ones, too.") var all = false
    @Flag(help: "One JSON object a line, with every finding.") var json = false
    @OptionGroup var shared: WorkspaceOptions

    func run() throws {
        try atTheDoor {
            let (run, news) = try findingNews(
                workspace: shared.workspace, run: name, since: since)
            if json {
                print(news.json, terminator: "")
            } else {
                for line in news.text(of: run, showsAll: all) { print(printable(line)) }
            }
            return .done
        }
    }
}
