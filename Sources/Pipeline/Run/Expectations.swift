import FoundationEssentials
import Ledger
import Tabular

/// Stops the run where an input has no file or has one that could not be had.
///
/// An input that says `on_bad_file: skip` goes on without its bad files, but not without any.
func require(_ findings: [Finding], _ plan: Plan) throws(RunError) {
    let stopping = findings.filter { finding in
        let input = plan.inputs.first { $0.name == finding.place.input }
        return finding.code == .inputMissing || input?.onBadFile != .skip
    }
    if !stopping.isEmpty { throw .inputUnusable(stopping) }
}

/// Stops the run where an input has become much smaller than the pipeline allows, or is empty.
func requireFilled(
    _ dataset: Dataset, _ plan: Plan, _ request: RunRequest, since workspace: Workspace
) throws {
    var stopping: [Finding] = []
    for input in plan.inputs {
        guard let expectation = input.expectation else { continue }
        let read = dataset.accounts.filter { $0.input == input.name }
            .reduce(0) { $0 + $1.account.read }
        let place = FindingPlace(
            input: input.name, file: input.files.joined(separator: ", "), object: "")
        if read == 0 {
            stopping.append(Finding(.inputEmpty, at: place))
            continue
        }
        guard let shrink = expectation.shrink, !request.acceptsShrink, request.receivedBy == nil,
            let before = try recordsBefore(input.name, plan, in: workspace)
        else { continue }
        // read < before × (100 − shrink) %, in whole numbers.
        if read * 100 < before * (100 - shrink) {
            stopping.append(
                Finding(.inputShrunk, at: place, hint: "\(read) records, \(before) in the last run")
            )
        }
    }
    if !stopping.isEmpty { throw RunError.inputUnusable(stopping) }
}

/// Records that the input had in the last published run of the same pipeline; nil without one.
///
/// Runs made from what was known at an earlier instant had fewer for a reason.
private func recordsBefore(
    _ input: String, _ plan: Plan, in workspace: Workspace
) throws -> Int? {
    for seal in try workspace.journal().seals.reversed()
    where isRun(seal.run, of: plan.name) {
        if try workspace.manifest(ofRun: seal.run).receivedBy != nil { continue }
        let path = workspace.path(ofRun: seal.run) + "/accounts.csv"
        var reader = try CSVReader(
            source: FileBytes(path: path), dialect: CSVDialect(delimiter: UInt8(ascii: ",")),
            encoding: .utf8)
        let fields = ["input", "read"].compactMap { reader.header.firstIndex(of: $0) }
        guard fields.count == 2 else { return nil }
        reader.select(fields)
        var batch = RecordBatch(columns: 2)
        var children: [RecordBatch] = []
        var total: Int?
        while try reader.next(into: &batch, children: &children) {
            for record in 0..<batch.count where batch.text(batch.fields[0], record) == input {
                total = (total ?? 0) + (Int(batch.text(batch.fields[1], record)) ?? 0)
            }
        }
        return total
    }
    return nil
}

/// Whether a run's name is the pipeline's and a moment: `nightly-20250601T020000`, `…-2`.
func isRun(_ run: String, of pipeline: String) -> Bool {
    guard run.hasPrefix(pipeline + "-") else { return false }
    let moment = Array(run.utf8.dropFirst(pipeline.utf8.count + 1))
    guard moment.count >= 15, moment[8] == UInt8(ascii: "T") else { return false }
    return moment.prefix(8).allSatisfy { (0x30...0x39).contains($0) }
}
