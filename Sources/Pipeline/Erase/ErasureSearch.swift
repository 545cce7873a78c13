import Ledger
import Tabular

/// What was found of the cases in one object.
struct ErasureSearch: Sendable {
    let object: Digest
    /// The personal values by where they begin.
    private(set) var spots: [Int: PersonalSpot] = [:]
    /// Where the records begin.
    private(set) var records: Set<Int> = []
    /// It cannot be read to its end and holds one of the codes: nothing of it can stay.
    private(set) var isToBeEmptied = false

    /// Looks through an object by each of its readings.
    init(
        _ object: Digest, _ readings: [ErasureReading], _ codes: CaseCodes, in objects: ObjectStore
    ) throws {
        self.object = object
        let path = objects.path(of: object)
        var isRead = false
        var forms: [UnitForm] = []
        for reading in readings {
            let mapping = reading.input.mapping
            let found = CaseRecords(path, mapping, codes)
            isRead = isRead || found.isComplete
            forms.append(found.form)
            if !found.isComplete { continue }
            let wanted = codes.units(found.form)
            let redaction = try redaction(reading, of: readings, found, codes)
            try forEachPiece(path, found.spans) { span, bytes in
                let isSuspect = span.isSuspect
                if isSuspect, !holdsCode(found.form.units(bytes), wanted) { return }
                records.insert(span.offset)
                for spot in redaction(bytes, span.offset) { add(spot) }
            }
        }
        if !isRead, !readings.isEmpty {
            isToBeEmptied = forms.contains { fileHoldsCode(path, $0, codes) }
        }
    }

    /// Whether there is anything to overwrite.
    var isEmpty: Bool { spots.isEmpty && !isToBeEmptied }

    /// What results may notice.
    var effect: Redaction.Effect {
        isToBeEmptied || spots.values.contains(where: \.isRead) ? .possible : .none
    }

    private mutating func add(_ spot: PersonalSpot) {
        guard let start = spot.runs.first?.offset else { return }
        guard var known = spots[start] else {
            spots[start] = spot
            return
        }
        let length = { (spot: PersonalSpot) in spot.runs.reduce(0) { $0 + $1.units.count } }
        if length(spot) > length(known) { known.runs = spot.runs }
        known.keyed = known.keyed ?? spot.keyed
        known.isRead = known.isRead || spot.isRead
        spots[start] = known
    }

    /// What finds the personal values of a record.
    private func redaction(
        _ reading: ErasureReading, of all: [ErasureReading], _ found: CaseRecords,
        _ codes: CaseCodes
    ) throws -> ([UInt8], Int) -> [PersonalSpot] {
        let sealed = all.filter(\.isSealed).map(\.input.mapping)
        let mapping = reading.input.mapping
        switch mapping.format {
        case .csv(let csv):
            var personal: [Int: Bool] = [:]
            for column in mapping.columns where column.privacy != .open {
                for field in found.header.fields(of: column) {
                    personal[field] = personal[field] == true || column.privacy == .keyed
                }
            }
            let read = sealed.flatMap { HeaderMatch(found.header, $0).fields }
            let redaction = CSVRedaction(
                form: found.form, delimiter: UInt16(csv.delimiter), width: found.header.count,
                personal: personal, read: Set(read), words: reading.words, codes: codes.clean)
            return redaction.spots
        case .xml:
            let read = Set(
                sealed.flatMap(\.xmlPlaces).filter { $0.privacy != .dropped }.map(\.path))
            let paths = try mapping.xmlPlaces.filter { $0.privacy != .open }.map { place in
                XMLRedaction.Path(
                    path: try XMLPath(place.path), isKeyed: place.privacy == .keyed,
                    isRead: read.contains(place.path))
            }
            return XMLRedaction(form: found.form, paths: paths).spots
        }
    }
}

extension Mapping {
    /// The paths of all XML fields from the record's element, those of children too.
    fileprivate var xmlPlaces: [(path: String, privacy: Privacy)] {
        let own = columns.compactMap { column in column.xmlPlace(below: nil) }
        return own
            + children.flatMap { child in
                child.columns.compactMap { $0.xmlPlace(below: child.path) }
            }
    }
}

extension MappedColumn {
    fileprivate func xmlPlace(below parent: String?) -> (path: String, privacy: Privacy)? {
        guard case .path(let path) = place else { return nil }
        guard let parent else { return (path, privacy) }
        return (path == "." ? parent : parent + "/" + path, privacy)
    }
}
