/// A personal value at its place in a raw file.
struct PersonalSpot: Sendable {
    /// The stretches of text that make it, in order; markup lies between them.
    var runs: [TextRun]
    /// The value under which its keyed hash is known to runs; nil where no run reads it.
    var keyed: String?
    /// Whether a run that was sealed reads it.
    var isRead: Bool
}

/// A stretch of text of a personal value, and what stands there when it is erased.
struct TextRun: Sendable {
    /// Where it begins in the file, gzip inflated.
    let offset: Int
    /// Its units.
    let units: [UInt16]
    /// What blots it out, of the same length.
    let blank: [UInt16]
    let form: UnitForm
    /// Whether any text may take its place: nothing is wrong with it that has to stay.
    let isFree: Bool
}

/// Bytes of a file that take the place of others.
struct RawEdit: Sendable, Equatable {
    let offset: Int
    let bytes: [UInt8]
}

/// What takes the place of erased values: the same for the same value, another for every other.
struct Fillers {
    private let prefix: String
    private var number = 0
    private var known: [String: String?] = [:]
    /// Short values of other people, which no filler may be.
    private let taken: Set<String>

    /// Fillers of one erasure, which no other has: its number in the journal is in each of them.
    init(sequence: Int, taken: Set<String>) {
        prefix = "~" + String(sequence, radix: 36) + "."
        self.taken = taken
    }

    /// Length up to which values of other people are to be known.
    static func longest(sequence: Int, values: Int) -> Int {
        2 + String(sequence, radix: 36).utf8.count + String(values, radix: 36).utf8.count
    }

    /// Whether a value is the filler of one that was erased before: `~1f.0`.
    static func isUsual(_ value: String) -> Bool {
        guard value.hasPrefix("~") else { return false }
        let parts = value.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { Int($0, radix: 36) != nil }
    }

    /// The filler of a value that has room for so many units; nil where there is none.
    mutating func filler(of value: String, room: Int) -> String? {
        if let filler = known[value] { return filler }
        let usual = prefix + String(number, radix: 36)
        number += 1
        let filler = usual.utf8.count <= room ? usual : short(room)
        known[value] = filler
        return filler
    }

    /// A text of few characters that nobody has.
    private func short(_ room: Int) -> String? {
        let used = Set(known.values.compactMap(\.self))
        let letters = Array("~^!*_=0123456789abcdefghijklmnopqrstuvwxyz")
        var texts = [""]
        for _ in 0..<max(room, 0) {
            texts = texts.flatMap { text in letters.map { text + String($0) } }
            let free = texts.first { !taken.contains($0) && !used.contains($0) }
            if let free { return free }
            // Two characters are 1 764 texts; more are not needed where one of them is free.
            if texts.count > 1 << 16 { return nil }
        }
        return nil
    }
}

extension PersonalSpot {
    /// The length of its longest stretch that any text may fill.
    var room: Int { runs.filter(\.isFree).map(\.units.count).max() ?? 0 }

    /// What takes the place of its bytes: the filler and spaces, or blots.
    func edits(filler: String?) -> [RawEdit] {
        let holder = filler.flatMap { text in
            runs.firstIndex { $0.isFree && $0.units.count >= text.utf8.count }
        }
        return runs.enumerated().compactMap { index, run in
            var units = run.blank
            if let filler, let holder, run.isFree {
                units = index == holder ? run.form.units(of: filler) : []
                units += repeatElement(UnitOf.space, count: run.units.count - units.count)
            }
            if units == run.units { return nil }
            return RawEdit(offset: run.offset, bytes: run.form.bytes(units))
        }
    }
}
