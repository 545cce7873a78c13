import Foundation
import Ledger
import Pipeline
import Tabular
import Testing

/// Who is erased is nowhere any more, and all else stays what it was.
@Suite struct `Erasing a person` {
    private func journal(_ folder: ErasureFolder) throws -> [UInt8] {
        try bytesOfFile(folder.scratch.workspace + "/journal.jsonl")
    }

    @Test func `leaves no trace of dropped values in CSV, gzip and XML, and the same results`()
        throws
    {
        let scratch = try NightFolder()
        let folder = try ErasureFolder(scratch, try GoldenRuns.night(in: scratch))
        let (before, journal) = (try folder.published, try journal(folder))
        #expect(try folder.holders(of: ["Nguyễn Thị An"]).count == 2)
        let erasure = try folder.erase(
            "H56.14-250602-0001", "H56.20-250610-0006", "A-1", "H56.99-000000-0000")
        #expect(erasure.redacted.map(\.records).sorted() == [1, 1, 1])
        #expect(erasure.redacted.allSatisfy { $0.effect == .none && !$0.isEmptied })
        #expect(erasure.withoutCase == [])
        let secrets = ["Nguyễn Thị An", "Giang", "\"Ba\""]
        #expect(try folder.holders(of: secrets) == [])
        // Nobody else is touched.
        #expect(try folder.holders(of: ["Phạm Văn Dũng"]).count == 1)
        try folder.expectSameResults(before, journal)
        #expect(try folder.holders(of: secrets) == [])
        let text = String(decoding: try self.journal(folder), as: UTF8.self)
        #expect(text.ranges(of: "\"event\":\"object-redacted\"").count == 3)
        #expect(!text.contains("250602-0001"))
        // To do it again changes nothing.
        #expect(try folder.erase("H56.14-250602-0001").redacted == [])
    }

    /// Names with all kinds of faults in their records, two of one person written in two ways.
    @Test func `keeps who is who under keyed hashes, and every fault of every record`() throws {
        let scratch = try NightFolder()
        let pipeline = try SmallPipeline.write(in: scratch, mapping: `Personal columns`.mapping)
        try scratch.write("cases/a.csv", `Personal columns`.cases)
        try scratch.write(
            "cases/b.csv",
            `Personal columns`.header
                + "\nA1,Phòng A,open,,,,06/01/2025 08:00:00,1,0900000191,Đỗ Xuân Quân\n")
        let folder = try ErasureFolder(
            scratch, Night(pipeline: pipeline, keyFile: scratch.path + "/key"))
        let (before, journal) = (try folder.published, try journal(folder))
        try folder.erase("A1", "A2", "A3", "A4", "A5", "A6", "A7")
        let erased = `Personal columns`.secrets.filter { $0 != "Đức Linh" && $0 != "090000" }
        #expect(try folder.holders(of: erased) == [])
        let numbers = [191, 222, 333, 444, 555, 666, 999].map { "0900000\($0)" }
        #expect(try folder.holders(of: numbers) == [])
        #expect(try folder.holders(of: ["Đức Linh"]).count == 1)
        try folder.expectSameResults(before, journal)
        #expect(try folder.holders(of: erased) == [])
    }

    @Test func `reaches UTF-16 and other encodings of XML`() throws {
        let scratch = try NightFolder()
        var night = try GoldenRuns.night(in: scratch)
        let folder = scratch.path + "/pipeline/"
        // Two units a character, the owner kept under a key.
        let counter = try String(contentsOfFile: folder + "counter.yaml", encoding: .utf8)
        try scratch.write(
            "pipeline/counter.yaml",
            counter.replacing(
                "identity: [case_id]",
                with: "  owner: {header: [Chủ hồ sơ], personal: key}\nidentity: [case_id, owner]"))
        let rows = """
            Mã hồ sơ,Thủ tục,Đơn vị,Ngày nhận,Ngày hẹn,Ngày xong,Chủ hồ sơ
            Q1,1.002000,H56.14,2025-06-04 16:00:00,,2025-06-06 10:00:00,"Trịnh ""Tư"" Ưng"
            Q1,1.002000,H56.14,2025-06-04 16:00:00,,2025-06-06 10:00:00,Trịnh Văn Ưng
            Q2,1.002017,H56.20,2025-06-09 09:00:00,,2025-06-18 09:30:00,Ô
            Q1,1.002000,H56.14,2025-06-04 16:00:00,,2025-06-06 10:00:00, Trịnh Văn Ưng

            """
        var utf16: [UInt8] = [0xFE, 0xFF]
        for unit in rows.utf16 { utf16 += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        try scratch.write("pipeline/counter.csv", utf16)
        // One byte a character: `Ð` is 0xD0 and `ê` 0xEA there.
        var xml = Array(
            """
            <?xml version="1.0" encoding="windows-1258"?>
            <register><case code="A-1" by="D"><accepted>20250602080000</accepted>
            <owner><name>
            """.utf8)
        xml += [0xD0, UInt8(ascii: "o"), 0x20, UInt8(ascii: "T"), 0xEA]
        xml += Array(
            """
            &#110; <![CDATA[Bụi]]></name><!-- \u{41} --></owner></case>\
            <case code="A-2"><accepted>20250603080000</accepted></case></register>
            """.utf8.map { $0 < 0x80 ? $0 : UInt8(ascii: "u") })
        try scratch.write("pipeline/register.xml", xml)
        night.keyFile = scratch.path + "/key"
        let erased = try ErasureFolder(scratch, night)
        let (before, journal) = (try erased.published, try journal(erased))
        let erasure = try erased.erase("Q1", "Q2", "A-1")
        #expect(erasure.redacted.count == 2)
        #expect(try erased.holders(of: ["Trịnh", "Ưng", "\"Tư\"", ">Ô", ",Ô"]) == [])
        for name in filesBelow(scratch.workspace) {
            let data = Data(try bytesOfFile(scratch.workspace + "/" + name))
            #expect(data.range(of: Data([0xD0, UInt8(ascii: "o"), 0x20])) == nil, "\(name)")
            #expect(data.range(of: Data("Buu".utf8)) == nil, "\(name)")
        }
        try erased.expectSameResults(before, journal)
    }

    @Test func `empties a file that cannot be read to its end`() throws {
        let scratch = try NightFolder()
        let pipeline = try SmallPipeline.write(
            in: scratch, mapping: `Personal columns`.mapping,
            options: "    on_bad_file: skip")
        try scratch.write("cases/a.csv", `Personal columns`.cases)
        try scratch.write(
            "cases/b.csv",
            `Personal columns`.header
                + "\nA1,Phòng A,open,,,,06/01/2025 08:00:00,1,0900000191,\"Đỗ Xuân Quân\n")
        let folder = try ErasureFolder(
            scratch, Night(pipeline: pipeline, keyFile: scratch.path + "/key"))
        let erasure = try folder.erase("A1")
        #expect(erasure.redacted.map(\.isEmptied).sorted { !$0 && $1 } == [false, true])
        #expect(try folder.holders(of: ["Xuân"]) == [])
        let verification = try folder.verification
        #expect(verification.holds, "\(verification.lines)")
        #expect(!verification.erased.isEmpty)
        #expect(verification.lines.contains { $0.contains("erased") })
    }

    @Test func `says erased where a run reads what was overwritten, and nothing else is excused`()
        throws
    {
        let scratch = try NightFolder()
        let open = SmallPipeline.mapping
            .replacing(
                "note: {header: [note], type: text}", with: "note: {header: [note], type: code}")
        let pipeline = try SmallPipeline.write(in: scratch, mapping: open)
        let kpi = try String(contentsOfFile: scratch.path + "/kpis/cases.yaml", encoding: .utf8)
        try scratch.write(
            "kpis/notes.yaml",
            kpi.replacing("kpi: cases", with: "kpi: notes")
                .replacing("value: count(*)", with: "value: count(distinct note)"))
        try scratch.write(
            "cases/a.csv",
            SmallPipeline.header + "\nA1,U,open,,,,,1,Lan\nA2,U,open,,,,,1,Lan\n")
        let folder = try ErasureFolder(scratch, Night(pipeline: pipeline))
        try scratch.write(
            "other/mapping.yaml",
            open.replacing(
                "note: {header: [note], type: code}", with: "note: {header: [note], personal: drop}"
            ))
        try FileManager.default.copyItem(
            atPath: scratch.path + "/kpis", toPath: scratch.path + "/other/kpis")
        try FileManager.default.removeItem(atPath: scratch.path + "/other/kpis/notes.yaml")
        try FileManager.default.copyItem(
            atPath: pipeline, toPath: scratch.path + "/other/small.yaml")
        let erasure = try folder.erase("A1", pipeline: "other/small.yaml")
        #expect(erasure.redacted.map(\.effect) == [.possible])
        let verification = try folder.verification
        #expect(verification.holds, "\(verification.lines)")
        #expect(verification.erased.map(\.file) == ["results.csv"])
        // The hashes still tell: a file that was changed is no work of the erasure.
        let path = scratch.workspace + "/current/accounts.csv"
        try overwriteInPlace(path, try bytesOfFile(path) + [0x0A])
        #expect(try folder.verification.causes == [.result])
    }

    @Test func `lets verification find whoever changes what stands for the file`() throws {
        let scratch = try NightFolder()
        let folder = try ErasureFolder(scratch, try GoldenRuns.night(in: scratch))
        let objects = Workspace(existing: scratch.workspace).objects
        let raw = try bytesOfFile(scratch.path + "/pipeline/cases.csv")
        let original = objects.path(of: .of(raw))
        try folder.erase("H56.14-250602-0001")
        let redacted = objects.path(of: .of(raw))
        #expect(redacted != original && redacted.contains("/redacted/"))
        #expect(!FileManager.default.fileExists(atPath: original))
        let good = try bytesOfFile(redacted)
        #expect(good.count == raw.count && good != raw)
        for bad in [Array(good.dropLast()), good + [0x0A], raw] {
            try overwriteInPlace(redacted, bad)
            #expect(try folder.verification.causes == [.input])
        }
        try overwriteInPlace(redacted, good)
        #expect(try folder.verification.holds)
        // Somebody brings the original back, or stands something in for a file nobody erased.
        try scratch.write(String(original.dropFirst(scratch.path.count + 1)), raw)
        #expect(try folder.verification.causes == [.input])
        try FileManager.default.removeItem(atPath: original)
        let survey = Digest.of(try bytesOfFile(scratch.path + "/pipeline/survey.csv"))
        try scratch.write("workspace/redacted/\(survey.hex)", "x")
        #expect(try folder.verification.causes == [.input])
        try FileManager.default.removeItem(
            atPath: scratch.workspace + "/redacted/\(survey.hex)")
        try FileManager.default.removeItem(atPath: redacted)
        #expect(try folder.verification.causes == [.input])
    }

    @Test func `of two people one after the other leaves neither`() throws {
        let scratch = try NightFolder()
        let folder = try ErasureFolder(scratch, try GoldenRuns.night(in: scratch))
        let (before, journal) = (try folder.published, try journal(folder))
        try folder.erase("H56.14-250602-0001")
        try folder.erase("H56.14-250603-0002", "A-1")
        #expect(try folder.holders(of: ["Nguyễn Thị An", "Trần Văn Bình"]) == [])
        try folder.expectSameResults(before, journal)
    }

    /// Random records with quotes, faults, odd bytes: whoever is erased, nothing else moves.
    @Test(arguments: 1...6)
    func `of random files changes no account, finding or result`(_ seed: UInt64) throws {
        let scratch = try NightFolder()
        var random = SeededRandom(state: seed)
        let pipeline = try SmallPipeline.write(in: scratch, mapping: `Personal columns`.mapping)
        for file in 0..<3 {
            var bytes = Array((`Personal columns`.header + "\n").utf8)
            for _ in 0..<40 { bytes += record(&random) }
            try scratch.write("cases/\(file).csv", bytes)
        }
        let folder = try ErasureFolder(
            scratch, Night(pipeline: pipeline, keyFile: scratch.path + "/key"))
        let (before, journal) = (try folder.published, try journal(folder))
        try folder.erase("C1", "C2", "C3")
        try folder.expectSameResults(before, journal)
        let left = try folder.holders(of: (1...3).map { "Người\($0)Mật" })
        #expect(left == [], "seed \(seed)")
    }

    /// A record whose names tell whose they are.
    private func record(_ random: inout SeededRandom) -> [UInt8] {
        let number = random.next() % 9 + 1
        var name = "Người\(number)Mật"
        let ways = [
            name, "\"\(name)\"", "\"Ông \"\"\(name)\"\", chủ\"", "  \(name) ", "Bà \(name) \"Út\"",
            "\"\(name)\nxuống dòng\"", "\(name),thừa", "", "\"\(name)\"đuôi",
        ]
        name = ways[Int(random.next() % UInt64(ways.count))]
        let phone = ["0912345678", "", "\"0912345678\"", "Người\(number)Mật"]
        let status = ["open", "closed", "opne"][Int(random.next() % 3)]
        let day = random.next() % 31 + 1
        var bytes = Array(
            ("C\(number),U\(random.next() % 3),\(status),,,,\(day < 10 ? "0" : "")\(day)/02/2025 "
                + "08:00:00,\(random.next() % 4),\(phone[Int(random.next() % 4)]),\(name)").utf8)
        if random.next() % 6 == 0 {
            // A byte that is no text, anywhere behind the code.
            let place = 3 + Int(random.next() % UInt64(bytes.count - 3))
            let isWhole = bytes[place] != UInt8(ascii: "\"") && bytes[place] != UInt8(ascii: ",")
            if isWhole { bytes[place] = random.next() % 2 == 0 ? 0xE1 : 0 }
        }
        if random.next() % 9 == 0, let cut = bytes.lastIndex(of: UInt8(ascii: ",")) {
            let tail = bytes[cut...]
            if !tail.contains(UInt8(ascii: "\"")) { bytes.removeSubrange(cut...) }
        }
        return bytes + [0x0A]
    }
}
