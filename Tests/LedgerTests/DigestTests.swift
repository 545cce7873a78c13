import Foundation
import Ledger
import Testing

@Suite struct `Digests` {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ])
    func `are those of FIPS 180-4`(_ text: String, _ hex: String) {
        #expect(Digest.of(Array(text.utf8)).hex == hex)
    }

    @Test func `of blocks are those of the whole, wherever it is cut`() {
        let bytes = (0..<200).map { UInt8($0) }
        for cut in 0...bytes.count {
            var stream = DigestStream()
            stream.append(bytes, count: cut)
            stream.append(Array(bytes[cut...]))
            #expect(stream.finish() == .of(bytes))
        }
    }

    @Test func `are ordered as their texts are`() {
        var random = SplitMix64(state: 7)
        for _ in 0..<200 {
            var a = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            let b = a
            a[Int.random(in: 0..<32, using: &random)] ^= 0x81
            guard let left = Digest(bytes: a), let right = Digest(bytes: b) else {
                Issue.record("no digest")
                return
            }
            #expect((left < right) == (left.hex < right.hex))
            #expect(left.bytes == a)
            #expect(Digest(hex: left.hex) == left)
        }
    }

    @Test(arguments: [
        "", "ab", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
        String(repeating: "A", count: 64), String(repeating: "g", count: 64),
        String(repeating: "é", count: 32),
    ])
    func `are read from 64 lower-case digits only`(_ text: String) {
        #expect(Digest(hex: text) == nil)
    }

    @Test func `are written as text where a program encodes them`() throws {
        let data = try JSONEncoder().encode([Digest.zero])
        #expect(
            String(decoding: data, as: UTF8.self) == "[\"\(String(repeating: "0", count: 64))\"]")
        #expect(try JSONDecoder().decode([Digest].self, from: data) == [.zero])
    }
}

@Suite struct `Keyed hashes` {
    // RFC 4231, test cases 1, 2 and 6.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `are those of RFC 4231`(_ key: [UInt8], _ text: String, _ hex: String) {
        let hash = KeyedHash(key: key)
        #expect(hash.digest(Array(text.utf8)).hex == hex)
        #expect(hash.digest(Array(text.utf8)).hex == hex)
    }

    @Test func `make their key file once, for the owner alone`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let path = scratch.path + "/key"
        let first = try KeyedHash(keyFile: path, outside: workspace, creatingIfMissing: true)
        let second = try KeyedHash(keyFile: path, outside: workspace, creatingIfMissing: true)
        #expect(first.digest([1]) == second.digest([1]))
        #expect(try permissions(of: path) == 0o600)
        #expect(try bytes(of: path).count == 65)
        #expect(files(below: scratch.path).filter { $0.hasPrefix("key") } == ["key"])
    }

    @Test func `of two key files differ`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let keys = try ["a", "b"].map {
            try KeyedHash(
                keyFile: scratch.path + "/" + $0, outside: workspace, creatingIfMissing: true)
        }
        #expect(keys[0].digest([]) != keys[1].digest([]))
    }

    @Test(arguments: [
        (String(repeating: "0a", count: 31), KeyFileFault.tooShort(bytes: 31)),
        ("", .tooShort(bytes: 0)),
        (String(repeating: "0A", count: 32), .notHexadecimal),
        ("a secret phrase", .notHexadecimal),
    ])
    func `refuse a key file that holds no key`(_ text: String, _ fault: KeyFileFault) throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let path = try scratch.write("key", text + "\n")
        try setPermissions(of: path, 0o600)
        #expect(throws: LedgerError.keyFile(path: path, fault)) {
            try KeyedHash(keyFile: path, outside: workspace)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o660, 0o644])
    func `refuse a key file that others may use`(_ mode: Int) throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let path = try scratch.write("key", String(repeating: "0a", count: 32))
        try setPermissions(of: path, mode)
        #expect(throws: LedgerError.keyFile(path: path, .exposed(mode: UInt32(mode)))) {
            try KeyedHash(keyFile: path, outside: workspace, creatingIfMissing: true)
        }
    }

    @Test func `refuse a key file inside the workspace, by whatever path`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + "/alias", withDestinationPath: workspace.cachePath)
        for path in [
            workspace.root + "/key", workspace.cachePath + "/../key", scratch.path + "/alias/key",
        ] {
            #expect(throws: LedgerError.keyFile(path: path, .insideWorkspace)) {
                try KeyedHash(keyFile: path, outside: workspace, creatingIfMissing: true)
            }
        }
        #expect(files(below: scratch.path) == [])
    }

    @Test func `refuse a key file that is missing or a link`() throws {
        let scratch = try Scratch()
        let workspace = try Workspace(root: scratch.path + "/workspace")
        let path = scratch.path + "/key"
        #expect(throws: LedgerError.keyFile(path: path, .missing)) {
            try KeyedHash(keyFile: path, outside: workspace)
        }
        try scratch.write("real", String(repeating: "0a", count: 32))
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "real")
        #expect(throws: LedgerError.keyFile(path: path, .notOwnFile)) {
            try KeyedHash(keyFile: path, outside: workspace)
        }
    }
}
