import Columnar
import Ledger
import Tabular

/// All that one archived file says of cases, read from its bytes.
struct ExportContents: Sendable {
    var form = ExportForm()
    /// Of each case the record that counts in this file, by hash, then identity.
    var rows: [ExportedRow] = []
    /// Why the file says nothing; nil: it was read.
    var failure: String?
    /// Records in which no case code can be read.
    var unidentified = 0
}

/// By what an input's files are read: the pipeline files of one run.
struct ExportRules: Sendable {
    /// The run whose pipeline files they are.
    let run: String
    let plan: Plan
    let input: Input
    let request: NormalizationRequest
    /// What rows are a function of besides the object.
    let key: Digest

    /// The mapping, as a person names it.
    var mapping: String { "\(input.mapping.name) v\(input.mapping.version)" }

    /// The rules of a run for one of its inputs.
    init(_ plan: Plan, _ input: Input, run: String, objects: ObjectStore, key: KeyedHash?) {
        self.run = run
        self.plan = plan
        self.input = input
        let isKeyed = input.keepsKeyedColumns
        request = NormalizationRequest(
            plan: plan, objects: objects, key: isKeyed ? key : nil, threads: 1)
        self.key = Self.key(plan, input, isKeyed ? key : nil)
    }

    private static func key(_ plan: Plan, _ input: Input, _ key: KeyedHash?) -> Digest {
        var roles: Set<PlanSource.Role> = []
        for case .code(let reading) in input.mapping.columns.map(\.type) {
            switch reading.lookup {
            case .procedureName: roles.insert(.procedures)
            case .unitName: roles.insert(.units)
            case nil: break
            }
        }
        if !input.mapping.derived.isEmpty { roles.insert(.calendar) }
        var lines = ["minhbach history 1", Program.version]
        for source in plan.sources
        where roles.contains(source.role) || source.name == input.mapping.place.file {
            lines.append("\(source.role.rawValue) \(Digest.of(source.bytes).hex)")
        }
        if let key { lines.append(key.digest(Array("history".utf8)).hex) }
        return Digest.of(Array(lines.joined(separator: "\n").utf8))
    }
}

extension Input {
    /// Whether a column of its files is kept as a keyed hash.
    var keepsKeyedColumns: Bool {
        (mapping.columns + mapping.children.flatMap(\.columns)).contains { $0.privacy == .keyed }
    }
}

extension ExportRules {
    /// Reads an archived file; of several records of one case the one that counts is kept.
    ///
    /// A record counts before another if it can be read, then by the time of change, then by
    /// content, as in deduplication: the order of records does not matter.
    func read(_ object: Digest) throws -> ExportContents {
        let path = request.objects.path(of: object)
        let headers = request.headers[input.name] ?? HeaderMatches()
        var contents = ExportContents()
        var gathering = RowGathering(self)
        var findings: [HeaderMatch.HeaderFinding] = []
        let failure = readFile(
            ArchivedFile(path: path), as: request.shape(of: input), findings: &findings,
            headers: headers,
            into: PartSink { part, children in
                var (part, children) = (part, children)
                try part.resolve()
                part.settle(input.mapping.drops)
                for index in children.indices { try children[index].resolve() }
                try gathering.add(part, children)
            })
        // What the machine failed to read says nothing of the file.
        if case .broken(let error) = failure, case .system = error.kind { throw error }
        if let failure {
            contents.failure = failure.sentence
            return contents
        }
        let present = try columnsPresent(at: path, by: input.mapping, headers: headers)
        (contents.form, contents.rows) = try gathering.finish(present: present)
        contents.unidentified = gathering.unidentified
        if contents.rows.isEmpty { contents.failure = "no record of a case" }
        return contents
    }
}

extension FileFailure {
    /// What is wrong with the file, without a full stop.
    fileprivate var sentence: String {
        switch self {
        case .broken(let error): error.sentence
        case .header(let code, let column, let value, _):
            ([code.message.title] + [column, value].compactMap { $0 }).joined(separator: ": ")
        case .tooLarge: "more text than a column holds"
        }
    }
}
