import Columnar

/// A clocks file as read; the terms and tables that it names are not looked at yet.
struct ClocksFile {
    var clocks: Clocks
    /// The file of terms.
    var terms: FileReference?

    /// Nil and faults where the file cannot be used.
    init?(_ value: YAMLValue, log: FaultLog) {
        guard var map = YAMLMapReader(value, log: log) else { return nil }
        let name = map.required("clocks").flatMap { log.formed($0, as: .name, parseName) }
        let version =
            map.required("version") == nil ? nil : map.integer("version", in: 1...1_000_000)
        let end: TermEnd = map.word("end_of") ?? .sameTime
        let without: WithoutTerm = map.word("without_term") ?? .warn
        terms = map.reference("terms")
        let pauses = map.items("pauses").compactMap { Self.pause($0, log: log) }
        map.finish()
        guard let name, let version else { return nil }
        clocks = Clocks(
            name: name, version: version, end: end,
            isImmediateWithoutTerm: without == .immediate, terms: [], pauses: pauses)
    }

    private static func pause(_ value: YAMLValue, log: FaultLog) -> PauseRule? {
        guard var map = YAMLMapReader(value, log: log) else { return nil }
        let table = map.requiredText("table")
        let from = map.requiredText("from")
        let to = map.requiredText("to")
        let dueBefore = map.text("due_before")
        let kind: PauseKind? = map.required("kind").flatMap { log.word($0) }
        let basis = map.requiredText("basis")
        let policy: PausePolicy? = map.required("policy").flatMap { log.word($0) }
        let validity = map.value("valid").flatMap { readValidity($0, log: log) } ?? Validity()
        map.finish()
        guard let table, let from, let to, let kind, let basis, let policy else { return nil }
        return PauseRule(
            table: table, from: from, to: to, dueBefore: dueBefore, kind: kind, basis: basis,
            policy: policy, validity: validity, place: value.place)
    }
}

/// What a procedure of the catalogue means that has no term.
private enum WithoutTerm: String, CaseIterable {
    /// Somebody forgot it: a warning, and a finding where cases have it.
    case warn
    /// Its result comes at once.
    case immediate
}

/// Fits the clocks to the tables, terms and catalogues of the plan.
struct ClocksChecking {
    let tables: TableDrafts
    /// Tables whose rows are children of cases, and need no code of theirs.
    let children: Set<String>
    let units: [Unit]
    let procedures: [Procedure]
    /// The file of procedures; nil where the pipeline names none.
    let proceduresFile: String?
    let log: FaultLog

    /// The clocks with their terms, those of the catalogue behind the more special ones.
    func finished(_ clocks: Clocks, terms: [TermRule]) -> Clocks {
        for pause in clocks.pauses { check(pause) }
        checkPauses(clocks.pauses)
        check(terms)
        var clocks = clocks
        let own = procedures.compactMap { procedure -> TermRule? in
            guard let count = procedure.term, let unit = procedure.termUnit else { return nil }
            return TermRule(
                procedure: procedure.code, unit: nil, channel: nil, validity: Validity(),
                term: count == 0 ? nil : StatutoryTerm(count, unit), basis: nil,
                place: PlanPlace(file: proceduresFile ?? ""))
        }
        // Of two of one rank that of the file of terms counts: the sort keeps their order.
        clocks.terms = (terms + own).enumerated().sorted {
            ($1.element.rank, $0.offset) < ($0.element.rank, $1.offset)
        }.map(\.element)
        checkComplete(clocks)
        return clocks
    }

    private func check(_ pause: PauseRule) {
        guard let table = tables[pause.table] else {
            log.report(
                .unknownTable(pause.table), at: pause.place,
                suggestion: nearest(to: pause.table, among: tables.tables.map(\.name)))
            return
        }
        for name in [pause.from, pause.to] + (pause.dueBefore.map { [$0] } ?? []) {
            let column = table.schema.fields.first { $0.name == name }
            guard column == nil || column?.type != .instant, !tables.mayHave(name, in: table.name)
            else { continue }
            let known = table.schema.fields.filter { $0.type == .instant }.map(\.name)
            log.report(
                .unknownColumn(name, of: pause.table), at: pause.place,
                suggestion: nearest(to: name, among: known))
        }
        if !children.contains(pause.table), table.schema.index(of: "case_id") == nil {
            log.report(.unknownColumn("case_id", of: pause.table), at: pause.place)
        }
    }

    /// One row is one pause: two rules of a table and column may not be in force together.
    private func checkPauses(_ pauses: [PauseRule]) {
        for (index, pause) in pauses.enumerated() {
            let other = pauses[..<index].first {
                $0.table == pause.table && $0.from == pause.from
                    && $0.validity.overlaps(pause.validity)
            }
            if let other {
                log.report(.nameTwice(pause.table, first: other.place), at: pause.place)
            }
        }
    }

    private func check(_ terms: [TermRule]) {
        var known: [[String?]: [TermRule]] = [:]
        let (units, codes) = (Set(units.map(\.code)), Set(procedures.map(\.code)))
        for rule in terms {
            let key = [rule.procedure, rule.unit, rule.channel]
            if let other = known[key]?.first(where: { $0.validity.overlaps(rule.validity) }) {
                log.report(.overlappingTerms(other: other.place), at: rule.place)
            }
            known[key, default: []].append(rule)
            if let procedure = rule.procedure, let proceduresFile, !codes.contains(procedure) {
                log.report(
                    .notInCatalogue(procedure, file: proceduresFile), at: rule.place,
                    suggestion: nearest(to: procedure, among: procedures.map(\.code)))
            }
            if let unit = rule.unit, !units.isEmpty, !units.contains(unit) {
                log.report(
                    .notInCatalogue(unit, file: "units"), at: rule.place,
                    suggestion: nearest(to: unit, among: self.units.map(\.code)))
            }
        }
    }

    private func checkComplete(_ clocks: Clocks) {
        guard !clocks.isImmediateWithoutTerm, let proceduresFile,
            !clocks.terms.contains(where: { $0.procedure == nil })
        else { return }
        let covered = Set(clocks.terms.compactMap(\.procedure))
        let bare = procedures.map(\.code).filter { !covered.contains($0) }
        if !bare.isEmpty {
            log.report(.withoutTerm(bare), at: PlanPlace(file: proceduresFile))
        }
    }
}
