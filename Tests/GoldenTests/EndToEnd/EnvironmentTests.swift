import Testing

/// What surrounds the program has no say in what it computes.
@Suite struct `The digest of the results` {
    @Test func `is the same in any time zone, language and folder, with any number of threads`()
        throws
    {
        try TinyPipeline.lend { tiny in
            let surroundings: [(environment: [String: String], folder: String, threads: String)] = [
                ([:], ".", ""), (["TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "vi_VN.UTF-8"], "/", "1"),
                (["TZ": "America/New_York", "LANG": "tr_TR.UTF-8", "LC_ALL": ""], "cases", "2"),
                (["TZ": "Pacific/Apia", "LC_ALL": "C"], "$REPO/pipelines", "3"),
            ]
            var digests: Set<String> = []
            for (number, place) in surroundings.enumerated() {
                let threads = place.threads.isEmpty ? "" : "--threads \(place.threads)"
                let outcome = try tiny.shell(
                    """
                    home=$PWD
                    cd "\(place.folder)" && "$MINHBACH" run "$REPO/pipelines/nightly.yaml" \
                        -w "$home/w\(number)" --as-of 2026-01-05T02:00:00 \(threads)
                    """, place.environment)
                #expect(outcome.exit == 0, "\(outcome.stderr)")
                digests.insert(
                    outcome.stdout.replacing(/^.*results=/.dotMatchesNewlines(), with: ""))
                let sums = try tiny.shell("sha256sum <w\(number)/current/results.csv")
                #expect(outcome.stdout.contains(sums.stdout.prefix(64)))
            }
            #expect(digests.count == 1)
        }
    }

    @Test func `does not change when only the names of files do`() throws {
        try TinyPipeline.lend { tiny in
            let command = #""$MINHBACH" run tiny.yaml --threads 2 -w"#
            let outcome = try tiny.shell(
                """
                printf 'id,unit\\nA2,U3\\nC1,U3\\n' >cases/b.csv
                \(command) w1 && mv cases/a.csv cases/z.csv && touch -d 2001-01-01 cases/z.csv
                \(command) w2 && cmp w1/current/results.csv w2/current/results.csv
                """)
            #expect(outcome.exit == 0, "\(outcome.stdout)\(outcome.stderr)")
        }
    }
}
