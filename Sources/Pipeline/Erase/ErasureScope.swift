import Columnar
import Ledger
import Tabular

/// One way in which an archived object is, or may be, read.
struct ErasureReading: Sendable {
    let input: Input
    /// Words that the plan knows: in a broken record they are no person's name.
    let words: DeclaredWords
    /// Whether a sealed run has read the object so.
    let isSealed: Bool
}

/// Every raw object of a workspace, with the mappings by which it was ever read.
struct ErasureScope {
    /// The readings of each object; none is there twice.
    private(set) var readings: [Digest: [ErasureReading]] = [:]
    /// Names under which objects were received.
    private(set) var names: [Digest: Set<String>] = [:]
    /// Runs whose pipeline files cannot be read.
    private(set) var unreadable: [String] = []
    /// Inputs whose records name no case.
    private(set) var withoutCase: Set<String> = []
    private var known: [Digest: Set<String>] = [:]

    /// Looks through all sealed runs and all receipts.
    init(_ workspace: Workspace, _ journal: Journal, pipeline: String?) throws {
        var plans: [String: Plan] = [:]
        var byInput: [String: (plan: Plan, input: Input)] = [:]
        for seal in journal.seals {
            guard let manifest = try? SealedFiles(workspace, run: seal.run).manifest else {
                unreadable.append(seal.run)
                continue
            }
            let key = manifest.pipeline.map(\.digest.hex).joined()
            guard let plan = try? plans[key] ?? archivedPlan(manifest, in: workspace) else {
                unreadable.append(seal.run)
                continue
            }
            plans[key] = plan
            for input in plan.inputs { byInput[input.name] = (plan, input) }
            for file in manifest.inputs {
                names[file.digest, default: []].insert(file.name)
                for input in plan.inputs where input.name == file.input {
                    add(input, plan, to: file.digest, isSealed: true)
                }
            }
        }
        let declared = try pipeline.map(Self.plan)
        let roles = Set(PlanSource.Role.allCases.map(\.rawValue))
        for case .objectReceived(let digest, _, let name, let input) in journal.entries.map(\.event)
        where !roles.contains(input) {
            names[digest, default: []].insert(name)
            if readings[digest] == nil, let latest = byInput[input] {
                add(latest.input, latest.plan, to: digest, isSealed: false)
            }
            for other in declared?.inputs ?? [] where other.name == input {
                if let declared { add(other, declared, to: digest, isSealed: false) }
            }
        }
    }

    private static func plan(_ path: String) throws(RunError) -> Plan {
        let request = RunRequest(pipeline: path, workspace: "", now: Moment(local: 0))
        let loaded = Plan.load(request.file, from: .disk(folder: request.folder))
        guard let plan = loaded.plan else {
            throw .planUnusable(loaded.faults, folder: request.folder)
        }
        return plan
    }

    private mutating func add(
        _ input: Input, _ plan: Plan, to digest: Digest, isSealed: Bool
    ) {
        guard input.mapping.caseColumn != nil else {
            withoutCase.insert(input.name)
            return
        }
        let file = plan.sources.first { $0.name == input.mapping.place.file }
        let key = "\(isSealed) \(file.map { Digest.of($0.bytes).hex } ?? "") \(input.name)"
        guard known[digest, default: []].insert(key).inserted else { return }
        readings[digest, default: []].append(
            ErasureReading(
                input: input, words: DeclaredWords(plan, input), isSealed: isSealed))
    }
}

extension Mapping {
    /// The column that says to which case a record belongs.
    var caseColumn: MappedColumn? { column("case_id") }
}

/// Words that the files of an input may hold and that the plan declares.
struct DeclaredWords: Sendable {
    /// The match keys of all.
    private let keys: Set<String>
    /// The texts of dictionaries, which exports also misspell.
    private let texts: [String]

    init(_ plan: Plan, _ input: Input) {
        var words: [String] = []
        var texts: [String] = []
        for column in input.mapping.columns + input.mapping.questions.map(\.column) {
            words += column.nulls
            switch column.type {
            case .code(let reading): texts += (reading.dictionary ?? []).map(\.text)
            case .flag(let rule): words += rule.yes + rule.no + rule.nulls
            default: break
            }
        }
        if let scale = input.mapping.scale {
            texts += scale.levels.map(\.text) + scale.notApplicable
        }
        words += plan.units.flatMap { [$0.code, $0.name] }
        words += plan.procedures.flatMap { [$0.code, $0.name] }
        keys = Set((words + texts).map(matchKey))
        self.texts = texts
    }

    /// Whether a text is one of the words, or nearly one of a dictionary: such a text is shown in
    /// findings, too.
    func hold(_ text: String) -> Bool {
        keys.contains(matchKey(text)) || nearest(to: text, among: texts) != nil
    }
}
