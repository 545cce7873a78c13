import Columnar
import FoundationEssentials
import Ledger

/// What a pack is made of, as it comes together.
struct Evidence {
    let manifest: Manifest
    /// The runs from which figures were taken.
    let taken: [String]
    let pseudonyms: Pseudonyms
    let request: PackRequest
    /// The facts of every KPI, in the order of runs, tables, names, versions.
    private(set) var files: [FactFile] = []
    /// What single cases were counted as; none without a key.
    private(set) var trees: [VerdictTree] = []

    init(manifest: Manifest, taken: [String], pseudonyms: Pseudonyms, request: PackRequest) {
        self.manifest = manifest
        self.taken = taken
        self.pseudonyms = pseudonyms
        self.request = request
    }

    /// Computes the rows of a run again and writes what each gives to each KPI.
    mutating func addFacts(
        of source: FactSource, in workspace: Workspace, scratch: String
    ) throws {
        let tables = try FactTable.tables(
            of: source, in: workspace, keyFile: request.verification.keyFile,
            threads: request.verification.threads)
        for table in tables where !table.periods.isEmpty {
            var writing = try FactWriting(
                table, pseudonyms, packOf: manifest.run, in: scratch)
            var verdicts = pseudonyms.key.flatMap { VerdictGathering(table, $0) }
            var piece: FactPiece?
            try table.gather { rows, base, block in
                if piece?.base != base || piece == nil { piece = writing.piece(rows, base: base) }
                if let piece { try writing.take(piece, block) }
                verdicts?.take(rows, block)
            }
            files += try writing.finish()
            trees += verdicts?.finish() ?? []
        }
    }

    /// Refuses a period that was asked for and that no KPI is computed for.
    func requirePeriods() throws(RunError) {
        let known = Set(files.flatMap { $0.table.periods(of: $0.kpi) }.map(\.name))
        for period in request.periods where !known.contains(period) {
            throw .noSuchFigure(
                part: "period", name: period,
                hint: nearest(to: period, among: known.sorted(by: precedes)))
        }
    }

    /// The pieces of the pack but for `SHA256SUMS`.
    func pieces(in workspace: Workspace) throws -> [PackPiece] {
        let journal = try journalLines(workspace)
        let head = JournalLog(bytes: journal).head
        var pieces = try runPieces(in: workspace) + pipelinePieces(in: workspace)
        pieces += try objectPieces(in: workspace)
        pieces += files.map {
            PackPiece($0.name, fileAt: $0.path, size: $0.size, digest: $0.digest)
        }
        pieces += [
            PackPiece("facts/rules.json", FactRules(files: files, pseudonyms: pseudonyms).bytes),
            PackPiece("journal.jsonl", journal),
            PackPiece("tree-head.txt", treeHead(head)),
            PackPiece("approvals.csv", approvalsCSV(journal)),
            PackPiece("bridge.csv", try bridgeCSV(in: workspace)),
            PackPiece("pack.json", about),
            PackPiece("totals.sql", FactSQL(run: manifest.run, files: files).bytes),
            PackPiece("verify.py", verifierSource),
            PackPiece("READ-ME.en.md", readMe(.english)),
            PackPiece("READ-ME.vi.md", readMe(.vietnamese)),
        ]
        if let key = request.signingKey {
            pieces.append(PackPiece("checkpoint.txt", try signedHead(head, key, workspace)))
        }
        return pieces
    }

    /// `pack.json`: what the pack says of itself.
    private var about: [UInt8] {
        let value: CanonicalJSON = [
            "format": 1, "program": .string(Program.version), "run": .string(manifest.run),
            "raw": .bool(request.includesRaw), "signed": .bool(request.signingKey != nil),
            "cases": .string(pseudonyms.kind),
            "periods": .array(Set(request.periods).sorted(by: precedes).map { .string($0) }),
            "taken": .array(taken.map { .string($0) }),
        ]
        return value.bytes + [UInt8(ascii: "\n")]
    }

    /// The files of the run, and of those from which figures were taken, as in a workspace.
    private func runPieces(in workspace: Workspace) throws -> [PackPiece] {
        try ([manifest.run] + taken).flatMap { run in
            let sealed = try SealedFiles(workspace, run: run)
            return [PackPiece("runs/\(run)/\(Manifest.fileName)", sealed.manifest.bytes)]
                + sealed.manifest.outputs.map { output in
                    PackPiece(
                        "runs/\(run)/\(output.name)", fileAt: "\(sealed.folder)/\(output.name)",
                        size: output.size, digest: output.digest)
                }
        }
    }

    /// The pipeline files under their names, by role.
    private func pipelinePieces(in workspace: Workspace) throws -> [PackPiece] {
        try manifest.pipeline.map { file in
            let parts = file.name.split(separator: "/", omittingEmptySubsequences: false)
            let place = parts.map { escapedPart(String($0)) }.joined(separator: "/")
            let isShort = place.utf8.count <= 80
            return PackPiece(
                "pipeline/\(file.role)/\(isShort ? place : file.digest.hex)",
                try fileBytes(workspace.objects.path(of: file.digest)))
        }
    }

    private func objectPieces(in workspace: Workspace) throws -> [PackPiece] {
        var digests: Set<Digest> = []
        for run in [manifest.run] + taken {
            let manifest = try SealedFiles(workspace, run: run).manifest
            digests.formUnion(manifest.pipeline.map(\.digest))
            if request.includesRaw { digests.formUnion(manifest.inputs.map(\.digest)) }
        }
        let journal = try workspace.journal()
        return try digests.sorted().map { digest in
            let path = workspace.objects.path(of: digest)
            guard let identity = try FileIdentity.of(fileAt: path) else {
                throw RunError.ledger(.sourceMissing(path: path))
            }
            if let redaction = journal.redaction(of: digest) {
                return PackPiece(
                    "redacted/\(digest.hex)", fileAt: path, size: identity.size,
                    digest: redaction.redacted)
            }
            return PackPiece(
                "objects/\(digest.hex.prefix(2))/\(digest.hex)", fileAt: path,
                size: identity.size, digest: digest)
        }
    }

    /// What is said when the pack is written.
    func lines(of pieces: [PackPiece]) -> [String] {
        let periods = Set(files.flatMap { $0.table.periods(of: $0.kpi) }.map(\.name))
        let bytes = files.reduce(0) { $0 + $1.size }
        return [
            "\(request.path): \(pieces.count + 1) files of \(manifest.run)",
            "facts of \(files.count) KPIs in \(periods.count) periods, \(bytes) bytes; cases are "
                + (pseudonyms.key == nil
                    ? "numbered, there are no receipts (--key-file gives them)"
                    : "named by keyed hashes; \(trees.count) trees of verdicts are in the journal"),
            "check it / kiểm tra: tar xf PACK verify.py && python3 verify.py PACK",
        ]
    }
}
