import Pipeline
import Tabular
import Testing

@Suite struct `The readers on a generated world` {
    @Test func `find the records of the list exports, and what is wrong with them`() throws {
        let folder = try GeneratedFolder(cases: 10_000, seed: 3, compressed: true)
        let truth = try folder.truth()
        var faults: [String: Int] = [:]
        for file in folder.world.files where file.hasPrefix("cases/") && !file.contains(" (1)") {
            var reader = try CSVReader(
                source: FileBytes(path: "\(folder.path)/\(file)"),
                dialect: CSVDialect(delimiter: UInt8(ascii: ",")))
            #expect(reader.header.count == 14)
            reader.select(Array(0..<14))
            var batch = RecordBatch(columns: 14)
            var children: [RecordBatch] = []
            var records = 0
            while try reader.next(into: &batch, children: &children) {
                records += batch.count
                for fault in batch.faults { faults[name(of: fault.kind), default: 0] += 1 }
            }
            #expect(truth[file]?["read"] == records, "\(file)")
        }
        let total = truth["total"] ?? [:]
        for hazard in ["raggedShort", "raggedLong", "nulByte", "invalidUTF8"] {
            #expect(faults[hazard] == total["hazard \(hazard)"], "\(hazard)")
        }
        #expect(faults.count == 4)
    }

    @Test func `find the cases and supplements of the synchronization`() throws {
        let folder = try GeneratedFolder(cases: 10_000, seed: 3, compressed: true)
        let truth = try folder.truth()
        let shape = try XMLShape(
            record: ["DongBoHoSoMC", "data", "HoSo"],
            fields: [XMLPath("MaHoSo"), XMLPath("TrangThaiHoSo")],
            children: [
                XMLChild(
                    path: XMLPath("DanhSachHoSoBoSung/HoSoBoSung"),
                    fields: [XMLPath("NgayBoSung")])
            ])
        for file in folder.world.files where file.hasPrefix("xml/") {
            var reader = try XMLReader(
                source: FileBytes(path: "\(folder.path)/\(file)"), shape: shape)
            var batch = RecordBatch(columns: 2)
            var children = [RecordBatch(columns: 1)]
            var (records, supplements) = (0, 0)
            while try reader.next(into: &batch, children: &children) {
                records += batch.count
                supplements += children[0].count
                #expect(batch.faults.isEmpty)
            }
            #expect(truth[file]?["read"] == records, "\(file)")
            #expect(supplements > 0)
        }
    }

    private func name(of kind: RecordFault.Kind) -> String {
        switch kind {
        case .invalidUTF8: "invalidUTF8"
        case .nulByte: "nulByte"
        case .tooFewFields: "raggedShort"
        case .tooManyFields: "raggedLong"
        default: "\(kind)"
        }
    }
}
