import Pipeline
import Testing

@Suite struct `A header` {
    private static func match(
        _ header: [String], rest: String = "", owner: String = "personal: drop"
    ) throws -> HeaderMatch {
        var desk = SmallDesk()
        desk.columns = """
              case_id: {header: [Số hồ sơ, Mã hồ sơ], type: id, required: true}
              unit: {header: [Đơn vị], type: code}
              owner: {header: [Chủ hồ sơ], \(owner)}
            """
        desk.rest = "ignore: [STT]\n\(rest)\nidentity: [case_id]"
        return HeaderMatch(header, try desk.plan().inputs[0].mapping)
    }

    @Test func `is matched by key, in any order`() throws {
        let match = try Self.match(["ĐƠN\u{A0}VỊ", "stt", " mã  hồ sơ", "Chủ hồ sơ"])
        #expect(match.fields == [0, 2])
        #expect(match.sources == [1, 0, nil])
        #expect(match.findings.isEmpty && match.failure == nil)
    }

    @Test func `gives the first synonym that the file has`() throws {
        let match = try Self.match(["Mã hồ sơ", "Số hồ sơ", "Đơn vị"])
        #expect(match.sources == [0, 1, nil])
        #expect(match.fields == [1, 2])
        #expect(match.failure?.value == "Mã hồ sơ")
    }

    @Test func `without a required column says which header was looked for, and the nearest`()
        throws
    {
        let failure = try #require(try Self.match(["Số  hồ so", "Đơn vị"]).failure)
        #expect(failure.code == .columnMissing)
        #expect(failure.column == "case_id")
        #expect(failure.value == "Số hồ so")
        #expect(failure.hint == "Số hồ sơ' or 'Mã hồ sơ")
    }

    @Test func `of another delimiter is shown whole`() throws {
        let failure = try #require(try Self.match(["Số hồ sơ;Đơn vị"]).failure)
        #expect(failure.value == "Số hồ sơ;Đơn vị")
    }

    @Test func `without an optional column is fine`() throws {
        let match = try Self.match(["Số hồ sơ"])
        #expect(match.sources == [0, nil, nil])
        #expect(match.findings.isEmpty)
    }

    @Test func `that stands twice makes the file unusable`() throws {
        let failure = try #require(try Self.match(["Số hồ sơ", "số hồ sơ"]).failure)
        #expect(failure.code == .headerRepeated && failure.column == "case_id")
    }

    @Test func `that nobody knows stops the file, or is noted, as the mapping says`() throws {
        let header = ["Số hồ sơ", "Đơn vi", "", "x"]
        let stop = try Self.match(header)
        #expect(stop.findings.map(\.code) == [.headerRefused, .headerRefused])
        #expect(stop.findings.map(\.hint) == ["Đơn vị", nil])
        let note = try Self.match(header, rest: "unknown_headers: note")
        #expect(note.findings.map(\.code) == [.headerUnknown, .headerUnknown])
        #expect(note.failure == nil)
    }

    @Test func `of a personal column that is dropped is known and not read`() throws {
        let match = try Self.match(["Chủ hồ sơ", "Số hồ sơ"])
        #expect(match.fields == [1])
        #expect(match.findings.isEmpty)
    }
}
