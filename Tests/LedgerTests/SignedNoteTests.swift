import Foundation
import Ledger
import Testing

/// The example of golang.org/x/mod/sumdb/note, its keys and signatures byte for byte.
enum PublishedNote {
    static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    static let signingKey =
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    static let peterLine =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
        + "otpRZb6KE6RyyBwJnAM=\n"
    static let enochLine =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWL"
        + "ox33WWd1RvMc+QQ=\n"

    static func keys() throws -> (peter: VerifierKey, enoch: VerifierKey) {
        (
            try #require(VerifierKey(text: peter)), try #require(VerifierKey(text: enoch))
        )
    }
}

@Suite struct `A signed note` {
    private func note(_ text: String) throws(CheckpointFault) -> SignedNote {
        try SignedNote(parsing: Array(text.utf8))
    }

    @Test func `is signed as published`() throws {
        let key = try #require(SigningKey(text: PublishedNote.signingKey))
        #expect(key.verifier.text == PublishedNote.peter)
        var note = try #require(SignedNote(text: Array(PublishedNote.text.utf8)))
        try note.sign(with: key)
        let expected = PublishedNote.text + "\n" + PublishedNote.peterLine
        #expect(String(decoding: note.bytes, as: UTF8.self) == expected)
        #expect(try self.note(expected) == note)
    }

    /// The example of C2SP's own description of the form.
    @Test func `of another maker is read`() throws {
        let note = try note(
            "This is an example message.\n\n— example.com/foo "
                + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1"
                + "Yu72IneyaQM=\n")
        let key = try #require(
            VerifierKey(
                text: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"))
        #expect(try note.signers(among: [key]) == [key])
    }

    @Test func `counts by the known keys and passes over the others`() throws {
        let (peter, enoch) = try PublishedNote.keys()
        let both = try note(
            PublishedNote.text + "\n" + PublishedNote.peterLine + PublishedNote.enochLine)
        #expect(try both.signers(among: [peter]) == [peter])
        #expect(try both.signers(among: [enoch]) == [enoch])
        #expect(try both.signers(among: [peter, enoch]) == [peter, enoch])
        #expect(throws: CheckpointFault.strangers(["PeterNeumann", "EnochRoot"])) {
            try both.signers(among: [])
        }
        let single = try note(PublishedNote.text + "\n" + PublishedNote.peterLine)
        #expect(throws: CheckpointFault.strangers(["PeterNeumann"])) {
            try single.signers(among: [enoch])
        }
    }

    @Test func `is refused when a known key's signature is not by it`() throws {
        let (peter, enoch) = try PublishedNote.keys()
        let good = PublishedNote.enochLine + PublishedNote.peterLine
        let bad = good.replacing("x08go/ZJ", with: "x08go/ZK")
        let note = try note(PublishedNote.text + "\n" + bad)
        #expect(throws: CheckpointFault.forged(key: "PeterNeumann")) {
            try note.signers(among: [peter, enoch])
        }
        #expect(try note.signers(among: [enoch]) == [enoch])
        let other = try self.note(
            PublishedNote.text.replacing("answer", with: "question") + "\n" + good)
        #expect(throws: CheckpointFault.forged(key: "EnochRoot")) {
            try other.signers(among: [enoch])
        }
    }

    @Test func `is refused when any bit of it is flipped`() throws {
        let (peter, _) = try PublishedNote.keys()
        let good = Array((PublishedNote.text + "\n" + PublishedNote.peterLine).utf8)
        for place in good.indices {
            for bit in 0..<8 {
                var bad = good
                bad[place] ^= 1 << bit
                #expect(throws: CheckpointFault.self, "byte \(place) bit \(bit)") {
                    try SignedNote(parsing: bad).signers(among: [peter])
                }
            }
        }
    }

    @Test func `of any other form is refused`() {
        let (text, line) = (PublishedNote.text, PublishedNote.peterLine)
        let badName = line.replacing("PeterNeumann", with: "Bad Name")
        let short = "— PeterNeumann x08goA==\n"
        for bad in [
            "", "\n", "\n\n", text, text + "\n", text + "\n" + line.dropLast(),
            "\u{1}" + text + "\n" + line, text + "\n" + badName, text + "\n" + line + "more\n",
            text + "\n" + line + "\n", text + "\n" + line.replacing("— ", with: "- "),
            text + "\n" + line.replacing("— ", with: "—  "), text + "\r\n" + line,
            text + "\n" + line.replacing("=", with: ""), text + "\n— x08go/ZJkuBS\n",
            text + "\n" + line.replacing("JnAM=", with: "JnAN="), text + "\n" + short,
            text + "\n" + String(repeating: line, count: 101),
            String(repeating: "x", count: 1 << 20) + "\n\n" + line,
        ] {
            #expect(throws: CheckpointFault.self, "\(bad.prefix(400))") { try note(bad) }
        }
        #expect(throws: CheckpointFault.malformed(line: 1)) {
            try SignedNote(parsing: [0xFF] + Array((text + "\n" + line).utf8))
        }
        #expect(SignedNote(text: Array("no line end".utf8)) == nil)
        #expect(SignedNote(text: []) == nil)
        #expect(SignedNote(text: Array("a\tb\n".utf8)) == nil)
    }
}

@Suite struct `Keys of the log` {
    @Test func `are read in one form only`() throws {
        for (text, isSecret) in [(PublishedNote.peter, false), (PublishedNote.signingKey, true)] {
            func isRead(_ text: String) -> Bool {
                isSecret ? SigningKey(text: text) != nil : VerifierKey(text: text) != nil
            }
            #expect(isRead(text))
            let bytes = Array(text.utf8)
            for start in 0...bytes.count {
                for end in start...bytes.count where end - start < bytes.count {
                    #expect(!isRead(String(decoding: bytes[start..<end], as: UTF8.self)))
                }
            }
            for place in bytes.indices {
                for bit in 0..<7 {
                    var bad = bytes
                    bad[place] ^= 1 << bit
                    #expect(!isRead(String(decoding: bad, as: UTF8.self)), "\(place) \(bit)")
                }
            }
        }
        for bad in [
            // A key that is too long, and one of another algorithm, each with its right identity.
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            PublishedNote.peter + "\n", PublishedNote.peter.replacing("c74f", with: "C74F"),
        ] {
            #expect(VerifierKey(text: bad) == nil)
        }
    }

    @Test(arguments: ["", "a b", "a\u{A0}b", "a+b", "a\n", "a\u{7F}", "\u{2003}", "a\u{1B}[0m"])
    func `have names without spaces and plus`(_ name: String) {
        #expect(SigningKey(name: name) == nil && !isKeyName(name))
    }

    @Test func `are made of chance and kept for their owner`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/signing.key"
        let key = try #require(SigningKey(name: "một-cửa.example/nhật-ký"))
        try key.write(path, outside: scratch.workspace)
        #expect(try permissions(of: path) == 0o600)
        #expect(files(below: scratch.path) == ["signing.key"])
        let again = try SigningKey(file: path, outside: scratch.workspace)
        #expect(again.verifier == key.verifier)
        #expect(SigningKey(name: "một-cửa.example/nhật-ký")?.verifier != key.verifier)
        #expect(VerifierKey(text: key.verifier.text) == key.verifier)
        let signature = try again.signature(over: [1, 2, 3])
        #expect(key.verifier.holds(signature, over: [1, 2, 3]))
        #expect(!key.verifier.holds(signature, over: [1, 2, 4]))
        #expect(!key.verifier.holds(signature.dropLast(), over: [1, 2, 3]))
    }

    @Test func `never replace a file, and never lie in the workspace`() throws {
        let scratch = try Scratch()
        let key = try #require(SigningKey(name: "a"))
        let path = try scratch.write("signing.key", "something\n")
        #expect(throws: LedgerError.keyFile(path: path, .exists)) {
            try key.write(path, outside: scratch.workspace)
        }
        #expect(try bytes(of: path) == Array("something\n".utf8))
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + "/link", withDestinationPath: "nowhere")
        #expect(throws: LedgerError.keyFile(path: scratch.path + "/link", .exists)) {
            try key.write(scratch.path + "/link", outside: scratch.workspace)
        }
        // Whether the workspace is there already or not.
        let inside = scratch.workspace.root + "/signing.key"
        for _ in 0..<2 {
            #expect(throws: LedgerError.keyFile(path: inside, .insideWorkspace)) {
                try key.write(inside, outside: scratch.workspace)
            }
            _ = try Workspace(root: scratch.workspace.root)
        }
    }

    @Test func `are not read from files that others may read`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/signing.key"
        let key = try #require(SigningKey(name: "a"))
        try key.write(path, outside: scratch.workspace)
        try setPermissions(of: path, 0o640)
        #expect(throws: LedgerError.keyFile(path: path, .exposed(mode: 0o640))) {
            try SigningKey(file: path, outside: scratch.workspace)
        }
        try setPermissions(of: path, 0o600)
        try overwrite(path, Array("PRIVATE+KEY+a+00000000+AAAA\n".utf8))
        #expect(throws: LedgerError.keyFile(path: path, .notSigningKey)) {
            try SigningKey(file: path, outside: scratch.workspace)
        }
        let missing = scratch.path + "/none"
        #expect(throws: LedgerError.keyFile(path: missing, .missing)) {
            try SigningKey(file: missing, outside: scratch.workspace)
        }
    }
}
