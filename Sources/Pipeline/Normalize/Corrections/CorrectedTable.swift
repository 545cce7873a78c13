import Columnar
import Ledger

extension DatasetJoining {
    /// Applies the corrections of a table to the rows that are left of it.
    ///
    /// Corrections are judged in the order of the plan; one that is refused leaves its row as it
    /// is and is told as a finding. What rows were before is kept where somebody asks for it.
    mutating func correct(
        _ table: inout DatasetTable, _ named: [NamedRows?], _ means: TableMeans,
        _ dropped: DroppedRows, tellsBefore: Bool
    ) throws {
        let own = plan.corrections.filter { $0.table == table.name }
        guard !own.isEmpty else { return }
        var correcting = Correcting(request, means, table, named, dropped, dataset.accounts)
        for correction in own {
            let (judged, found) = correcting.judge(correction)
            dataset.corrections?.append(judged)
            if let finding = dataset.finding(judged, found: found, plan) {
                dataset.findings.append(finding)
            }
        }
        for (rows, patch) in try correcting.corrected() {
            var patch = patch
            if !request.keepsIdentifiers {
                for column in means.layout.spareIdentifiers { patch.table.forget(column) }
            }
            table.pieces[rows.piece].replace(patch)
            if tellsBefore { dataset.corrected.append(rows) }
        }
    }
}

extension Dataset {
    /// Why a correction was refused; nil where it was not.
    fileprivate func finding(
        _ judged: JudgedCorrection, found: String, _ plan: Plan
    ) -> Finding? {
        let correction = judged.correction
        let line = "line \(correction.place.line) of \(correction.place.file)"
        let code = correction.isPersonal ? nil : correction.id
        switch judged.status {
        case .applied: return nil
        case .refusedOld:
            guard let origin = judged.origin else { return nil }
            let old = correction.old.text.isEmpty ? "nothing" : "'\(correction.old.text)'"
            return Finding(
                .correctionOutdated, at: place(origin), column: correction.field, value: found,
                hint: "\(line) found \(old)")
        case .refusedMissing, .refusedAmbiguous:
            let source = plan.sources.first { $0.name == correction.place.file }
            let place = FindingPlace(
                input: correction.input, file: correction.place.file,
                object: source.map { Digest.of($0.bytes).hex } ?? "")
            return Finding(
                judged.status == .refusedMissing ? .correctionWithoutCase : .correctionAmbiguous,
                at: place, column: correction.field, value: code, hint: line)
        }
    }

    /// Puts the corrections in the order of the plan, and tells of each corrected row what it was
    /// and what it is, in the columns that decide which figures it belongs to.
    mutating func tellCorrectedCells(_ plan: Plan) throws {
        guard corrections != nil else { return }
        corrections?.sort { left, right in
            left.correction.date == right.correction.date
                ? left.correction.place < right.correction.place
                : left.correction.date < right.correction.date
        }
        for rows in corrected {
            guard let table = table(rows.table) else { continue }
            let names = plan.readByMembership(rows.table).filter { table.shape[$0] != nil }
            let hidden = plan.persons(of: rows.table)
            let piece = table.pieces[rows.piece]
            let after = try piece.table(Set(names))
            var last: (record: Int, number: Int) = (0, 0)
            for (place, row) in rows.rows.enumerated() {
                let origin = piece.origin(of: Int(row))
                last = (origin.record, origin.record == last.record ? last.number + 1 : 0)
                let object = accounts[origin.file].object
                for name in names {
                    let sides = [(rows.before, place), (after, Int(row))].map { table, row in
                        let text = table[name]?.cellText(row) ?? ""
                        return hidden.contains(name) && !text.isEmpty ? "*" : text
                    }
                    correctedCells.append(
                        [
                            rows.table, object, String(origin.record), String(last.number), name,
                        ] + sides)
                }
            }
        }
    }
}

extension Plan {
    /// The columns of a table that decide which rows belong to figures, and to whose; sorted.
    func readByMembership(_ table: String) -> [String] {
        var names: Set<String> = []
        for kpi in kpis where kpi.table == table {
            names.formUnion(kpi.levels.compactMap(\.column))
            names.formUnion(kpi.measure?.condition?.columns ?? [])
        }
        return names.sorted(by: precedes)
    }
}

extension Column {
    /// A cell as files of a run have it; empty for null.
    func cellText(_ row: Int) -> String {
        switch self {
        case .integer, .instant, .duration, .narrow:
            let number = number(row)
            if number == missing { return "" }
            switch type {
            case .instant: return instantText(number)
            case .duration: return intervalText(number)
            default: return String(number)
            }
        case .flag(let flags): return ["false", "", "true"][Int(min(flags[row], 2))]
        case .code(let codes):
            let code = codes.codes[row]
            return code == missingCode ? "" : codes.dictionary[Int(code)]
        case .identifier(let texts): return texts.text(row) ?? ""
        case .null: return ""
        }
    }
}
