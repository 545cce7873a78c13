import Foundation
import Ledger
import Testing

@Suite struct `The archive` {
    @Test func `keeps a file under its digest, read-only, whole`() throws {
        let scratch = try Scratch()
        let store = try Workspace(root: scratch.path + "/workspace").objects
        let path = try scratch.write("a.csv", "abc")
        let object = try store.store(fileAt: path)
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(object.digest.hex == hex)
        #expect(object.size == 3)
        #expect(object.isNew)
        #expect(object.source == (try FileIdentity.of(fileAt: path)))
        #expect(files(below: scratch.path + "/workspace") == ["objects/ba/\(hex)"])
        #expect(store.path(of: object.digest) == scratch.path + "/workspace/objects/ba/\(hex)")
        #expect(try permissions(of: store.path(of: object.digest)) == 0o400)
        #expect(try bytes(of: store.path(of: object.digest)) == Array("abc".utf8))
        #expect(store.verify(object.digest, size: 3) == nil)
        #expect(try store.all() == [object.digest])
    }

    @Test func `keeps the same bytes once, under whatever name they come`() throws {
        let scratch = try Scratch()
        let store = try Workspace(root: scratch.path + "/workspace").objects
        let first = try store.store(fileAt: scratch.write("a", "same"))
        let second = try store.store(fileAt: scratch.write("b", "same"))
        let third = try store.store(bytes: Array("same".utf8), durability: .deferred)
        #expect([first.isNew, second.isNew, third.isNew] == [true, false, false])
        #expect(Set([first, second, third].map(\.digest)).count == 1)
        #expect(files(below: scratch.path + "/workspace").count == 1)
    }

    @Test(arguments: [0, 1, 1 << 20, (1 << 20) + 1, 3_500_000])
    func `takes files of any size`(_ size: Int) throws {
        let scratch = try Scratch()
        let store = try Workspace(root: scratch.path + "/workspace").objects
        var random = SplitMix64(state: UInt64(size))
        let content = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let path = try scratch.write("a", "")
        try overwrite(path, content)
        let object = try store.store(fileAt: path)
        #expect(object.digest == .of(content))
        #expect(object.size == size)
        #expect(store.verify(object.digest, size: size) == nil)
    }

    @Test(arguments: [0, 1, 1 << 20, (1 << 20) + 1, 4 << 20, (4 << 20) + 1, 9_500_000])
    func `a second thread changes nothing, and small files are handed on`(_ size: Int) throws {
        let scratch = try Scratch()
        var random = SplitMix64(state: UInt64(size))
        let content = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let path = try scratch.write("a", "")
        try overwrite(path, content)
        var block: [UInt8] = [1, 2, 3]
        for threads in [1, 2, 5] {
            let store = try Workspace(root: scratch.path + "/workspace\(threads)").objects
            let (object, isWhole) = try store.store(
                fileAt: path, durability: .deferred, by: &block, threads: threads)
            #expect(object.digest == .of(content))
            #expect(store.verify(object.digest, size: size) == nil)
            #expect(isWhole == (1...1 << 20 ~= size))
            if isWhole { #expect(block == content) }
            let again = try store.store(
                fileAt: path, durability: .deferred, by: &block, threads: threads)
            #expect(!again.isWhole, "what was there may not be what lies there")
        }
    }

    @Test func `follows a link to its file and nothing else`() throws {
        let scratch = try Scratch()
        let store = try Workspace(root: scratch.path + "/workspace").objects
        try scratch.write("real", "abc")
        let link = scratch.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real")
        #expect(try store.store(fileAt: link).digest == .of(Array("abc".utf8)))
        try FileManager.default.removeItem(atPath: scratch.path + "/real")
        #expect(throws: LedgerError.sourceMissing(path: link)) { try store.store(fileAt: link) }
    }

    @Test func `refuses what is no file`() throws {
        let scratch = try Scratch()
        let store = try Workspace(root: scratch.path + "/workspace").objects
        let pipe = scratch.path + "/pipe"
        #expect(try execute("mkfifo", pipe) == 0)
        for (path, kind) in [
            (scratch.path, FileKind.folder), (pipe, .pipe), ("/dev/null", .device),
        ] {
            #expect(throws: LedgerError.sourceIsNotAFile(path: path, found: kind)) {
                try store.store(fileAt: path)
            }
        }
        let missing = scratch.path + "/none"
        #expect(throws: LedgerError.sourceMissing(path: missing)) {
            try store.store(fileAt: missing)
        }
        #expect(files(below: scratch.path + "/workspace") == [])
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
    func `says when a file may not be read`() throws {
        let scratch = try Scratch()
        let store = try Workspace(root: scratch.path + "/workspace").objects
        let path = try scratch.write("a", "abc")
        try setPermissions(of: path, 0)
        #expect(throws: LedgerError.sourceUnreadable(path: path)) { try store.store(fileAt: path) }
    }

    @Test func `refuses a file that grows while it is read`() async throws {
        let scratch = try Scratch()
        let store = try Workspace(root: scratch.path + "/workspace").objects
        let path = try scratch.write("a", String(repeating: "x", count: 8 << 20))
        let writer = Task.detached {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            while !Task.isCancelled {
                try handle.seekToEnd()
                try handle.write(contentsOf: Data([1]))
            }
        }
        while try bytes(of: path).count == 8 << 20 { await Task.yield() }
        #expect(throws: LedgerError.sourceChanged(path: path)) { try store.store(fileAt: path) }
        writer.cancel()
        #expect(files(below: scratch.path + "/workspace") == [])
    }

    @Test func `serves several threads at once`() async throws {
        let scratch = try Scratch()
        let store = try Workspace(root: scratch.path + "/workspace").objects
        let paths = try (0..<40).map { try scratch.write("f\($0)", "content \($0 % 10)") }
        let objects = try await withThrowingTaskGroup(of: StoredObject.self) { group in
            for path in paths {
                group.addTask { try store.store(fileAt: path, durability: .deferred) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try store.makeDurable(objects)
        let stored = try store.all()
        #expect(stored.count == 10)
        #expect(stored == stored.sorted())
        #expect(stored.allSatisfy { store.verify($0) == nil })
        #expect(files(below: scratch.path + "/workspace").count == 10)
    }

    @Test func `names what is wrong with an object`() throws {
        let scratch = try Scratch()
        let store = try Workspace(root: scratch.path + "/workspace").objects
        let object = try store.store(bytes: Array("abc".utf8))
        let path = store.path(of: object.digest)
        #expect(store.verify(object.digest, size: 4) == .size(expected: 4, found: 3))
        try overwrite(path, Array("abd".utf8))
        #expect(store.verify(object.digest) == .digest(found: .of(Array("abd".utf8))))
        try overwrite(path, Array("abc".utf8))
        try setPermissions(of: path, 0o600)
        #expect(store.verify(object.digest) == .mode(expected: 0o400, found: 0o600))
        try FileManager.default.removeItem(atPath: path)
        #expect(store.verify(object.digest) == .missing)
        #expect(try store.contains(object.digest) == false)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/etc/passwd")
        #expect(store.verify(object.digest) == .notAFile(.symbolicLink))
        #expect(try store.contains(object.digest) == false)
    }

    @Test func `does not take bytes for stored that are damaged there`() throws {
        let scratch = try Scratch()
        let store = try Workspace(root: scratch.path + "/workspace").objects
        let object = try store.store(bytes: Array("abc".utf8))
        let path = store.path(of: object.digest)
        try overwrite(path, [])
        #expect(
            throws: LedgerError.damagedObject(path: path, fault: .size(expected: 3, found: 0))
        ) { try store.store(bytes: Array("abc".utf8)) }
        #expect(files(below: scratch.path + "/workspace").count == 1)
    }
}
