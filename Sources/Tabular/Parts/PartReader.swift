/// A reader that can begin and end within a file.
package protocol PartReader: RecordReader, SendableMetatype, ~Copyable {
    /// A place between two records of a file.
    associatedtype Place: Sendable, Equatable

    /// The place of the first record that was not yielded; nil if it has read the file to its end.
    var end: Place? { get }
}

extension CSVReader: PartReader {
    /// The place of the first record that was not yielded; nil at the end of the file.
    package var end: Int? { blocks.isAtEnd ? nil : position }
}

extension XMLReader: PartReader {
    /// The place of the first record that was not yielded; nil at the end of the file.
    package var end: XMLPlace? { place }
}

extension CSVReader {
    /// The rest of this plain UTF-8 file, read in parts at the same time; the same batches and
    /// errors in the same order as this reader itself would yield, but for where batches end.
    ///
    /// Nil where the file is too small for that, or is not plain UTF-8.
    package func inParts(
        path: String, threads: Int, partBytes: Int = PartsReader<CSVReader>.partBytes
    ) throws(TabularError) -> PartsReader<CSVReader>? {
        guard threads > 1, columnCount != nil, blocks.isPlain else { return nil }
        let points = try csvSplitPoints(
            path: path, dialect: scan.dialect, columnCount: columnCount ?? 0,
            parts: partCount(path, partBytes))
        let starts = [position] + points.filter { $0 > position }
        if starts.count < 2 { return nil }
        let (dialect, header, columns) = (scan.dialect, self.header, columnCount)
        let (limits, wanted) = (scan.limits, wanted)
        return PartsReader(starts: starts, threads: threads) {
            part, start, _ throws(TabularError) in
            let end = part + 1 < starts.count ? starts[part + 1] : Int.max
            var reader = try CSVReader(
                path: path, range: start..<max(start, end), header: header, columnCount: columns,
                dialect: dialect, limits: limits)
            reader.wanted = wanted
            return reader
        }
    }
}

extension XMLReader {
    /// A plain file, read in parts at the same time; the same batches and errors in the same order
    /// as one reader would yield, but for where batches end.
    ///
    /// Nil where the file is too small for that, is gzip, or shows no record at its beginning.
    package static func inParts(
        path: String, shape: XMLShape, threads: Int, limits: ReadLimits = ReadLimits(),
        partBytes: Int = PartsReader<XMLReader>.partBytes
    ) throws(TabularError) -> PartsReader<XMLReader>? {
        guard threads > 1 else { return nil }
        let places = try xmlSplitPlaces(path: path, shape: shape, parts: partCount(path, partBytes))
        if places.isEmpty { return nil }
        let starts = [XMLPlace(offset: 0, open: [])] + places
        return PartsReader(starts: starts, threads: threads) {
            part, start, isTrial throws(TabularError) in
            var reader =
                start.offset == 0
                ? try XMLReader(source: FileBytes(path: path), shape: shape, limits: limits)
                : try XMLReader(path: path, from: start, shape: shape, limits: limits)
            reader.isTrial = isTrial
            if part + 1 < starts.count { reader.stop(before: starts[part + 1].offset) }
            return reader
        }
    }
}

/// How many parts to make of a file; each has a cost, so that of a long file they are longer.
private func partCount(_ path: String, _ partBytes: Int) throws(TabularError) -> Int {
    min(try PosixFile(reading: path).size() / max(partBytes, 1), 1000)
}
