import Columnar
import Pipeline
import Testing

@Suite struct `The files of a run` {
    private static let header = "Mã hồ sơ,Đơn vị,Trạng thái,Ngày nhận,Cập nhật"

    private static func files(_ exports: [(name: String, text: String)]) throws -> RunFiles {
        RunFiles(try SmallDesk().dataset(exports), Results(figures: []))
    }

    private static func text(_ files: RunFiles, _ name: String) throws -> String {
        String(decoding: try #require(files.bytes(name)), as: UTF8.self)
    }

    @Test func `are named, and there even where nothing is in them`() throws {
        let files = try Self.files([("a.export", Self.header + "\n")])
        #expect(
            files.files.map(\.name) == [
                "accounts.csv", "findings.jsonl", "losers.csv", "quarantine.csv", "results.csv",
            ])
        #expect(
            try Self.text(files, "results.csv") == Results.header.joined(separator: ",") + "\n")
        #expect(files.bytes("other") == nil)
    }

    @Test func `hold records by reference, never by value`() throws {
        let files = try Self.files([
            ("a.export", Self.header + "\nH1,A,Xong,,\nH1,A,Xong,,\nH2,A,x,,\n")
        ])
        let losers = try Self.text(files, "losers.csv").split(separator: "\n")
        #expect(losers.count == 2 && losers[1].hasPrefix("duplicate,"))
        #expect(losers[1].split(separator: ",")[2] == "2" && losers[1].hasSuffix(",1"))
        let quarantine = try Self.text(files, "quarantine.csv").split(separator: "\n")
        let offset = Self.header.utf8.count + 1 + 2 * "H1,A,Xong,,\n".utf8.count
        #expect(quarantine.count == 2 && quarantine[1].hasSuffix(",3,\(offset),9,N-012"))
        #expect(!quarantine[1].contains("H2"))
    }

    @Test func `escape names of files, and no name is a formula`() throws {
        let text = Self.header + "\nH1,A,Xong,,\n"
        let files = try Self.files([("=1+1\u{1B}[2J\n.export", text)])
        let accounts = try Self.text(files, "accounts.csv")
        #expect(accounts.contains(#",'=1+1\u001b[2J\u000a.export,1,1,0,0,0,0"#))
        #expect(accounts.split(separator: "\n").count == 2)
    }

    @Test func `findings are one JSON object a line, keys sorted`() throws {
        let files = try Self.files([
            ("a\n\".export", Self.header + "\nH1,A,\"X\n\u{1}\"\"\\\",,\nok,A,Xong,,\n")
        ])
        let line = try Self.text(files, "findings.jsonl")
        #expect(line.split(separator: "\n").count == 1)
        #expect(line.contains(#""file":"a\u000a\".export""#))
        #expect(line.contains(#""value":"X"#))
        #expect(!line.unicodeScalars.dropLast().contains { $0.value < 0x20 })
    }

    @Test func `are the same for the same values`() throws {
        let exports = [(name: "a.export", text: Self.header + "\nH1,A,Xong,,\n")]
        #expect(try Self.files(exports) == Self.files(exports))
        #expect(
            try Self.files(exports)
                != Self.files([(name: "b.export", text: Self.header + "\nH1,A,Xong,,\n")]))
    }
}
