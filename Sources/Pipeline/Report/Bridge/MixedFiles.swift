import Ledger

/// The files and the instant of a run, some of them from before and some from after.
struct MixedFiles: Equatable {
    /// The pipeline files under the names by which the pipeline file knows them.
    var pipeline: [Manifest.PipelineFile]
    /// The raw files under the names of the inputs that the pipeline file knows.
    var inputs: [Manifest.InputFile]
    var asOf: String

    /// Name of the pipeline file.
    var pipelineName: String {
        pipeline.first { $0.role == PlanSource.Role.pipeline.rawValue }?.name ?? ""
    }

    /// A manifest of these files, which no run has made.
    var manifest: Manifest {
        Manifest(
            program: Program.version, run: "", asOf: asOf, pipeline: pipeline, inputs: inputs)
    }

    /// The files that say what rows there are: neither KPIs nor what is made of figures.
    var ofRows: MixedFiles {
        let roles: [PlanSource.Role] = [.kpi, .form, .objectives, .scorecard]
        let others = Set(roles.map(\.rawValue))
        return MixedFiles(
            pipeline: pipeline.filter { !others.contains($0.role) }, inputs: inputs, asOf: "")
    }
}

/// Mixes the files of two runs, cause by cause.
///
/// A pipeline file names the others, so what is put in from the other run is put in under the
/// name by which the pipeline file knows it. What the pipeline file does not name at all comes in
/// with it.
struct FileMixing {
    private let before: Manifest
    private let after: Manifest
    private let inputs: NamePairs
    private let names: [String: NamePairs]

    /// The mixing of two runs; plans tell which mapping an input has, where they can be loaded.
    init(from before: Manifest, _ beforePlan: Plan?, to after: Manifest, _ afterPlan: Plan?) {
        self.before = before
        self.after = after
        let inputs = NamePairs(
            beforePlan?.inputs.map(\.name) ?? before.inputs.map(\.input),
            afterPlan?.inputs.map(\.name) ?? after.inputs.map(\.input))
        self.inputs = inputs
        var mappings: [(String, String)] = []
        for input in beforePlan?.inputs ?? [] {
            guard let other = inputs.after(input.name),
                let match = afterPlan?.inputs.first(where: { $0.name == other })
            else { continue }
            mappings.append((input.mapping.place.file, match.mapping.place.file))
        }
        var names: [String: NamePairs] = [:]
        for role in Set((before.pipeline + after.pipeline).map(\.role)) {
            names[role] = NamePairs(
                before.pipeline.filter { $0.role == role }.map(\.name),
                after.pipeline.filter { $0.role == role }.map(\.name),
                known: role == PlanSource.Role.mapping.rawValue ? mappings : [])
        }
        self.names = names
    }

    /// The files where these causes, and no others, are put in from the later run.
    func files(with steps: Set<BridgeStep>) -> MixedFiles {
        let isLater = steps.contains(.rules)
        let ruling = isLater ? after : before
        var pipeline: [Manifest.PipelineFile] = []
        for file in ruling.pipeline {
            let step = BridgeStep.of(role: file.role)
            if step == .corrections { continue }
            let isOwn = steps.contains(step) == isLater
            pipeline.append(isOwn ? file : counterpart(of: file, isLater: isLater) ?? file)
        }
        // Corrections are laid over rows, whoever names their files.
        let correcting = steps.contains(.corrections) ? after : before
        pipeline += correcting.pipeline.filter { BridgeStep.of(role: $0.role) == .corrections }
        return MixedFiles(
            pipeline: pipeline.sorted { ($0.role, $0.name) < ($1.role, $1.name) },
            inputs: inputFiles(isLater: isLater, isRawLater: steps.contains(.lateData))
                .sorted { ($0.input, $0.digest, $0.name) < ($1.input, $1.digest, $1.name) },
            asOf: steps.contains(.asOf) ? after.asOf : before.asOf)
    }

    /// The other run's file for one of the run whose pipeline file rules, under its name there.
    private func counterpart(
        of file: Manifest.PipelineFile, isLater: Bool
    ) -> Manifest.PipelineFile? {
        guard let pairs = names[file.role],
            let name = isLater ? pairs.before(file.name) : pairs.after(file.name),
            let other = (isLater ? before : after).pipeline.first(where: {
                $0.role == file.role && $0.name == name
            })
        else { return nil }
        return Manifest.PipelineFile(role: file.role, name: file.name, digest: other.digest)
    }

    /// The raw files by the inputs of the run whose pipeline file rules; of an input that the
    /// other run does not have, its own.
    private func inputFiles(isLater: Bool, isRawLater: Bool) -> [Manifest.InputFile] {
        let ruling = isLater ? after : before
        if isRawLater == isLater { return ruling.inputs }
        let raw = isLater ? before : after
        var files: [Manifest.InputFile] = []
        for name in isLater ? inputs.allAfter : inputs.allBefore {
            guard let other = isLater ? inputs.before(name) : inputs.after(name) else {
                files += ruling.inputs.filter { $0.input == name }
                continue
            }
            files += raw.inputs.filter { $0.input == other }.map { file in
                var file = file
                file.input = name
                return file
            }
        }
        return files
    }

    /// What counts with the rules since only one of the pipeline files names it.
    var remarks: [BridgeRemark] {
        var remarks: [BridgeRemark] = []
        for role in names.keys.sorted(by: precedes) {
            let step = BridgeStep.of(role: role)
            guard let pairs = names[role], step != .rules, step != .corrections else { continue }
            remarks += pairs.single.map { .withRules(step, file: $0) }
        }
        return remarks + inputs.single.map { .inputWithRules($0) }
    }
}

/// Which name of a later list stands for which of an earlier one.
struct NamePairs {
    private(set) var allBefore: [String]
    private(set) var allAfter: [String]
    private var pairs: [(before: String, after: String)] = []

    /// Pairs of equal names, then those that are known, then the one that is left on each side.
    init(_ before: [String], _ after: [String], known: [(String, String)] = []) {
        allBefore = Set(before).sorted(by: precedes)
        allAfter = Set(after).sorted(by: precedes)
        pairs = allBefore.filter(allAfter.contains).map { ($0, $0) }
        for (left, right) in known where isFree(left, right) { pairs.append((left, right)) }
        let (left, right) = (loose.before, loose.after)
        if left.count == 1, right.count == 1 { pairs.append((left[0], right[0])) }
    }

    /// The later name for an earlier one.
    func after(_ name: String) -> String? { pairs.first { $0.before == name }?.after }

    /// The earlier name for a later one.
    func before(_ name: String) -> String? { pairs.first { $0.after == name }?.before }

    /// The names that only one list has.
    var single: [String] { loose.before + loose.after }

    private var loose: (before: [String], after: [String]) {
        (allBefore.filter { after($0) == nil }, allAfter.filter { before($0) == nil })
    }

    private func isFree(_ left: String, _ right: String) -> Bool {
        after(left) == nil && before(right) == nil && allBefore.contains(left)
            && allAfter.contains(right)
    }
}
