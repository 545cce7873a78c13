import Columnar
import FoundationEssentials
import Ledger
import Synchronization
import Tabular

/// Files of `cache/segments` that hold the segments of many small files.
///
/// A file for each of three thousand exports takes the system longer to make than to fill. A pack
/// holds whole files of segments one behind the other, then a directory of their keys. It is
/// written once and never changed: what is read anew comes into a pack of a greater number, which
/// counts in place of the one before.
final class SegmentPacks: Sendable {
    /// Where the segments of one file lie.
    struct Place: Sendable {
        let pack: String
        let range: Range<Int>
    }

    private struct State {
        /// The newest place of each key; nil as long as nobody has asked.
        var places: [Digest: Place]?
        /// Packs that lay there, and bytes of each that were used or written by this run.
        var packs: [String] = []
        var usedBytes: [String: Int] = [:]
        /// What is to be written next.
        var draft = Pack(name: "")
        var next = 1
    }

    private static let prefix = "pack-"
    private static let mark = 0x6D69_6E68_1001
    /// Bytes behind which a pack is complete.
    private static let size = 8 << 20

    private let folder: String
    private let state = Mutex(State())

    init(in folder: String) {
        self.folder = folder
    }

    /// Where the segments of a key lie, if they are in a pack; `damaged` is called for each pack
    /// that cannot be read.
    func place(of key: Digest, damaged: () -> Void) -> Place? {
        state.withLock { state in
            load(&state, damaged: damaged)
            return state.places?[key]
        }
    }

    /// Notes that the segments there were used.
    func noteUse(of place: Place) {
        state.withLock { $0.usedBytes[place.pack, default: 0] += place.range.count }
    }

    /// Takes the segments of a file; writes a pack when there are enough of them.
    func add(_ bytes: [UInt8], _ key: Digest) {
        let full = state.withLock { state -> Pack? in
            load(&state) {}
            state.draft.append(bytes, key)
            return state.draft.size < Self.size ? nil : pack(&state)
        }
        if let full { write(full) }
    }

    /// Writes what has been taken and is in no pack yet.
    func complete() {
        let last = state.withLock { $0.draft.entries.isEmpty ? nil : pack(&$0) }
        if let last { write(last) }
    }

    /// Packs of which at least half was used: one that is mostly of files that are gone may go.
    func used() -> Set<String> {
        state.withLock { state in
            Set(
                state.usedBytes.filter { name, bytes in
                    2 * bytes >= (try? fileSize(folder + "/" + name)) ?? 0
                }.keys)
        }
    }

    /// Packs of which every entry has been replaced by one in a newer pack.
    func replaced() -> [String] {
        state.withLock { state in
            guard let places = state.places else { return [] }
            let live = Set(places.values.map(\.pack))
            return state.packs.filter { !live.contains($0) }
        }
    }

    private struct Pack {
        var name: String
        /// Not one array: to let it grow took longer than to write it.
        var contents: [[UInt8]] = []
        var entries: [(key: Digest, range: Range<Int>)] = []
        var size = 0

        mutating func append(_ bytes: [UInt8], _ key: Digest) {
            contents.append(bytes)
            entries.append((key, size..<size + bytes.count))
            size += bytes.count
        }
    }

    /// Takes what is to be written out of the state and gives it the next number.
    private func pack(_ state: inout State) -> Pack {
        var pack = Pack(name: "")
        swap(&pack, &state.draft)
        let digits = String(state.next)
        pack.name = Self.prefix + String(repeating: "0", count: max(9 - digits.count, 0)) + digits
        state.next += 1
        return pack
    }

    /// A pack that cannot be written costs another night some reading.
    private func write(_ pack: Pack) {
        var directory = ByteWriter()
        directory.put(pack.entries) { writer, entry in
            writer.put(entry.key.hex)
            writer.put(entry.range.lowerBound)
            writer.put(entry.range.count)
        }
        let tail = SegmentFile.tail(of: directory.bytes, at: pack.size, mark: Self.mark)
        let draft = folder + "/tmp-" + pack.name
        do {
            var sink = try FileSink(path: draft, compressed: false, permissions: 0o600)
            for bytes in pack.contents { try sink.write(bytes) }
            try sink.write(directory.bytes)
            try sink.write(tail)
            try sink.close()
            try moveFile(draft, over: folder + "/" + pack.name)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            return
        }
        state.withLock { state in
            state.usedBytes[pack.name] = pack.size
            state.packs.append(pack.name)
            for (key, range) in pack.entries {
                state.places?[key] = Place(pack: pack.name, range: range)
            }
        }
    }

    /// Reads the directories of all packs, once; later ones count in place of earlier ones.
    private func load(_ state: inout State, damaged: () -> Void) {
        guard state.places == nil else { return }
        var places: [Digest: Place] = [:]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.filter({ $0.hasPrefix(Self.prefix) }).sorted(by: precedes) {
            state.packs.append(name)
            state.next = max(state.next, (Int(name.dropFirst(Self.prefix.count)) ?? 0) + 1)
            do {
                for (key, range) in try entries(of: name) {
                    places[key] = Place(pack: name, range: range)
                }
            } catch {
                damaged()
            }
        }
        state.places = places
    }

    private func entries(of name: String) throws -> [(Digest, Range<Int>)] {
        let path = folder + "/" + name
        let source = try SegmentBytes(path, 0..<fileSize(path))
        let (bytes, size) = try SegmentFile.directory(of: source, mark: Self.mark)
        var reader = ByteReader(bytes)
        return try reader.elements { (reader) throws(DamagedBytes) -> (Digest, Range<Int>) in
            guard let key = Digest(hex: try reader.text() ?? "") else { throw DamagedBytes() }
            let start = try reader.count(below: size + 1)
            return (key, start..<start + (try reader.count(below: size - start + 1)))
        }
    }
}
