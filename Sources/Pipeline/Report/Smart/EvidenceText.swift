/// Evidence as it grows: sentences in both languages, and the gravest verdict of them.
struct EvidenceText {
    private(set) var verdict = SmartVerdict.met
    private var vietnamese: [String] = []
    private var english: [String] = []

    /// A remark from which nothing follows.
    mutating func add(_ vietnamese: String, _ english: String) {
        add(.met, vietnamese, english)
    }

    /// A remark, and what follows from it.
    mutating func add(_ verdict: SmartVerdict, _ vietnamese: String, _ english: String) {
        self.verdict = self.verdict.worse(verdict)
        self.vietnamese.append(vietnamese + ".")
        self.english.append(english + ".")
    }

    /// What should be there and is not, as the keys of the file name it.
    mutating func lacks(_ keys: [String]) {
        guard !keys.isEmpty else { return }
        let list = keys.joined(separator: ", ")
        add(.notMet, "Thiếu trong tệp KPI: \(list)", "Missing in the KPI file: \(list)")
    }

    /// The finding that the evidence comes to.
    func finding(_ criterion: SmartCriterion, standings: [TargetStanding] = []) -> SmartFinding {
        SmartFinding(
            criterion: criterion, verdict: verdict,
            evidence: Wording(
                vietnamese: vietnamese.joined(separator: " "),
                english: english.joined(separator: " ")),
            standings: standings)
    }
}
