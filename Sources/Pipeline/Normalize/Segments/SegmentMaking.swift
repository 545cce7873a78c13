import Columnar

extension Part {
    /// The rows of the part's accepted records, and where all others went.
    ///
    /// The part's cells move out. `children` are the same of the child tables, parallel to those of
    /// the mapping; they share the fate of their record.
    consuming func reading(
        _ input: Input, _ request: NormalizationRequest, children: consuming [Part]
    ) throws -> PartReading {
        let counted = account()
        let (findings, quarantine) = (placedFindings(), placedQuarantine())
        let (keep, rows) = acceptedRows(parents: nil)
        let verdicts = self.verdicts
        let layout = request.layout(of: input.table)
        let long = try unpivoted(input.mapping)
        let each = long.rowsPerRecord
        let kept = keep.map { keep in
            each == 1 ? keep : keep.flatMap { $0 * UInt32(each)..<($0 + 1) * UInt32(each) }
        }
        var reading = PartReading(
            account: counted, findings: findings, quarantine: quarantine,
            segment: try long.segment(
                layout, keep: kept, given: input.mapping.given, request))
        for index in children.indices {
            var child = Part([])
            swap(&child, &children[index])
            reading.children.append(
                try child.childReading(input.mapping, index, request, rows, verdicts))
        }
        return reading
    }

    private consuming func childReading(
        _ mapping: Mapping, _ index: Int, _ request: NormalizationRequest, _ parentRows: [UInt32],
        _ parentVerdicts: [Verdict]
    ) throws -> PartReading {
        var counted = account()
        for record in verdicts.indices where verdicts[record] == .accepted {
            let parent = Int(parents[record])
            guard parentRows[parent] == missingCode else { continue }
            counted.accepted -= 1
            if parentVerdicts[parent] == .dropped {
                counted.dropped += 1
            } else {
                counted.quarantined += 1
            }
        }
        let (findings, quarantine) = (placedFindings(), placedQuarantine())
        let (keep, _) = acceptedRows(parents: parentRows)
        let parents = self.parents
        var segment = try segment(
            request.layout(of: mapping.children[index].table), keep: keep, given: mapping.given,
            request)
        segment.parents = (keep ?? Array(0..<UInt32(parents.count))).map {
            parentRows[Int(parents[Int($0)])]
        }
        return PartReading(
            account: counted, findings: findings, quarantine: quarantine, segment: segment)
    }

    /// The records that become rows, nil for all of them, and the row of each, if it has one.
    private func acceptedRows(
        parents parentRows: [UInt32]?
    ) -> (keep: [UInt32]?, rows: [UInt32]) {
        var rows = [UInt32](repeating: missingCode, count: count)
        var keep: [UInt32] = []
        keep.reserveCapacity(count)
        for record in verdicts.indices where verdicts[record] == .accepted {
            if let parentRows, parentRows[Int(parents[record])] == missingCode { continue }
            rows[record] = UInt32(keep.count)
            keep.append(UInt32(record))
        }
        return (keep.count == count ? nil : keep, rows)
    }

    private func account() -> Account {
        var account = Account()
        account.read = count
        for verdict in verdicts {
            switch verdict {
            case .accepted: account.accepted += 1
            case .dropped: account.dropped += 1
            default: account.quarantined += 1
            }
        }
        return account
    }

    private func placedFindings() -> [PlacedFinding] {
        findings.map { finding in
            PlacedFinding(
                code: finding.code, record: firstRecord + finding.record,
                offset: finding.offset ?? offsets[finding.record], column: finding.column,
                value: finding.value, hint: finding.hint,
                isAccepted: verdicts[finding.record] == .accepted)
        }
    }

    private func placedQuarantine() -> [PlacedQuarantine] {
        verdicts.indices.compactMap { record in
            verdicts[record].reason.map { reason in
                PlacedQuarantine(
                    record: firstRecord + record, offset: offsets[record],
                    length: Int(lengths[record]), reason: reason)
            }
        }
    }
}

extension Mapping {
    /// What every row of the mapping's files has in common, by column.
    fileprivate var given: [String: String] {
        var given = ["source": source]
        if let scale { given["scale"] = scale.name }
        return given
    }
}

extension Part {
    private consuming func segment(
        _ layout: TableLayout, keep: [UInt32]?, given: [String: String],
        _ request: NormalizationRequest
    ) throws -> Segment {
        let rowCount = keep?.count ?? count
        let records = RowRecords.run(first: firstRecord, each: rowsPerRecord)
        var columns: [SegmentColumn] = []
        for (name, storage) in layout.columns {
            guard let place = self.columns.firstIndex(where: { $0.mapped.name == name }) else {
                columns.append(.given(given[name], storage, rowCount))
                continue
            }
            var raw = RawColumn(self.columns[place].rule)
            swap(&raw, &self.columns[place])
            columns.append(try raw.segmentColumn(storage, keep: keep))
        }
        var segment = Segment(
            columns: columns, records: keep.map { records.kept($0) } ?? records,
            rowCount: rowCount)
        if request.cache != nil {
            segment.places = RecordPlaces(first: firstRecord, offsets: offsets)
        }
        segment.complete(layout, from: request.procedures)
        return segment
    }
}

extension SegmentColumn {
    /// The same text in every cell; nil: null.
    fileprivate static func given(
        _ text: String?, _ storage: TableLayout.Storage, _ count: Int
    ) -> SegmentColumn {
        guard let text else { return .values(.null(storage.type, count: count)) }
        guard storage == .identifiers else {
            return .codes([UInt32](repeating: 0, count: count), texts: [text])
        }
        var texts = IdentifierColumn()
        for _ in 0..<count {
            texts.bytes.append(contentsOf: text.utf8)
            texts.ends.append(UInt32(texts.bytes.count))
        }
        return .values(.identifier(texts))
    }
}

extension RawColumn {
    /// The cells of the records that are kept, as the table keeps them.
    fileprivate consuming func segmentColumn(
        _ storage: TableLayout.Storage, keep: [UInt32]?
    ) throws -> SegmentColumn {
        switch storage {
        case .cells(let type):
            var numbers = isCode ? levels() : takeCells()
            if case .duration(let unit) = mapped.type, unit != 1 {
                for row in numbers.indices where numbers[row] != missing { numbers[row] *= unit }
            }
            if let keep { compact(&numbers, keep) }
            let column = Column.numbers(numbers, type)
            if case .narrow = column { rule.leave(numbers) }
            return .values(column)
        case .flags:
            if let keep { compact(&flags, keep) }
            return .values(.flag(flags))
        case .codes:
            let own = isPrimed ? renumbered() : Array(resolved.indices)
            if let keep { compact(&codes, keep) }
            let texts = own.map { text -> String? in
                if case .code(let text) = resolved[text] { text } else { nil }
            }
            return .codes(codes, texts: texts)
        case .identifiers:
            var texts = isCode ? try resolvedTexts() : takeIdentifiers()
            if let keep { texts.compact(keep) }
            return .values(.identifier(texts))
        }
    }

    /// Numbers the texts of the part's records anew, in the order of their first appearance, as if
    /// the interner had begun empty; gives the number that each had.
    private mutating func renumbered() -> [Int] {
        var numbers = [UInt32](repeating: missingCode, count: resolved.count)
        var own: [Int] = []
        for record in codes.indices where codes[record] != missingCode {
            let text = Int(codes[record])
            if numbers[text] == missingCode {
                numbers[text] = UInt32(own.count)
                own.append(text)
            }
            codes[record] = numbers[text]
        }
        return own
    }

    private mutating func takeCells() -> [Int64] {
        var taken: [Int64] = []
        swap(&taken, &cells)
        return taken
    }

    private mutating func takeIdentifiers() -> IdentifierColumn {
        var taken = IdentifierColumn()
        swap(&taken, &identifiers)
        return taken
    }

    private func levels() -> [Int64] {
        let levels = resolved.map { meaning in
            if case .level(let level) = meaning { level } else { missing }
        }
        return codes.map { $0 == missingCode ? missing : levels[Int($0)] }
    }
}
