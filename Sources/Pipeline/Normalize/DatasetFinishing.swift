import Columnar

extension DatasetJoining {
    /// The dataset: rows deduplicated, checked and accounted for.
    ///
    /// Throws where a bad file stops the run, and where an account does not balance. Of a part of
    /// the dataset nothing is checked that the run has found already: which rows lost is told by
    /// what it sealed.
    consuming func finish(only part: DatasetPart? = nil) throws -> Dataset {
        if !stops.isEmpty { throw RunError.inputUnusable(stops) }
        let receipts = receipts
        var dropped: [String: DroppedRows] = [:]
        var links: [String: [(piece: Int, rows: [UInt32])]] = [:]
        // Parents before children: a child lives as long as its parent.
        let tables =
            plan.tables.filter { plan.parentTable(of: $0.name) == nil }
            + plan.tables.filter { plan.parentTable(of: $0.name) != nil }
        for planned in tables where part?.tables.contains(planned.name) ?? true {
            let layout = request.layout(of: planned.name)
            var own = TableSegments()
            swap(&own, &segments[planned.name, default: TableSegments()])
            let parents = zip(own.parents, own.segments.map(\.parents)).map { ($0, $1) }
            let inputs = own.files.map { dataset.accounts[$0].input }
            let mayJoin = part == nil && !plan.hasChildren(planned.name)
            var (table, named, means) = try request.table(
                layout, consume own, of: inputs, receipts: mayJoin ? receipts : nil)
            let losers: DroppedRows
            if let parent = plan.parentTable(of: planned.name) {
                losers = dropped[parent, default: DroppedRows()].ofChildren(parents)
                let isRead = plan.pausesCases(planned.name) || plan.tellsEvents(planned.name)
                if isRead, parent == TableKind.case.rawValue {
                    links[planned.name] = parents
                }
                dataset.settleChildren(losers, table)
            } else {
                let duels =
                    try part?.losers.duels(of: table, dataset.accounts)
                    ?? request.deduplicate(table, layout, receipts: receipts)
                dataset.settle(duels)
                losers = duels.dropped
            }
            if !request.keepsIdentifiers { table.forget(layout.spareIdentifiers) }
            table.drop(losers, threads: request.threads)
            dropped[planned.name] = losers
            try correct(&table, named, means, losers, tellsBefore: part == nil)
            if part == nil { try dataset.check(table, request) }
            dataset.tables.append(table)
        }
        if part?.asksClocks ?? true { try fillClocks(links, dropped, whenRead: part != nil) }
        if part?.asksEvents ?? true { try fillEventOfficers(links, dropped) }
        if part == nil { try dataset.tellCorrectedCells(plan) }
        dataset.tables.sort { precedes($0.name, $1.name) }
        for account in dataset.accounts where !account.account.balances {
            throw RunError.accountUnbalanced(file: account.file)
        }
        return dataset
    }
}

extension Plan {
    /// Whether rows of the table have children, or are some.
    fileprivate func hasChildren(_ table: String) -> Bool {
        parentTable(of: table) != nil || tables.contains { parentTable(of: $0.name) == table }
    }

    /// Name of the table whose rows the rows of this one are children of.
    fileprivate func parentTable(of table: String) -> String? {
        inputs.first { $0.mapping.children.contains { $0.table == table } }?.table
    }
}

extension NormalizationRequest {
    /// The table that segments make: their codes shared, derived columns filled.
    ///
    /// `receipts` are those of the accounts, where small segments may become one piece.
    fileprivate func table(
        _ layout: TableLayout, _ segments: consuming TableSegments, of inputs: [String],
        receipts: [UInt32]?
    ) throws -> (table: DatasetTable, named: [NamedRows?], means: TableMeans) {
        let (shared, ranks) = shareDictionaries(layout, segments.segments)
        var dictionaries = shared
        let fillings = unitFillings(layout, dictionaries, plan.unitHistory)
        for filling in fillings { dictionaries[filling.column] = filling.dictionary }
        let means = TableMeans(layout: layout, dictionaries: dictionaries, fillings: fillings)
        let finders = finders(of: layout.planned.name)
        let files = segments.files
        let grouping = SegmentGrouping(segments.segments) { index in
            guard let receipts, finders[inputs[index]] == nil else { return nil }
            return (inputs[index], receipts[files[index]])
        }
        var groups = grouping.grouped(&segments.segments)
        let made = concurrentChange(&groups, threads: threads) { group, segments in
            Result {
                let first = grouping.ranges[group].lowerBound
                let named = try namedRows(
                    segments[0], means, ranks[first], by: finders[inputs[first]])
                let own = grouping.ranges[group].map { (file: files[$0], ranks: ranks[$0]) }
                return (try piece(&segments, means, own), named)
            }
        }
        let pieces = try made.map { try $0.get() }
        let table = DatasetTable(
            name: layout.planned.name, shape: shape(layout, means, pieces.map(\.0)),
            pieces: pieces.map(\.0))
        return (table, pieces.map(\.1), means)
    }

    /// The piece that a segment makes, or several in memory.
    private func piece(
        _ segments: inout [Segment], _ means: TableMeans, _ own: [(file: Int, ranks: [[UInt32]])]
    ) throws -> TablePiece {
        if segments[0].isStored {
            let stored = StoredPiece(
                segment: segments[0], means: means, ranks: own[0].ranks, plan: plan)
            return TablePiece(stored: stored, file: own[0].file, records: segments[0].records)
        }
        var origins = PieceOrigins(file: own[0].file, records: segments[0].records)
        var rows = segments[0].rowCount
        for index in segments.indices.dropFirst() {
            origins.append(file: own[index].file, records: segments[index].records, from: rows)
            rows += segments[index].rowCount
        }
        let tables = segments.indices.map {
            segments[$0].piece(means.layout, means.dictionaries, own[$0].ranks)
        }
        var table = try plan.withDerived(
            tables.count == 1 ? tables[0] : Table(joining: tables), of: means.layout.planned)
        for filling in means.fillings { filling.fill(&table) }
        return TablePiece(table: table, origins: origins)
    }

    /// The dictionary of each column, and for each segment the codes of its texts in it.
    private func shareDictionaries(
        _ layout: TableLayout, _ segments: [Segment]
    ) -> (dictionaries: [[String]], ranks: [[[UInt32]]]) {
        // One column may have most of the texts, so each is looked through by several threads.
        let stretches = segments.count > manyFiles ? 4 * threads : 1
        let coded = layout.columns.indices.filter { layout.columns[$0].storage == .codes }
        let distinct = concurrentMap(coded.count * stretches, threads: threads) { job in
            let part = job % stretches
            let range =
                segments.count * part / stretches..<segments.count * (part + 1) / stretches
            return DistinctTexts(segments[range], coded[job / stretches])
        }
        let columns = concurrentMap(coded.count, threads: threads) { place in
            tableDictionary(
                of: layout.columns[coded[place]].name, layout,
                distinct[place * stretches..<(place + 1) * stretches])
        }
        var dictionaries: [[String]] = Array(repeating: [], count: layout.columns.count)
        var ranks: [[[UInt32]]] = Array(
            repeating: Array(repeating: [], count: layout.columns.count), count: segments.count)
        for (column, own) in zip(coded, columns) {
            dictionaries[column] = own.dictionary
            for segment in segments.indices { ranks[segment][column] = own.ranks[segment] }
        }
        return (dictionaries, ranks)
    }

    private func tableDictionary(
        of column: String, _ layout: TableLayout, _ distinct: ArraySlice<DistinctTexts>
    ) -> (dictionary: [String], ranks: [[UInt32]]) {
        var shared = TableDictionary()
        let provisional = distinct.map { shared.add($0.texts) }
        shared.add(corrected: correctedTexts(column, of: layout.planned.name))
        let (dictionary, places) = shared.finished()
        let ranks = zip(distinct, provisional).flatMap { distinct, codes in
            distinct.codes.map { own in
                own.map { text in
                    if text == missingCode { return missingCode }
                    let code = codes[Int(text)]
                    return code == missingCode ? missingCode : places[Int(code)]
                }
            }
        }
        return (dictionary, ranks)
    }

    private func shape(
        _ layout: TableLayout, _ means: TableMeans, _ pieces: [TablePiece]
    ) -> Table {
        var shape = Table(rowCount: 0)
        let filled = plan.clockColumns(of: layout.planned.name)
        let corrected = correctedColumns(of: layout.planned.name)
        let touched = Set(
            layout.columns.indices.filter { corrected.contains(layout.columns[$0].name) })
        let followed = Set(means.fillings.filter { touched.contains($0.base) }.map(\.column))
        for (index, column) in layout.columns.enumerated() {
            let isNull =
                !filled.contains { $0.rawValue == column.name }
                && !touched.contains(index) && !followed.contains(index)
                && pieces.allSatisfy { $0.isNull(index) }
            shape.append(
                column.name,
                isNull
                    ? .null(column.storage.type, count: 0)
                    : column.storage.empty(means.dictionaries[index]))
        }
        return shape
    }
}

extension TableLayout.Storage {
    /// A column of this kind without cells.
    fileprivate func empty(_ dictionary: [String]) -> Column {
        switch self {
        case .cells(let type): .wide([], type)
        case .flags: .flag([])
        case .codes: .code(CodeColumn(codes: [], dictionary: dictionary))
        case .identifiers: .identifier(IdentifierColumn())
        }
    }
}

extension DatasetTable {
    /// Makes columns null whose cells nobody will ask for.
    mutating func forget(_ columns: [Int]) {
        for column in columns {
            shape.forget(column)
            for piece in pieces.indices { pieces[piece].forget(column) }
        }
    }

    /// Takes rows out of the pieces.
    fileprivate mutating func drop(_ dropped: DroppedRows, threads: Int) {
        _ = concurrentChange(&pieces, threads: threads) { index, piece in
            piece.drop(dropped.rows(of: index).map(\.row))
        }
    }
}

extension Dataset {
    /// Moves the records that lost from accepted to where they belong, and points each to its
    /// survivor.
    ///
    /// A record of many rows is counted once.
    mutating func settle(_ duels: Duels) {
        losers.reserveCapacity(losers.count + duels.defeats.count)
        var last: (file: Int, record: Int)?
        for defeat in duels.defeats {
            if let last, last == defeat.origin { continue }
            last = defeat.origin
            let kind: Loser.Kind = defeat.fate == .duplicate ? .duplicate : .superseded
            accounts[defeat.origin.file].account.move(to: kind)
            losers.append(Loser(kind: kind, origin: defeat.origin, survivor: defeat.survivor))
        }
        // Same code, other procedure, unit or day of acceptance: named, never merged in silence.
        for contradiction in duels.contradictions {
            let file = accounts[contradiction.other.file].file
            findings.append(
                Finding(
                    .identityContradicts, at: place(contradiction.origin),
                    column: Contradiction.columns[contradiction.column],
                    hint: "record \(contradiction.other.record) of \(file)"))
        }
    }

    /// A child has no survivor of its own: its parent's tells the story.
    fileprivate mutating func settleChildren(_ dropped: DroppedRows, _ table: DatasetTable) {
        for (index, piece) in table.pieces.enumerated() {
            for (row, fate) in dropped.rows(of: index) {
                let kind: Loser.Kind = fate == .duplicate ? .duplicate : .superseded
                accounts[piece.origin(of: Int(row)).file].account.move(to: kind)
            }
        }
    }

    /// Facts about single rows that are odd but count.
    fileprivate mutating func check(
        _ table: DatasetTable, _ request: NormalizationRequest
    ) throws {
        let (plan, threads) = (request.plan, request.threads)
        try noteDaysOutsideCalendar(table, plan, threads: threads)
        for pair in try LookAlikes(table, plan).pairs {
            let other = table.pieces[pair.other.piece].origin(of: pair.other.row)
            findings.append(
                Finding(
                    .lookAlike, at: place(table.pieces[pair.row.piece].origin(of: pair.row.row)),
                    hint: "record \(other.record) of \(accounts[other.file].file)"))
        }
        try checkUnits(table, plan)
        let violations = try concurrentMap(table.pieces.count, threads: threads) { index in
            Result {
                let rows = try table.pieces[index].table(OrderCheck.columns)
                return OrderCheck.all.map { check in
                    check.violations(in: rows).map { ($0, check.instants(of: $0, in: rows)) }
                }
            }
        }.map { try $0.get() }
        for (place, check) in OrderCheck.all.enumerated() {
            for (piece, violations) in zip(table.pieces, violations) {
                for (row, instants) in violations[place] {
                    findings.append(
                        Finding(
                            check.code, at: self.place(piece.origin(of: row)),
                            column: check.later, value: instants?.value, hint: instants?.hint))
                }
            }
        }
    }

    /// Where a record stands, as findings tell it.
    func place(_ origin: (file: Int, record: Int)) -> FindingPlace {
        let file = accounts[origin.file]
        return FindingPlace(
            input: file.input, file: file.file, object: file.object, record: origin.record)
    }
}

extension Account {
    /// One record that was accepted has lost to another.
    fileprivate mutating func move(to kind: Loser.Kind) {
        accepted -= 1
        switch kind {
        case .duplicate: duplicate += 1
        case .superseded: superseded += 1
        }
    }
}
