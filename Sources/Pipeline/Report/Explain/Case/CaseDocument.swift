import Columnar

/// One thing on the page about a case, for the terminal and for paper alike.
enum CaseBlock: Sendable {
    /// The name of what follows.
    case heading(String)
    /// A sentence.
    case sentence(String)
    /// The sentence that everything else is for.
    case verdict(String, isFull: Bool)
    /// Something that must not be overlooked.
    case warning(String)
    /// Names and values.
    case table([String], [[String]])
    /// A clause: how deep it stands, whether it holds, its text, what to say besides.
    case clause(depth: Int, Truth, mark: String, text: String, note: String)
}

extension CaseAnswer {
    /// The title, and all that is said of the case.
    ///
    /// On paper no officer is named: the page is for whoever is measured.
    func blocks(_ language: Language, isPaper: Bool) -> [CaseBlock] {
        var blocks: [CaseBlock] = []
        for explained in cases {
            blocks += explained.blocks(
                language, isPaper: isPaper, several: cases.count > 1)
        }
        if cases.isEmpty {
            blocks.append(
                .verdict(
                    language.say(
                        "Hồ sơ \(id): không có bản ghi nào được tính",
                        "Case \(id): no record of it counts"), isFull: false))
        }
        if !setAside.isEmpty {
            blocks.append(
                .heading(
                    language.say("Bản ghi bị cách ly có mã này", "Records set aside that name it"))
            )
            blocks += setAside.map { .sentence($0.line(language)) }
        }
        return blocks + proof(language)
    }

    /// What stands behind the verdict: the sealed figure and the same computed again.
    private func proof(_ language: Language) -> [CaseBlock] {
        var blocks: [CaseBlock] = [.heading(language.say("Đối chiếu", "Held against the run"))]
        blocks.append(
            .sentence(
                language.say("Lần chạy", "Run") + ": \(takenFrom ?? run)"
                    + (takenFrom == nil
                        ? ""
                        : language.say(" (được giữ nguyên trong ", " (taken over by ") + "\(run))")
            ))
        if let sealed {
            let name = "\(sealed.fields[0])/\(sealed.period.name)"
            let pair = language.pair(sealed.fields)
            if holds {
                blocks.append(
                    .sentence(
                        language.say(
                            "\(name) tính lại: \(pair), đúng như đã niêm phong",
                            "\(name) recomputed: \(pair), as sealed")))
            } else {
                let found = recomputed.map(language.pair) ?? "-"
                blocks.append(
                    .warning(
                        language.say(
                            "TÍNH LẠI KHÔNG KHỚP: \(name) niêm phong \(pair), tính lại \(found)",
                            "RECOMPUTED OTHERWISE: \(name) is sealed as \(pair), comes out as "
                                + "\(found)") + "; minhbach verify \(run)"))
            }
        }
        if !isWhole {
            blocks.append(
                .warning(
                    language.say(
                        "results.csv không phải tệp đã niêm phong",
                        "results.csv is not the file that was sealed")))
        }
        return blocks
    }
}

extension SetAsideRecord {
    fileprivate func line(_ language: Language) -> String {
        let place =
            language.say("bản ghi", "record") + " \(record)"
            + (offset.map { ", byte \($0)" } ?? "")
        return "\(file), \(place), object \(object.prefix(16))…: \(language.phrase(reason))"
    }
}

extension CaseExplanation {
    fileprivate func blocks(
        _ language: Language, isPaper: Bool, several: Bool
    ) -> [CaseBlock] {
        let verdict = language.verdict(counted, hasDenominator: kpi.denominator != nil)
        var blocks: [CaseBlock] = []
        if several {
            blocks.append(.heading(language.say("Nguồn", "Source") + ": \(source)"))
        }
        blocks.append(.verdict("\(period.name): \(verdict)", isFull: counted.rank == 2))
        blocks += advice(language).map { .sentence($0) }
        blocks += factBlocks(language)
        blocks += clauseBlocks(language)
        blocks += stateBlocks(language, isPaper: isPaper)
        if !lost.isEmpty {
            blocks.append(
                .heading(language.say("Bản ghi khác của hồ sơ", "Other records of the case")))
            blocks += lost.map { .sentence($0.line(language)) }
        }
        return blocks + citation(language)
    }

    private func factBlocks(_ language: Language) -> [CaseBlock] {
        let rows = facts.map { fact in
            [
                language.name(ofColumn: fact.column),
                fact.text ?? language.say("(trống)", "(null)"),
                language.phrase(fact.origin, place),
            ]
        }
        var blocks: [CaseBlock] = [
            .heading(language.say("Dữ kiện đã dùng", "Facts used")),
            .table(
                [
                    language.say("dữ kiện", "fact"), language.say("giá trị", "value"),
                    language.say("từ đâu", "where from"),
                ], rows),
        ]
        for fact in facts {
            for correction in fact.corrections {
                blocks.append(
                    .sentence(
                        language.say("Đính chính", "Correction")
                            + " \(fact.column): '\(correction.old)' → '\(correction.new)', "
                            + correction.document))
            }
        }
        return blocks
    }

    private func clauseBlocks(_ language: Language) -> [CaseBlock] {
        var blocks: [CaseBlock] = [
            .heading(language.say("Từng điều kiện", "Every clause"))
        ]
        var part: ClauseVerdict.Part?
        for judged in clauses {
            if judged.clause.part != part {
                part = judged.clause.part
                blocks.append(.sentence(language.word(judged.clause.part) + ":"))
            }
            let nulls = judged.nulls.joined(separator: ", ")
            let note =
                nulls.isEmpty ? "" : language.say("vì trống: \(nulls)", "because null: \(nulls)")
            blocks.append(
                .clause(
                    depth: judged.clause.depth, judged.truth, mark: language.word(judged.truth),
                    text: judged.clause.text.oneLine, note: note))
        }
        return blocks
    }

    private func stateBlocks(_ language: Language, isPaper: Bool) -> [CaseBlock] {
        let rows = states.map { state in
            let members = state.members.map { member in
                let isOfficer = member.level.hasPrefix("officer")
                return isPaper && isOfficer ? member.level : "\(member.level) \(member.member)"
            }
            return [
                state.period.name, "v\(state.version)", members.joined(separator: "; "),
                language.verdict(state.counted, hasDenominator: kpi.denominator != nil),
            ]
        }
        let heading = CaseBlock.heading(language.say("Được tính ở đâu", "Where it is counted"))
        if rows.isEmpty {
            return [
                heading,
                .sentence(language.say("Không kỳ nào tính hồ sơ này.", "No period counts it.")),
            ]
        }
        return [
            heading,
            .table(
                [
                    language.say("kỳ", "period"), language.say("phiên bản", "version"),
                    language.say("cấp, đối tượng", "level, member"),
                    language.say("trạng thái", "state"),
                ], rows),
        ]
    }

    private func citation(_ language: Language) -> [CaseBlock] {
        let open = language.say("không hạn", "open")
        let from = kpi.validity.from.map(dayText) ?? open
        let until = kpi.validity.until.map(dayText) ?? open
        return [
            .heading(language.say("Quy tắc và căn cứ", "Rule and basis")),
            .sentence("\(kpi.name) v\(kpi.version): \(kpi.title.text(in: language).oneLine)"),
            .sentence(language.say("Căn cứ", "Basis") + ": \(kpi.basis)"),
            .sentence(
                language.say("Hiệu lực", "In force") + ": [\(from), \(until))  "
                    + language.say("kỳ", "period") + " \(period.name) "
                    + "[\(instantText(period.start)), \(instantText(period.end)))"),
            .sentence("where: \(kpi.membership?.text.oneLine ?? "true")"),
            .sentence("numerator: \(kpi.numerator.text.oneLine)"),
            .sentence("denominator: \(kpi.denominator?.text.oneLine ?? "1")"),
        ]
    }
}
