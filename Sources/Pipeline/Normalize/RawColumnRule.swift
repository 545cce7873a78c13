import Columnar
import Ledger
import Tabular

/// What a column of a mapping is: how its fields are typed, what its texts are looked up in.
///
/// Made once and shared by every part of every file, so that to begin a part, which three thousand
/// small exports do three thousand times, copies one reference a column.
final class RawColumnRule: Sendable {
    let mapped: MappedColumn
    /// The scale of its answers; levels of a survey only.
    let scale: AnswerScale?
    let instants: InstantRule?
    let integers: IntegerRule?
    let truths: FlagRule?
    /// Whether each distinct text is kept once and what it means is decided once.
    let isCode: Bool
    /// What its texts mean; of codes only.
    let resolution: CodeResolution?
    /// Memory for cells of eight bytes, of parts whose cells have become narrow.
    let spares = Spares<[Int64]>()

    init(
        _ mapped: MappedColumn, scale: AnswerScale?,
        resolvedBy means: (plan: Plan, key: KeyedHash?)? = nil
    ) {
        self.mapped = mapped
        self.scale = scale
        switch mapped.type {
        case .integer, .duration: integers = IntegerRule(nulls: mapped.nulls)
        default: integers = nil
        }
        if case .instant(let rule) = mapped.type { instants = rule } else { instants = nil }
        if case .flag(let rule) = mapped.type { truths = rule } else { truths = nil }
        isCode =
            switch mapped.type {
            case .code, .level: true
            default: mapped.privacy == .keyed
            }
        resolution =
            if isCode, let (plan, key) = means {
                CodeResolution(mapped, scale: scale, plan: plan, key: key)
            } else {
                nil
            }
    }

    /// Leaves the memory of cells that are needed no more to another part.
    func leave(_ cells: consuming [Int64]) {
        guard cells.capacity > 0 else { return }
        cells.removeAll(keepingCapacity: true)
        spares.give(cells)
    }

    /// Whether its cells are instants or whole numbers.
    var isNumber: Bool { instants != nil || integers != nil }
}

/// What the files of an input are read into: the rules of its columns, and of its child tables'.
///
/// Without `means` (plan and key) texts are told apart and not resolved.
struct ReadingShape: Sendable {
    let mapping: Mapping
    let columns: [RawColumnRule]
    let children: [[RawColumnRule]]
    /// Memory for reading them.
    let spares = Spares<ReadingMemory>()

    /// Gives the memory for reading files back.
    func clearSpares() {
        spares.clear()
        for rule in columns + children.joined() { rule.spares.clear() }
    }

    init(_ mapping: Mapping, resolvedBy means: (plan: Plan, key: KeyedHash?)? = nil) {
        self.mapping = mapping
        columns =
            mapping.columns.map { RawColumnRule($0, scale: mapping.scale, resolvedBy: means) }
            + mapping.questions.map {
                RawColumnRule($0.column, scale: $0.scale, resolvedBy: means)
            }
        children = mapping.children.map { child in
            child.columns.map { RawColumnRule($0, scale: nil, resolvedBy: means) }
        }
    }
}

/// The memory that reading a file takes, whatever the file.
struct ReadingMemory: Sendable {
    var batch = RecordBatch(columns: 0)
    var scratch = CSVScratch()

    /// Gives the reader's part of it away.
    mutating func takeScratch() -> CSVScratch {
        var taken = CSVScratch()
        swap(&taken, &scratch)
        return taken
    }
}
