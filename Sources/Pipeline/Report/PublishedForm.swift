import Columnar
import Ledger
import Tabular

/// Which filled form somebody wants to see.
package struct FormRequest: Sendable {
    /// Name of the form, as `II.06`.
    package var form: String
    /// Name of the period, as `2025-Q2`.
    package var period: String
    /// The level whose members are the rows; nil: the form's usual one.
    package var level: String?
    /// Path of the workspace.
    package var workspace: String
    /// The run; nil: the one that is published.
    package var run: String?

    /// A request.
    package init(
        form: String, period: String, level: String?, workspace: String, run: String? = nil
    ) {
        self.form = form
        self.period = period
        self.level = level
        self.workspace = workspace
        self.run = run
    }
}

/// A filled form of a sealed run, as its `forms.csv` has it, and what its file says.
package struct PublishedForm: Sendable {
    /// The form, from the archived pipeline.
    package var form: Form
    /// How its rows are arranged.
    package var arrangement: FormArrangement
    /// The header of `forms.csv`.
    package var header: [String]
    /// The lines of the table; the total is the last.
    package var lines: [[String]]
}

/// The form that was asked for; throws with the nearest name where there is none.
package func publishedForm(_ request: FormRequest) throws -> PublishedForm {
    let workspace = Workspace(existing: request.workspace)
    let sealed = try SealedFiles(workspace, run: try runName(request.run, in: workspace))
    var (header, lines) = try sealedLines(sealed.bytes(RunFiles.formsName))
    func narrow(_ field: Int, to text: String, called part: String) throws(RunError) {
        let names = lines.map { $0[field] }
        guard names.contains(text) else {
            throw .noSuchForm(part: part, name: text, hint: nearest(to: text, among: names))
        }
        lines = lines.filter { $0[field] == text }
    }
    try narrow(0, to: request.form, called: "the name")
    try narrow(2, to: request.period, called: "the period")
    let plan = try archivedPlan(sealed.manifest, in: workspace)
    guard
        let form = plan.forms.first(where: {
            $0.name == request.form && "\($0.version)" == lines[0][1]
        }), let usual = form.arrangements.first
    else { throw RunError.noSuchForm(part: "the name", name: request.form, hint: nil) }
    try narrow(5, to: request.level ?? usual.level, called: "rows by")
    let arrangement = form.arrangements.first { $0.level == lines[0][5] } ?? usual
    return PublishedForm(form: form, arrangement: arrangement, header: header, lines: lines)
}

extension PublishedForm {
    /// The lines of the form as `forms.csv` has them, with their header.
    package var csv: String {
        // The lines were neutralized when they were sealed; what is printed is what was sealed.
        let writer = CSVWriter(formulas: .kept)
        var bytes: [UInt8] = []
        writer.append(header, to: &bytes)
        for line in lines { writer.append(line, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
