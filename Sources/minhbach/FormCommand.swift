import ArgumentParser
import Pipeline

/// Shows an official table of a sealed run as the form looks.
struct FormCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "form",
        abstract: "Show an official table, such as form II.06, of a sealed run.",
        discussion: """
            The forms are those that the pipeline names under `forms`. Their sums were checked \
            before the run was sealed: a run in which one does not hold publishes nothing.
            """)

    @Argument(help: "Name of the form, such as II.06.") var form: String
    @Option(help: "The period, such as 2025-Q2.") var period: String
    @Option(help: "How the rows go, such as field or unit. Default: as the form says first.")
    var by: String?
    @Option(help: "Name of the run. Default: the one that is published.") var name: String?
    @Option(help: "table or csv.") var format: FormOutput = .table
    @OptionGroup var shared: WorkspaceOptions

    func run() throws {
        try atTheDoor {
            let published = try publishedForm(
                FormRequest(
                    form: form, period: period, level: by, workspace: shared.workspace, run: name))
            switch format {
            case .table: for line in published.text { print(printable(line)) }
            case .csv: print(published.csv, terminator: "")
            }
            return .done
        }
    }
}

/// How a form is written out.
enum FormOutput: String, ExpressibleByArgument, CaseIterable {
    case table, csv
}
