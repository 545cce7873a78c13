import Foundation
import Ledger
import Testing

@Suite struct `Canonical JSON` {
    @Test(
        arguments: [
            (CanonicalJSON.null, "null"), (true, "true"), (false, "false"), (0, "0"),
            (.integer(.min), "-9223372036854775808"), (.integer(.max), "9223372036854775807"),
            ("", "\"\""), ("a\"b\\c/", #""a\"b\\c/""#),
            (
                "\u{0}\u{8}\u{9}\u{A}\u{B}\u{C}\u{D}\u{1F}\u{7F}",
                "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\u{7F}\""
            ),
            ("hồ sơ 😀", "\"hồ sơ 😀\""), ([], "[]"), ([1, [2], "x"], "[1,[2],\"x\"]"),
            ([:], "{}"), (["b": 1, "a": ["z": .null], "B": 2], #"{"B":2,"a":{"z":null},"b":1}"#),
            (["a": 1, "a": 2], #"{"a":2}"#),
        ] as [(CanonicalJSON, String)])
    func `is written in one way and read back`(_ value: CanonicalJSON, _ text: String) throws {
        #expect(String(decoding: value.bytes, as: UTF8.self) == text)
        #expect(try CanonicalJSON(parsing: Array(text.utf8)) == value)
    }

    @Test(arguments: [
        (" 1", CanonicalJSONError.Kind.unexpectedByte, 0), ("1 ", .unexpectedByte, 1),
        ("", .truncated, 0), ("{", .truncated, 1), ("[1,", .truncated, 3), ("-", .truncated, 1),
        ("\"a", .truncated, 2), ("tru", .truncated, 3), ("[1,]", .unexpectedByte, 3),
        ("{\"a\": 1}", .unexpectedByte, 5), ("{\"b\":1,\"a\":2}", .keyOrder, 7),
        ("{\"a\":1,\"a\":1}", .keyOrder, 7), ("1.0", .unexpectedByte, 1),
        ("1e3", .unexpectedByte, 1), ("01", .unexpectedByte, 2), ("-0", .unexpectedByte, 2),
        ("+1", .unexpectedByte, 0), ("9223372036854775808", .numberRange, 19),
        ("\"\n\"", .unexpectedByte, 1), (#""\/""#, .unexpectedByte, 2),
        (#""\u0041""#, .unexpectedByte, 7), (#""\u000a""#, .unexpectedByte, 7),
        (#""\u001F""#, .unexpectedByte, 6), ("True", .unexpectedByte, 0),
        ("nul1", .unexpectedByte, 3), ("{1:2}", .unexpectedByte, 1),
    ])
    func `written otherwise is refused with its place`(
        _ text: String, _ kind: CanonicalJSONError.Kind, _ offset: Int
    ) {
        #expect(throws: CanonicalJSONError(kind: kind, offset: offset)) {
            try CanonicalJSON(parsing: Array(text.utf8))
        }
    }

    @Test func `must be UTF-8`() {
        for bad: [UInt8] in [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80]] {
            #expect(throws: CanonicalJSONError(kind: .invalidUTF8, offset: 1)) {
                try CanonicalJSON(parsing: [0x22] + bad + [0x22])
            }
        }
    }

    @Test func `nests to a limit`() throws {
        let limit = CanonicalJSON.depthLimit
        func nested(_ depth: Int) -> [UInt8] {
            Array(
                (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try CanonicalJSON(parsing: nested(limit))
        #expect(throws: CanonicalJSONError(kind: .tooDeep(limit: limit), offset: limit)) {
            try CanonicalJSON(parsing: nested(1_000_000))
        }
    }

    @Test func `tells composed from decomposed letters`() throws {
        let both: CanonicalJSON = ["\u{1EA5}": 1, "a\u{302}\u{301}": 2]
        #expect(both.members?.sorted.count == 2)
        #expect(try CanonicalJSON(parsing: both.bytes).members?["\u{1EA5}"] == 1)
        #expect(CanonicalJSON.string("\u{1EA5}") != .string("a\u{302}\u{301}"))
    }

    @Test(arguments: 0..<20)
    func `survives a round trip whatever it holds`(_ seed: Int) throws {
        var random = SplitMix64(state: UInt64(seed))
        let value = randomValue(depth: 5, &random)
        #expect(try CanonicalJSON(parsing: value.bytes).bytes == value.bytes, "seed \(seed)")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
    func `is what Python writes with sorted keys`() throws {
        let scratch = try Scratch()
        var random = SplitMix64(state: 2025)
        var lines: [UInt8] = []
        for _ in 0..<300 { lines += randomValue(depth: 4, &random).bytes + [0x0A] }
        let file = scratch.path + "/lines"
        try Data(lines).write(to: URL(fileURLWithPath: file))
        let program = """
            import json, sys
            for line in open(sys.argv[1], "rb").read().split(b"\\n")[:-1]:
                again = json.dumps(json.loads(line), sort_keys=True, separators=(",", ":"),
                                   ensure_ascii=False)
                assert again.encode() == line, (again, line)
            """
        #expect(try execute("python3", "-c", program, file) == 0)
    }
}

private func randomValue(depth: Int, _ random: inout SplitMix64) -> CanonicalJSON {
    switch Int.random(in: 0..<(depth == 0 ? 4 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
    case 3: return .string(randomText(&random))
    case 4:
        let count = Int.random(in: 0..<4, using: &random)
        return .array((0..<count).map { _ in randomValue(depth: depth - 1, &random) })
    default:
        var members = CanonicalJSON.Members()
        for _ in 0..<Int.random(in: 0..<5, using: &random) {
            members[randomText(&random)] = randomValue(depth: depth - 1, &random)
        }
        return .object(members)
    }
}

private func randomText(_ random: inout SplitMix64) -> String {
    let alphabet = Array("aBấđ\"\\/\n\t\u{1}\u{7F}\u{2028}😀 0")
    let count = Int.random(in: 0..<6, using: &random)
    return String(
        (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
}
