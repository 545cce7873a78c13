import Foundation
import Testing

/// Somebody outside holds the agency to its log, with minhbach and with what `docs/log.md` says.
@Suite struct `The log outside` {
    private static let run = #""$MINHBACH" run tiny.yaml -w "$W" --threads 1"#
    private static let setup =
        run + " && " + #""$MINHBACH" key --out k --name a.example/log -w "$W" >verifier.txt"#
        + #" && "$MINHBACH" checkpoint -w "$W" --signing-key k >checkpoint.txt"#
    private static let verify =
        #""$MINHBACH" verify -w "$W" --checkpoint checkpoint.txt --verifier-key verifier.txt"#

    /// The code blocks of a language in the page, in order.
    private func blocks(_ language: String) throws -> [String] {
        let page = Repository.root.appending(path: "docs/log.md")
        let parts = String(decoding: try Data(contentsOf: page), as: UTF8.self)
            .components(separatedBy: "```")
        return stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
            .filter { $0.hasPrefix(language + "\n") }.map { String($0.dropFirst(language.count)) }
    }

    private func replace(_ name: String, _ tiny: TinyPipeline, _ change: (String) -> String) throws
    {
        try tiny.write(name, change(try tiny.text(name)))
    }

    @Test func `is checked by openssl and the core utilities as the page says`() throws {
        let script = try blocks("sh").joined(separator: "\n")
        let python = try blocks("python").joined()
        try TinyPipeline.lend { tiny in
            #expect(try tiny.shell(Self.setup).exit == 0)
            let tools = "command -v openssl && command -v basenc && command -v python3"
            guard try tiny.shell(tools).exit == 0 else { return }
            let check = "cp \"$W/journal.jsonl\" . && set -e\n" + script
            let good = try tiny.shell(check)
            #expect(good.exit == 0, "\(good.stderr)")
            #expect(good.stdout.contains("Signature Verified Successfully"))
            #expect(good.stdout.hasSuffix("the journal begins with the lines that were signed\n"))

            // The log has grown, and it still does.
            try tiny.write("cases/b.csv", "id,unit\nB1,U1\n")
            #expect(try tiny.shell(Self.run).exit == 0)
            #expect(try tiny.shell(check).exit == 0)
            try tiny.write("proof.py", python)
            for proof in [
                "--entry 1", "--entry 7", "--run \"$(basename \"$(readlink \"$W/current\")\")\"",
            ] {
                let prove = "\"$MINHBACH\" prove \(proof) -w \"$W\" >proof.json && python3 proof.py"
                let shown = try tiny.shell(prove)
                #expect(shown.stdout == "in the log\n", "\(proof) \(shown.stderr)")
            }
            try replace("proof.json", tiny) { $0.replacing("sealed", with: "failed") }
            #expect(try tiny.shell("python3 proof.py").stdout == "not in the log\n")

            // Whoever changes text, signature or journal is found out.
            try replace("journal.jsonl", tiny) { $0.replacing("A1", with: "A2") + "x\n" }
            let kept = try tiny.text("checkpoint.txt")
            try tiny.write(
                "checkpoint.txt", kept.replacing("a.example/log\n", with: "b.example/log\n"))
            #expect(try tiny.shell(check).exit != 0)
            try tiny.write("checkpoint.txt", kept)
            let other = try tiny.shell(
                check.replacing("cp \"$W/journal.jsonl\" .", with: "sed -i 1s/2/3/ journal.jsonl"))
            #expect(other.exit != 0 && !other.stdout.contains("begins with"))
        }
    }

    @Test func `stays as it was handed out, night after night`() throws {
        try TinyPipeline.lend { tiny in
            let made = try tiny.shell(Self.setup)
            #expect(made.exit == 0)
            #expect(made.stderr.contains("khóa xác minh") && made.stderr.contains("verifier key"))
            #expect(try tiny.shell("stat -c %a k").stdout == "600\n")
            let kept = try tiny.text("checkpoint.txt")
            for number in 1...3 {
                try tiny.write("cases/more-\(number).csv", "id,unit\nN\(number),U1\n")
                #expect(try tiny.shell(Self.run).exit == 0)
                let verified = try tiny.shell(Self.verify)
                #expect(verified.exit == 0, "\(verified.stdout)")
                #expect(verified.stdout.contains("signed by a.example/log"))
                #expect(verified.stdout.contains("verified: "))
                let proof = try tiny.shell(
                    #""$MINHBACH" prove --consistency checkpoint.txt -w "$W""#)
                #expect(proof.exit == 0 && proof.stdout.contains(#""kind":"consistency""#))
            }
            #expect(try tiny.text("checkpoint.txt") == kept)
            let unsigned = try tiny.shell(
                #""$MINHBACH" verify -w "$W" --checkpoint checkpoint.txt"#)
            #expect(unsigned.exit == 0 && unsigned.stdout.contains("note: who signed"))
        }
    }

    /// Each deed, and a word of the sentence that only it leads to.
    @Test(arguments: [
        // The whole workspace made anew: its chain is sound, its run verifies.
        (#"rm -r "$W"; sleep 1; RUN; RUN"#, "does not begin with"),
        (#"rm -r "$W"; sleep 1; RUN"#, "does not begin with"),
        (#"sed -i '$d' "$W/journal.jsonl""#, "were cut off"),
        ("sed -i '2s/^/1/' checkpoint.txt", "is by a.example/log and is not"),
        ("sed -i 's/^— a.example.log ..../&A/' checkpoint.txt", "is no checkpoint"),
        ("printf '\\001' >>checkpoint.txt", "is no checkpoint: line 1"),
        (": >checkpoint.txt", "bears no signature"),
        ("sed -i '4,$d' checkpoint.txt", "bears no signature"),
        ("KEY b.example/log >verifier.txt", "not signed with the verifier key"),
        ("KEY a.example/log >verifier.txt", "not signed with the verifier key"),
        ("SIGN --origin b.example/log >checkpoint.txt", "of another log"),
    ])
    func `shows what was done to it, each by a sentence of its own`(
        _ deed: String, _ sentence: String
    ) throws {
        try TinyPipeline.lend { tiny in
            #expect(try tiny.shell(Self.setup).exit == 0)
            let command = deed.replacing("RUN", with: Self.run)
                .replacing("KEY", with: #""$MINHBACH" key --out k2 -w "$W" --name"#)
                .replacing("SIGN", with: #""$MINHBACH" checkpoint -w "$W" --signing-key k"#)
            let done = try tiny.shell(command)
            #expect(done.exit == 0, "\(done.stderr)")
            let verified = try tiny.shell(Self.verify)
            #expect(verified.exit == 4, "\(verified.stdout)\(verified.stderr)")
            #expect(verified.stdout.contains(sentence), "\(verified.stdout)")
            #expect(verified.stdout.contains("cause: journal (nhật ký)"))
        }
    }

    @Test(arguments: [
        ("prove --entry 99", 64, "the journal has no line 99"),
        ("prove --entry 0", 64, "the journal has no line 0"),
        ("prove --entry 3 --size 2", 64, "--size is from 3"),
        ("prove --run nightly", 64, "no line of the journal seals"),
        ("prove", 64, "Name one of"), ("prove --entry 1 --run x", 64, "Name one of"),
        ("prove --consistency none", 64, "there is no such file"),
        ("verify --checkpoint none", 64, "there is no such file"),
        ("verify --verifier-key x", 64, "go with --checkpoint"),
        ("verify --checkpoint checkpoint.txt --verifier-key x", 64, "is no verifier key"),
        ("key --out k --name c", 64, "is there already"),
        ("key --out \"$W/k\" --name c", 64, "inside the workspace"),
        ("key --out k2 --name 'c d'", 64, "can name no key"),
        ("checkpoint --signing-key verifier.txt", 64, "chmod 600"),
        ("checkpoint --signing-key k --origin ''", 64, "can be no origin"),
    ])
    func `tells what is wrong with a command`(
        _ command: String, _ exit: Int, _ sentence: String
    ) throws {
        try TinyPipeline.lend { tiny in
            #expect(try tiny.shell(Self.setup).exit == 0)
            let outcome = try tiny.shell(
                "chmod 644 verifier.txt; \"$MINHBACH\" \(command) -w \"$W\"")
            #expect(outcome.exit == exit, "\(outcome.stderr)")
            #expect(outcome.stderr.contains(sentence), "\(outcome.stderr)")
            #expect(outcome.stdout == "")
        }
    }

    @Test func `is neither signed nor proved where it does not hold together`() throws {
        try TinyPipeline.lend { tiny in
            #expect(try tiny.shell(Self.setup).exit == 0)
            #expect(try tiny.shell(#"sed -i '2s/T/T9/' "$W/journal.jsonl""#).exit == 0)
            for command in ["checkpoint --signing-key k", "prove --entry 1"] {
                let outcome = try tiny.shell("\"$MINHBACH\" \(command) -w \"$W\"")
                #expect(outcome.exit == 4 && outcome.stdout == "", "\(outcome.stderr)")
                #expect(outcome.stderr.contains("line 2 does not hold together"))
            }
            let empty = try tiny.shell(#""$MINHBACH" checkpoint --signing-key k -w nowhere"#)
            #expect(empty.exit == 64 && empty.stderr.contains("nothing is published"))
        }
    }
}
