/// The cells of some rows of several pieces, brought together so that two rows are compared in one
/// go: to ask each column of each piece anew for each pair would take most of the time.
package struct ComparedRows: Sendable {
    /// Numbers that differ where the cells do, row after row; of nulls `missing` or the code.
    package private(set) var cells: [Int64]
    /// Numbers of a row.
    private let width: Int
    /// The columns of numbers, and those of identifiers, as places in a table.
    private let plain: [Int]
    private var texts: [PlacedTexts]

    /// Room for so many rows of these columns of tables like `shape`.
    package init(_ count: Int, columns: [Int], of shape: Table) {
        var plain: [Int] = []
        var texts: [PlacedTexts] = []
        for column in columns {
            switch shape.columns[column] {
            case .null: break
            case .identifier: texts.append(PlacedTexts(column, count))
            case .integer, .instant, .duration, .narrow, .flag, .code: plain.append(column)
            }
        }
        self.plain = plain
        self.texts = texts
        width = plain.count
        cells = [Int64](repeating: missing, count: plain.count * count)
    }

    /// Takes the cells of rows of a piece, each to its place.
    package mutating func take(_ rows: [UInt32], of piece: Table, to places: [UInt32]) {
        let rows = rows.span
        let places = places.span
        for (offset, column) in plain.enumerated() {
            let target = Target(offset: offset, width: width)
            switch piece.columns[column] {
            case .integer(let own), .instant(let own), .duration(let own):
                spread(own.span, rows, places, target, into: &cells) { $0 }
            case .narrow(let own):
                spread(own.cells.span, rows, places, target, into: &cells, NarrowCells.widened)
            case .code(let own):
                spread(own.codes.span, rows, places, target, into: &cells) { Int64($0) }
            case .flag(let own):
                spread(own.span, rows, places, target, into: &cells) { Int64($0) }
            case .null(.text, _):
                spread(Int64(missingCode), places, target, into: &cells)
            case .null(.flag, _): spread(1, places, target, into: &cells)
            case .null, .identifier: spread(missing, places, target, into: &cells)
            }
        }
        for index in texts.indices {
            guard case .identifier(let own) = piece.columns[texts[index].column] else { continue }
            texts[index].take(rows, of: own, to: places)
        }
    }

    /// Whether all cells of two rows are equal.
    package func areEqual(_ left: Int, _ right: Int) -> Bool {
        for place in 0..<width where cells[left * width + place] != cells[right * width + place] {
            return false
        }
        for text in texts where !text.areEqual(left, right) { return false }
        return true
    }
}

/// The identifiers of some rows, in the order in which they were taken.
private struct PlacedTexts: Sendable {
    let column: Int
    private var bytes: [UInt8] = []
    private var starts: [Int]
    private var lengths: [Int]

    init(_ column: Int, _ count: Int) {
        self.column = column
        starts = [Int](repeating: 0, count: count)
        lengths = starts
    }

    mutating func take(_ rows: Span<UInt32>, of own: IdentifierColumn, to places: Span<UInt32>) {
        for index in 0..<min(rows.count, places.count) {
            let range = own.range(Int(rows[index]))
            let place = Int(places[index])
            starts[place] = bytes.count
            lengths[place] = range.count
            bytes.append(contentsOf: own.bytes[range])
        }
    }

    func areEqual(_ left: Int, _ right: Int) -> Bool {
        guard lengths[left] == lengths[right] else { return false }
        return sameBytes(
            bytes.span, starts[left], bytes.span, starts[right], count: lengths[left])
    }
}

/// Where the cells of one column lie among those of a row.
private struct Target {
    let offset: Int
    let width: Int

    @inline(__always)
    func index(_ place: UInt32) -> Int { Int(place) &* width &+ offset }
}

@inline(__always)
private func spread<Cell: BitwiseCopyable>(
    _ own: Span<Cell>, _ rows: Span<UInt32>, _ places: Span<UInt32>, _ target: Target,
    into cells: inout [Int64], _ number: (Cell) -> Int64
) {
    var out = cells.mutableSpan
    for index in 0..<min(rows.count, places.count) {
        out[target.index(places[index])] = number(own[Int(rows[index])])
    }
}

private func spread(
    _ cell: Int64, _ places: Span<UInt32>, _ target: Target, into cells: inout [Int64]
) {
    var out = cells.mutableSpan
    for index in 0..<places.count { out[target.index(places[index])] = cell }
}
