import Foundation
import Ledger
import Pipeline
import Testing

/// A pack can be checked by programs that are none of ours, on a machine that has nothing else.
@Suite struct `Evidence packs` {
    private let folder: PackFolder

    init() throws { folder = try PackFolder() }

    @Test func `hold, and are the same bytes twice`() throws {
        for keyed in [false, true] {
            let first = try folder.pack("first.tar", keyed: keyed)
            let second = try folder.pack("second.tar", keyed: keyed)
            #expect(
                FileManager.default.contentsEqual(atPath: first, andPath: second), "\(keyed)")
            let verified = try folder.verified(first)
            #expect(verified.holds, "\(verified.text)")
            #expect(verified.text.contains("14 figures recomputed from "), "\(verified.text)")
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.scratch.path)
                .allSatisfy { !$0.contains(".parts") && !$0.contains(".tmp") })
    }

    @Test func `without raw files have digests alone, and hold`() throws {
        let path = try folder.pack(raw: false)
        let files = try folder.files(path)
        let raw = SmallPipeline.cases + "A9,Phòng A,opne,,,,,,\n"
        #expect(!files.files.values.contains(Array(raw.utf8)))
        let verified = try folder.verified(path)
        #expect(verified.holds, "\(verified.text)")
        let own = try verifyPack(path, keyFile: nil, threads: 2)
        #expect(own.holds && own.lines.last?.contains("no raw files") == true, "\(own.lines)")
    }

    @Test func `name no case`() throws {
        for keyed in [false, true] {
            let files = try folder.files(try folder.pack(keyed: keyed, raw: false))
            for (name, bytes) in files.files where !name.hasPrefix("objects/") {
                let text = String(decoding: bytes, as: UTF8.self)
                for code in ["A1", "A2", "B1"] {
                    let words = text.split { !$0.isLetter && !$0.isNumber }
                    #expect(!words.contains { $0 == code }, "\(code) in \(name)")
                }
            }
        }
    }

    @Test func `come out of their raw files again`() throws {
        let plain = try verifyPack(try folder.pack(), keyFile: nil, threads: 2)
        #expect(plain.holds, "\(plain.lines)")
        #expect(plain.lines.last?.contains("totals.sql were hashed, not made anew") == true)
        let path = try folder.pack(keyed: true)
        let keyed = try verifyPack(path, keyFile: folder.keyFile, threads: 2)
        #expect(keyed.holds && !keyed.lines.contains { $0.hasPrefix("note") }, "\(keyed.lines)")
        let unnamed = try verifyPack(path, keyFile: nil, threads: 2)
        #expect(unnamed.holds && unnamed.lines.contains { $0.hasPrefix("note") })
    }

    /// The auditor's path: an empty environment, and nothing but the pack.
    @Test func `can be checked with tar, sha256sum, sqlite3 and python3 alone`() throws {
        let path = try folder.pack()
        let place = folder.scratch.path + "/auditor"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        func sh(_ command: String) throws -> (text: String, status: Int32) {
            try outcome(["sh", "-c", command], in: folder.scratch, folder: place)
        }
        #expect(try sh("tar xf \(path)") == ("", 0))
        #expect(try sh("sha256sum --check --quiet SHA256SUMS") == ("", 0))
        let added = try sh("sqlite3 :memory: < totals.sql").text
        #expect(added == "14 figures|14 agree|0 differ|0 not checked here\n")
        let python = try sh("python3 verify.py .")
        #expect(python.status == 0 && python.text.hasSuffix("PASSED / ĐẠT\n"), "\(python.text)")
    }

    @Test func `hold the verifier as it stands in the sources`() throws {
        let files = try folder.files(try folder.pack())
        let path = repository + "/Sources/Pipeline/Report/Pack/verify.py"
        let source = try String(contentsOfFile: path, encoding: .utf8)
        #expect(files["verify.py"] == source)
        // Short enough to be read before it is trusted: lines of code, without its own head, none
        // longer than any other line of ours.
        let code = source.split(separator: "\"\"\"", maxSplits: 2).last?.split(separator: "\n")
        let lines = code?.filter { line in
            let text = line.drop(while: \.isWhitespace)
            return !text.isEmpty && !text.hasPrefix("#") && !text.hasPrefix("\"\"\"")
        }
        #expect((lines?.count ?? .max) <= 430)
    }

    @Test func `are not written over a file, into the workspace, nor half`() throws {
        var request = try folder.request("x.tar")
        try folder.scratch.write("x.tar", "mine")
        #expect(throws: LedgerError.fileExists(path: request.path)) {
            _ = try exportPack(request)
        }
        request.path = folder.scratch.path + "/nowhere/x.tar"
        #expect(throws: LedgerError.folderMissing(path: folder.scratch.path + "/nowhere")) {
            _ = try exportPack(request)
        }
        request.path = folder.scratch.workspace + "/x.tar"
        #expect(throws: LedgerError.insideWorkspace(path: request.path)) {
            _ = try exportPack(request)
        }
        let object = folder.scratch.workspace + "/objects"
        let name = try #require(filesBelow(object).first)
        try FileManager.default.removeItem(atPath: object + "/" + name)
        #expect(throws: (any Error).self) { _ = try exportPack(try folder.request("y.tar")) }
        #expect(!FileManager.default.fileExists(atPath: folder.scratch.path + "/y.tar"))
    }

    @Test func `are signed, and the signature is checked without us`() throws {
        let workspace = Workspace(existing: folder.scratch.workspace)
        let path = folder.scratch.path + "/signing"
        let key = try #require(SigningKey(name: "example.gov.vn/motcua"))
        try key.write(path, outside: workspace)
        let pack = try folder.pack(signingKey: path)
        let good = try folder.verified(pack, ["--verifier-key", key.verifier.text])
        #expect(good.holds && !good.text.contains("who signed"), "\(good.text)")
        let file = try folder.scratch.write("verifier.txt", key.verifier.text + "\n")
        let filed = try folder.verified(pack, ["--verifier-key", file])
        #expect(filed.holds && filed.text == good.text, "\(filed.text)")
        let none = try folder.verified(pack, ["--verifier-key", folder.scratch.path + "/none.txt"])
        #expect(!none.holds && none.text.contains("is neither name+hash+base64 nor a file"))
        let binary = folder.scratch.path + "/binary"
        try Data([0xFF, 0x00, 0x8B]).write(to: URL(fileURLWithPath: binary))
        let unread = try folder.verified(pack, ["--verifier-key", binary])
        #expect(!unread.holds && unread.text.contains("binary is no text"), "\(unread.text)")
        let other = try #require(SigningKey(name: "example.gov.vn/motcua"))
        #expect(try folder.verified(pack, ["--verifier-key", other.verifier.text]).holds == false)
        var files = try folder.files(pack)
        let note = files["checkpoint.txt"]
        files["checkpoint.txt"] = note.replacing("example.gov.vn/motcua\n", with: "other\n")
        files.mendSums()
        #expect(try folder.verified(files, ["--verifier-key", key.verifier.text]).holds == false)
    }
}
