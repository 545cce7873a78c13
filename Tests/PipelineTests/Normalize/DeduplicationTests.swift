import Columnar
import Pipeline
import Testing

@Suite struct `Versions of a case` {
    private static let header = "Mã hồ sơ,Đơn vị,Trạng thái,Ngày nhận,Cập nhật"

    @Test func `the greatest time of change survives`() throws {
        let dataset = try SmallDesk().dataset(
            lines: Self.header, "H1,A,Đang xử lý,01/06/2025,02/06/2025",
            "H1,A,Xong,01/06/2025,04/06/2025", "H1,A,Đang xử lý,01/06/2025,03/06/2025",
            "H1,A,Đang xử lý,01/06/2025,")
        #expect(
            dataset.rows("case", "status", "updated_at") == [["resolved", "2025-06-04 00:00:00"]])
        #expect(dataset.counts == [[4, 1, 0, 3, 0, 0]])
        #expect(dataset.losers.map(\.survivor.record) == [2, 2, 2])
        #expect(dataset.losers.allSatisfy { $0.kind == .superseded })
    }

    @Test func `an exact copy is a duplicate, whatever file it lies in`() throws {
        let line = "H1,A,Xong,01/06/2025,04/06/2025"
        let text = Self.header + "\n" + line + "\n"
        let dataset = try SmallDesk().dataset([
            ("a.export", text), ("b.export", text + line + "\n"),
        ])
        #expect(dataset.total.counts == [3, 1, 2, 0, 0, 0])
        #expect(dataset.losers.allSatisfy { $0.kind == .duplicate })
    }

    @Test func `a file that arrives twice counts once`() throws {
        let text = Self.header + "\nH1,A,Xong,,\nH2,A,Chờ,,\n"
        let dataset = try SmallDesk().dataset([("b.export", text), ("a.export", text)])
        // Of the same content the first name is read; the record at fault is at fault once.
        #expect(dataset.accounts.map(\.file) == ["a.export", "b.export"])
        #expect(dataset.counts == [[2, 1, 0, 0, 1, 0], [2, 0, 2, 0, 0, 0]])
        #expect(
            dataset.findings.filter { $0.code == .fileRepeated }.map(\.place.file) == ["b.export"])
    }

    @Test func `the same code in another unit or on another day is told, and one survives`() throws
    {
        let dataset = try SmallDesk().dataset(
            lines: Self.header, "H1,A,Xong,01/06/2025,02/06/2025",
            "H1,B,Xong,01/06/2025,01/06/2025",
            "H2,A,Xong,01/06/2025,02/06/2025", "H2,A,Xong,02/06/2025,01/06/2025")
        #expect(dataset.findingTexts == ["N-030 2 unit", "N-030 4 accepted_at"])
        #expect(dataset.findings.map(\.hint) == ["record 1 of a.export", "record 3 of a.export"])
        #expect(dataset.total.counts == [4, 2, 0, 2, 0, 0])
    }

    @Test func `a record without a code is nobody's version`() throws {
        var desk = SmallDesk()
        desk.columns = desk.columns.replacing(", required: true", with: "")
        let dataset = try desk.dataset(lines: Self.header, ",A,Xong,,", ",A,Xong,,")
        #expect(dataset.total.counts == [2, 2, 0, 0, 0, 0])
    }

    @Test func `the same code of two sources is two cases`() throws {
        var desk = SmallDesk()
        desk.input = """
            other:
                kind: case
                files: '*.other'
                mapping: other.yaml
            """
        desk.input = "\n  " + desk.input
        desk.more = [
            (
                "other.yaml",
                """
                mapping: other
                version: 1
                source: other
                kind: case
                format: csv
                columns:
                  case_id: {header: [id], type: id}
                identity: [case_id]
                """
            )
        ]
        let dataset = try desk.dataset([
            ("a.export", Self.header + "\nH1,A,Xong,,\nH1,A,Xong,,\n"), ("b.other", "id\nH1\nH1\n"),
        ])
        #expect(dataset.rows("case", "source", "case_id") == [["desk", "H1"], ["other", "H1"]])
        #expect(dataset.total.counts == [4, 2, 2, 0, 0, 0])
    }

    /// All orders of files, rows, columns and threads give the same rows.
    @Test(arguments: 0..<12)
    func `no order shows`(seed: UInt64) throws {
        var random = SmallRandom(seed: seed)
        var lines: [String] = []
        for _ in 0..<40 {
            let day = 1 + random.below(5)
            lines.append(
                "H\(random.below(12)),\(["A", "B", "Ạ"][random.below(3)]),"
                    + "\(["Xong", "Đang xử lý"][random.below(2)]),01/06/2025,0\(day)/06/2025")
        }
        func dataset(_ lines: [String], files: Int, threads: Int) throws -> Dataset {
            let size = (lines.count + files - 1) / files
            let exports = (0..<files).map { file in
                let own = lines.dropFirst(file * size).prefix(size)
                return (
                    name: "\(file).export",
                    text: ([Self.header] + own).joined(separator: "\n") + "\n"
                )
            }
            return try SmallDesk().dataset(exports, threads: threads)
        }
        func rows(_ dataset: Dataset) -> [String] {
            dataset.rows("case", "case_id", "unit", "status", "updated_at")
                .map { $0.joined(separator: "|") }.sorted(by: precedes)
        }
        let one = try dataset(lines, files: 1, threads: 1)
        var shuffled = lines
        for index in shuffled.indices.reversed() {
            shuffled.swapAt(index, random.below(index + 1))
        }
        let many = try dataset(shuffled, files: 3, threads: 3)
        #expect(rows(one) == rows(many), "seed \(seed)")
        #expect(one.total.counts == many.total.counts, "seed \(seed)")
        #expect(one.total.accepted == Set(lines.map { $0.prefix { $0 != "," } }).count)
        guard case .code(let left)? = one.table("case")?.shape["unit"],
            case .code(let right)? = many.table("case")?.shape["unit"]
        else {
            Issue.record("unit is a column of codes")
            return
        }
        #expect(left.dictionary == right.dictionary)
        #expect(left.dictionary == left.dictionary.sorted(by: precedes))
    }
}
