/// Evaluates the nodes of a graph over one block of rows after the other.
///
/// A node is evaluated when it is first asked for and kept: for the block, or for the scope within
/// the block if it depends on the period. The tree is walked once for a block, never for a row.
struct BlockEvaluation {
    let graph: Graph
    let scopes: [Scope]
    /// The rows: all of the table, or one piece of it.
    private(set) var table: Table
    private(set) var ranks: TextRanks
    /// Truth by rank of each pattern that has been asked for.
    private var matches: [LikePattern: [UInt8]] = [:]
    private(set) var rows = 0..<0
    private(set) var scope = 0
    private var cells: [[Int64]]
    private var truths: [[UInt8]]
    /// By node: which rows are at fault and why; empty if none is.
    var faults: [[UInt8]]
    /// Whether any row of the block is at fault in any node so far.
    var hasFaults = false
    private var stamps: [Int]
    private var lastStamp = 0
    private(set) var blockStamp = 0
    /// By node: the truths that were met in a block, and in which.
    var observed: [(truths: PossibleTruths, block: Int)]
    /// By node: between which values its numbers were met to lie in a block, and in which.
    var observedExtents: [(extent: Extent, block: Int)]
    /// Whether these are asked: not where a row can be at fault, which no block may hide.
    var usesObserved = false
    /// By node: its numbers in four bytes each, empty where they do not fit, and in which block.
    var narrowed: [(cells: [Int32], block: Int)]
    /// By node: whether rows can be at fault in it.
    let canFail: [Bool]
    private var scopeStamp = 0

    init(_ graph: Graph, scopes: [Scope]) {
        self.graph = graph
        self.scopes = scopes
        table = graph.table
        ranks = TextRanks(graph, over: graph.table)
        cells = [[Int64]](repeating: [], count: graph.nodes.count)
        truths = [[UInt8]](repeating: [], count: graph.nodes.count)
        faults = truths
        stamps = [Int](repeating: -1, count: graph.nodes.count)
        observed = [(truths: PossibleTruths, block: Int)](
            repeating: (.any, -1), count: graph.nodes.count)
        observedExtents = [(extent: Extent, block: Int)](
            repeating: (.only(missing), -1), count: graph.nodes.count)
        narrowed = [(cells: [Int32], block: Int)](
            repeating: ([], -1), count: graph.nodes.count)
        var canFail: [Bool] = []
        for node in graph.nodes {
            canFail.append(node.canFail || node.operands.contains { canFail[$0] })
        }
        self.canFail = canFail
    }

    /// Goes to another piece of the table: the same names, types and dictionaries, other rows.
    mutating func begin(piece: Table) {
        table = piece
        if ranks.dependsOnRows {
            ranks = TextRanks(graph, over: piece)
            matches = [:]
        }
    }

    /// Goes to a block of at most `TableZones.blockLength` rows.
    mutating func begin(rows: Range<Int>) {
        self.rows = rows
        hasFaults = false
        lastStamp += 1
        blockStamp = lastStamp
    }

    /// Goes to a scope within the block.
    mutating func begin(scope: Int) {
        self.scope = scope
        lastStamp += 1
        scopeStamp = lastStamp
    }

    /// The truth of each row of the block; entries behind the block's rows mean nothing.
    mutating func flags(of node: Int) -> [UInt8] {
        compute(node)
        return truths[node]
    }

    /// The numbers of the block's rows.
    mutating func numbers(of node: Int) -> Lane {
        if case .numbers(let column) = graph.nodes[node],
            let cells = table.columns[column].numbers
        {
            return Lane(cells: cells, start: rows.lowerBound)
        }
        compute(node)
        return Lane(cells: cells[node], start: 0)
    }

    /// Cells of a block within a longer array, so that table columns are read where they lie.
    struct Lane {
        let cells: [Int64]
        let start: Int

        func range(_ rows: Range<Int>) -> Range<Int> { start..<start + rows.count }
    }

    /// The truth of a pattern for each text by its rank.
    mutating func matches(of pattern: LikePattern) -> [UInt8] {
        if let known = matches[pattern] { return known }
        let truths = ranks.truths(of: pattern)
        matches[pattern] = truths
        return truths
    }

    /// Whether a node has been evaluated where we are.
    func isCurrent(_ node: Int) -> Bool {
        stamps[node] == (graph.isPeriodic[node] ? scopeStamp : blockStamp)
    }

    private mutating func compute(_ node: Int) {
        guard !isCurrent(node) else { return }
        stamps[node] = graph.isPeriodic[node] ? scopeStamp : blockStamp
        if !faults[node].isEmpty { faults[node] = [] }
        if graph.nodes[node].isFlag {
            var flags: [UInt8] = []
            swap(&flags, &truths[node])
            if flags.isEmpty { flags = [UInt8](repeating: 1, count: TableZones.blockLength) }
            computeFlags(graph.nodes[node], into: &flags)
            swap(&flags, &truths[node])
        } else {
            var numbers: [Int64] = []
            swap(&numbers, &cells[node])
            if numbers.isEmpty {
                numbers = [Int64](repeating: missing, count: TableZones.blockLength)
            }
            computeNumbers(node, into: &numbers)
            swap(&numbers, &cells[node])
        }
        if hasFaults { inheritFaults(node) }
    }

    /// The one number that a node has for all rows of the scope, if there is such.
    func scalar(_ node: Int) -> Int64? {
        switch graph.nodes[node] {
        case .constant(let value): return value
        case .literal(let index): return ranks.literals[index]
        case .bound(let bound): return scopes[scope].value(of: bound)
        case .dayStart(let inner): return scalar(inner).flatMap(checkedDayStart)
        case .arithmetic(let sign, let left, let right):
            guard let left = scalar(left), let right = scalar(right) else { return nil }
            return sign.checked(left, right)
        case .choice(let conditions, let values, let otherwise):
            for (condition, value) in zip(conditions, values) {
                guard let truth = scalarTruth(graph.nodes[condition]) else { return nil }
                if truth == 2 { return scalar(value) }
            }
            return scalar(otherwise)
        default: return nil
        }
    }

    /// The one truth that a comparison has for all rows of the scope, if there is such.
    func scalarTruth(_ node: Node) -> UInt8? {
        func compared(_ left: Int, _ right: Int, _ holds: (Int64, Int64) -> Bool) -> UInt8? {
            guard let left = scalar(left), let right = scalar(right) else { return nil }
            if left == missing || right == missing { return 1 }
            return holds(left, right) ? 2 : 0
        }
        switch node {
        case .truth(let truth): return truth
        case .less(let left, let right): return compared(left, right, <)
        case .lessOrEqual(let left, let right): return compared(left, right, <=)
        case .equal(let left, let right): return compared(left, right, ==)
        default: return nil
        }
    }
}

extension BlockEvaluation {
    private mutating func computeNumbers(_ node: Int, into result: inout [Int64]) {
        var out = result.mutableSpan
        if let value = scalar(node) {
            for index in 0..<rows.count { out[index] = value }
            return
        }
        switch graph.nodes[node] {
        case .numbers(let column):
            if case .narrow(let cells) = table.columns[column] {
                cells.widen(rows, into: &out)
            } else {
                for index in 0..<rows.count { out[index] = missing }
            }
        case .ranks(let column):
            switch table.columns[column] {
            case .code(let cells):
                let entries = ranks.byCode[column]
                lookUp(cells.codes.span.extracting(rows), in: entries.span, into: &out)
            case .identifier:
                let texts = ranks.byRow[column]
                for index in 0..<rows.count { out[index] = texts[rows.lowerBound + index] }
            default:
                for index in 0..<rows.count { out[index] = missing }
            }
        case .arithmetic(let sign, let left, let right):
            let (left, right) = (numbers(of: left), numbers(of: right))
            let (x, y) = (left.cells.span, right.cells.span)
            let (xs, ys) = (x.extracting(left.range(rows)), y.extracting(right.range(rows)))
            let overflowed =
                switch sign {
                case .plus: add(xs, ys, into: &out)
                case .minus: subtract(xs, ys, into: &out)
                case .times: multiply(xs, ys, into: &out)
                case .dividedBy, .modulo: divide(sign, xs, ys, into: &out)
                }
            if overflowed {
                record(node) { sign.checked(xs[$0], ys[$0]) == nil ? .overflow : .none }
            }
        case .dayStart(let inner):
            let lane = numbers(of: inner)
            let instants = lane.cells.span.extracting(lane.range(rows))
            if dayStarts(instants, into: &out) {
                record(node) { checkedDayStart(instants[$0]) == nil ? .overflow : .none }
            }
        case .workingTime(let from, let to), .workingDays(let from, let to),
            .addWorkingDays(let from, let to):
            computeWorking(node, numbers(of: from), numbers(of: to), into: &out)
        case .calendarField(let field, let inner):
            let lane = numbers(of: inner)
            extract(field, lane.cells.span.extracting(lane.range(rows)), into: &out)
        case .magnitude(let inner):
            let lane = numbers(of: inner)
            magnitudes(lane.cells.span.extracting(lane.range(rows)), into: &out)
        case .least(let parts), .greatest(let parts):
            computeExtremes(node, parts, into: &out)
        case .codes(let column):
            if case .code(let cells) = table.columns[column] {
                widen(cells.codes.span.extracting(rows), into: &out)
            } else {
                for index in 0..<rows.count { out[index] = missing }
            }
        case .coalesce(let parts):
            for index in 0..<rows.count { out[index] = missing }
            for part in parts {
                let lane = numbers(of: part)
                fillNulls(lane.cells.span.extracting(lane.range(rows)), into: &out)
            }
        case .choice(let conditions, let values, let otherwise):
            let last = numbers(of: otherwise)
            let lastCells = last.cells.span.extracting(last.range(rows))
            for index in 0..<rows.count { out[index] = lastCells[index] }
            // The first true condition wins, so it is written last.
            for (condition, value) in zip(conditions, values).reversed() {
                let (flags, lane) = (flags(of: condition), numbers(of: value))
                take(
                    lane.cells.span.extracting(lane.range(rows)), where: flags.span, into: &out)
            }
        case .widened(let inner):
            widen(flags(of: inner).span.extracting(0..<rows.count), into: &out)
        default: break
        }
    }

    private mutating func computeFlags(_ node: Node, into result: inout [UInt8]) {
        var out = result.mutableSpan
        switch node {
        case .truth(let truth):
            for index in 0..<rows.count { out[index] = truth }
        case .flags(let column):
            if case .flag(let cells) = table.columns[column] {
                copy(cells.span.extracting(rows), into: &out)
            } else {
                for index in 0..<rows.count { out[index] = 1 }
            }
        case .equal(let left, let right), .less(let left, let right),
            .lessOrEqual(let left, let right):
            computeComparison(node, left, right, into: &out)
        case .all(let parts):
            for index in 0..<rows.count { out[index] = 2 }
            for part in parts { and(flags(of: part).span.extracting(0..<rows.count), into: &out) }
        case .any(let parts):
            for index in 0..<rows.count { out[index] = 0 }
            for part in parts { or(flags(of: part).span.extracting(0..<rows.count), into: &out) }
        case .not(let inner):
            copy(flags(of: inner).span.extracting(0..<rows.count), into: &out)
            not(&out)
        case .isNull(let inner):
            if let lane = narrowLane(of: inner) {
                isNull(lane.cells.span.extracting(lane.range(rows)), into: &out)
                break
            }
            let lane = numbers(of: inner)
            isNull(lane.cells.span.extracting(lane.range(rows)), into: &out)
        case .lookup(let column, let lookup):
            let entries = graph.lookups[lookup]
            if case .code(let cells) = table.columns[column] {
                lookUp(cells.codes.span.extracting(rows), in: entries.span, into: &out)
            } else {
                for index in 0..<rows.count { out[index] = entries[entries.count - 1] }
            }
        case .identifierIsNull(let column):
            if case .identifier(let cells) = table.columns[column] {
                for row in rows { out[row - rows.lowerBound] = cells.range(row).isEmpty ? 2 : 0 }
            } else {
                for index in 0..<rows.count { out[index] = 2 }
            }
        case .identifierEquals(let column, let literal):
            if case .identifier(let cells) = table.columns[column] {
                compare(cells, with: Array(graph.texts[literal].utf8), into: &out)
            } else {
                for index in 0..<rows.count { out[index] = 1 }
            }
        case .like(let inner, let pattern):
            let lane = numbers(of: inner)
            let truths = matches(of: pattern)
            lookUp(lane.cells.span.extracting(lane.range(rows)), in: truths.span, into: &out)
        case .identifierLike(let column, let pattern):
            match(table.columns[column], pattern, into: &out)
        case .narrowed(let inner):
            let lane = numbers(of: inner)
            narrow(lane.cells.span.extracting(lane.range(rows)), into: &out)
        default: break
        }
    }

    private func compare(
        _ cells: IdentifierColumn, with text: [UInt8], into out: inout MutableSpan<UInt8>
    ) {
        for row in rows {
            let range = cells.range(row)
            let isEqual = range.count == text.count && cells.bytes[range].elementsEqual(text)
            out[row - rows.lowerBound] = range.isEmpty ? 1 : (isEqual ? 2 : 0)
        }
    }
}
