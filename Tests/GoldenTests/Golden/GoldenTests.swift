import Foundation
import Testing

@Suite struct `Golden cases` {
    /// A run that records fails for each case that it changed, so that none is recorded unseen.
    @Test(arguments: try GoldenCase.all(in: Repository.cases))
    func `print what is recorded`(_ golden: GoldenCase) throws {
        let actual = try golden.run()
        let difference = try golden.difference(from: actual)
        if difference.isEmpty { return }
        if ProcessInfo.processInfo.environment["MINHBACH_RECORD"] == "1" {
            try golden.record(actual)
            Issue.record("\(golden.testDescription) is recorded anew; review it with git diff")
        } else {
            Issue.record("\(golden.testDescription)\n\(difference)")
        }
    }
}

@Suite struct `Golden harness` {
    /// A case in a folder of its own with these files.
    private func withCase(
        _ files: [String: String], _ body: (GoldenCase) throws -> Void
    ) throws {
        try withScratchFolder { folder in
            for (name, text) in files {
                try Data(text.utf8).write(to: folder.appending(path: name))
            }
            try body(GoldenCase(folder: folder))
        }
    }

    @Test func `the program is built beside the tests`() {
        let path = Repository.program.path
        #expect(FileManager.default.isExecutableFile(atPath: path))
    }

    @Test func `every stream and the exit code are compared byte for byte`() throws {
        let files = [
            "cmd": "printf 'one\\ntwo'; printf err >&2; exit 3",
            "stdout": "one\ntwo", "stderr": "err", "exit": "3\n",
        ]
        try withCase(files) { golden in
            let actual = try golden.run()
            #expect(try golden.difference(from: actual) == "")
            for (name, text) in ["stdout": "one\ntwo\n", "stderr": "", "exit": "0\n"] {
                try withCase(files.merging([name: text]) { $1 }) { wrong in
                    let difference = try wrong.difference(from: actual)
                    #expect(difference.hasPrefix("--- recorded \(name)\n+++ actual \(name)\n@@ "))
                }
            }
        }
    }

    @Test func `a case without an expected exit code fails`() throws {
        try withCase(["cmd": "exit 0", "stdout": "", "stderr": ""]) { golden in
            let difference = try golden.difference(from: try golden.run())
            #expect(difference == "exit is missing; `make golden` records it\n")
        }
    }

    @Test func `a command cannot change its case`() throws {
        try withCase(["cmd": "cat input; echo changed >input; ls", "input": "kept\n"]) { golden in
            let first = try golden.run()
            #expect(String(decoding: first.stdout, as: UTF8.self) == "kept\ninput\n")
            #expect(try golden.run() == first)
        }
    }

    @Test func `a recorded case passes`() throws {
        try withCase(["cmd": "echo out; kill -9 $$"]) { golden in
            let actual = try golden.run()
            #expect(String(decoding: actual.exit, as: UTF8.self) == "137\n")
            try golden.record(actual)
            #expect(try golden.difference(from: actual) == "")
        }
    }

    @Test func `a command that prints much does not stall`() throws {
        try withCase(["cmd": "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"]) {
            let actual = try $0.run()
            #expect(actual.stdout.count == 3_000_000)
            #expect(actual.stderr.count == 3_000_000)
        }
    }
}
