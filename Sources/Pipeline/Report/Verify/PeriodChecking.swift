import Ledger

/// Revisions, taken figures and decisions that do not fit what was sealed.
@Sendable func periodCheck(_ checked: CheckedRun) throws -> [VerificationFault] {
    try PeriodCheck(checked.workspace, run: checked.request.run).faults.map { fault in
        let isDecision = fault.place.hasPrefix("line ")
        let file = isDecision ? "journal.jsonl" : "runs/\(fault.place)/\(Manifest.fileName)"
        return VerificationFault(
            .journal, file,
            Wording(
                vietnamese: "kỳ \(fault.period) không khớp các lần công bố, phê duyệt đã ghi",
                english: fault.sentence))
    }
}

extension CheckedRun {
    /// The periods that the run took from others, which are verified with those.
    var takenNotes: [Wording] {
        let taken = sealed?.manifest.taken ?? []
        return Set(taken.map(\.run)).sorted(by: precedes).map { origin in
            let names = taken.filter { $0.run == origin }.map(\.span.name).joined(separator: ", ")
            return Wording(
                vietnamese: "\(names): lấy nguyên từ \(origin); "
                    + "`minhbach verify \(origin)` tính lại",
                english: "\(names): taken from \(origin) and held to what is sealed there; "
                    + "`minhbach verify \(origin)` computes it again")
        }
    }
}
