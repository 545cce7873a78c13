import Columnar
import Ledger

/// What `minhbach receipt` is asked for.
package struct ReceiptRequest: Sendable {
    /// Where the run lies, and how it is computed again; the key file is needed.
    package var verification: VerificationRequest
    /// Code of the case.
    package var code: String
    /// Name of the period.
    package var period: String
    /// The file to write.
    package var path: String
    /// The clock, read once at the door.
    package var now: Moment

    /// A request.
    package init(
        verification: VerificationRequest, code: String, period: String, path: String, now: Moment
    ) {
        self.verification = verification
        self.code = code
        self.period = period
        self.path = path
        self.now = now
    }
}

/// Writes the receipt of a case: what it was counted as in a period, and the way to a root.
///
/// The journal names the root. Gives sentences for the person who hands the receipt out.
package func writeReceipt(_ request: ReceiptRequest) throws -> [String] {
    let workspace = Workspace(existing: request.verification.workspace)
    try requireNew(request.path, outside: workspace)
    let name = try runName(request.verification.run, in: workspace)
    guard let keyFile = request.verification.keyFile else { throw RunError.receiptNeedsKey }
    let key = try KeyedHash(keyFile: keyFile, outside: workspace)
    var trees: [VerdictTree] = []
    var plans: [Plan] = []
    let manifest = try SealedFiles(workspace, run: name).manifest
    for source in try manifest.factSources(in: workspace, asked: [request.period]) {
        let tables = try FactTable.tables(
            of: source, in: workspace, keyFile: keyFile,
            threads: request.verification.threads)
        for table in tables {
            guard var gathering = VerdictGathering(table, key, wanted: request.code) else {
                continue
            }
            try table.gather { rows, _, block in gathering.take(rows, block) }
            trees += gathering.finish()
            plans.append(table.plan)
        }
    }
    guard let tree = trees.first(where: { !$0.wanted.isEmpty }) else {
        throw RunError.noVerdict(period: request.period)
    }
    try publish(trees, in: workspace, at: request.now)
    let sentences = try tree.wanted.flatMap { try Verdicts(leaf: $0).sentences(plans) }
    try writeWhole(tree.receipt(sentences), to: request.path)
    return sentences + ["receipt / biên nhận: \(request.path)"]
}

extension VerdictTree {
    /// The receipt as canonical JSON; leaves are texts, so that nobody need write them again.
    fileprivate func receipt(_ sentences: [String]) -> [UInt8] {
        let value: CanonicalJSON = [
            "receipt": 1, "run": .string(run), "period": .string(period.name),
            "sentences": .array(sentences.map { .string($0) }),
            "leaves": .array(
                proofs.map { leaf, proof in
                    var members = proof.members
                    members["leaf"] = .string(String(decoding: leaf, as: UTF8.self))
                    return .object(members)
                }),
        ]
        return value.bytes + [UInt8(ascii: "\n")]
    }
}

/// What a leaf says, read again.
struct Verdicts {
    let code: String
    let period: String
    let verdicts: [(kpi: String, version: Int, numerator: String, denominator: String)]

    /// Reads a leaf; whoever altered it may have made anything of it.
    init(leaf: [UInt8]) throws(CanonicalJSONError) {
        let value = try CanonicalJSON(parsing: leaf)
        code = value["case"]?.text ?? ""
        period = value["period"]?.text ?? ""
        verdicts = (value["verdicts"]?.elements ?? []).map { verdict in
            (
                verdict["kpi"]?.text ?? "", Int(verdict["version"]?.number ?? 0),
                verdict["numerator"]?.text ?? "", verdict["denominator"]?.text ?? ""
            )
        }
    }

    /// What the case was counted as, in Vietnamese and in English.
    func sentences(_ plans: [Plan]) -> [String] {
        [
            "Hồ sơ \(code) được tính trong kỳ \(period) như sau / "
                + "The case \(code) was counted in \(period) as follows:"
        ]
            + verdicts.map { verdict in
                let kpi = plans.lazy.flatMap(\.kpis).first {
                    $0.name == verdict.kpi && $0.version == verdict.version
                }
                let title = kpi.map { " (\($0.title.line))" } ?? ""
                return "  \(verdict.kpi) v\(verdict.version)\(title): "
                    + "tử số/numerator \(verdict.numerator), "
                    + "mẫu số/denominator \(verdict.denominator)"
            }
    }
}

/// Whether a receipt leads to a root that a journal names, and what it says.
package struct ReceiptCheck: Sendable {
    /// What it says, a sentence a line; where it does not hold, why.
    package var lines: [String]
    /// Whether it holds.
    package var holds: Bool

    /// Checks the bytes of a receipt against a journal, without any other case.
    init(_ receipt: [UInt8], against journal: Journal) {
        lines = []
        holds = false
        guard receipt.last == UInt8(ascii: "\n"),
            let value = try? CanonicalJSON(parsing: receipt.dropLast()),
            let run = value["run"]?.text, let period = value["period"]?.text,
            let entries = value["leaves"]?.elements, !entries.isEmpty
        else {
            lines = ["not verified: the file is no receipt as minhbach writes it"]
            return
        }
        let roots = journal.entries.compactMap { entry -> (root: Digest, count: Int)? in
            guard case .verdictsPublished(run, period, let root, let count) = entry.event else {
                return nil
            }
            return (root, count)
        }
        for entry in entries {
            guard let leaf = entry["leaf"]?.text.map({ Array($0.utf8) }),
                let proof = InclusionProof(receipt: entry, leaf: leaf),
                proof.holds, roots.contains(where: { $0 == (proof.root, proof.size) }),
                let verdicts = try? Verdicts(leaf: leaf), verdicts.period == period
            else {
                lines = [
                    "not verified: the receipt leads to no root that the journal names for "
                        + "\(period) of \(run); it was altered, or is of another log"
                ]
                return
            }
            lines += verdicts.sentences([])
        }
        holds = true
        lines.append("verified: the receipt is of \(run)")
    }
}

extension InclusionProof {
    /// The proof that an entry of a receipt gives for its leaf.
    fileprivate init?(receipt entry: CanonicalJSON, leaf: [UInt8]) {
        guard let index = entry["index"]?.number, let size = entry["size"]?.number,
            let root = entry["root"]?.text.flatMap({ Digest(hex: $0) }),
            let texts = entry["path"]?.elements
        else { return nil }
        let path = texts.compactMap { $0.text.flatMap { Digest(hex: $0) } }
        guard path.count == texts.count else { return nil }
        self.init(
            index: Int(index), size: Int(size), leaf: MerkleTree.hash(leaf: leaf), path: path,
            root: root)
    }
}

/// Checks a receipt against the journal of a workspace.
package func verifyReceipt(_ path: String, in folder: String) throws -> ReceiptCheck {
    let journal = try Workspace(existing: folder).journal()
    guard journal.faults.allSatisfy(\.isUnfinished) else {
        var check = ReceiptCheck(try fileBytes(path), against: journal)
        check.holds = false
        check.lines.append("not verified: the journal does not hold together; run `verify`")
        return check
    }
    return ReceiptCheck(try fileBytes(path), against: journal)
}
