import Foundation
import Testing

private let shell = "/usr/bin/sqlite3"

@Suite(
    .enabled(if: FileManager.default.isExecutableFile(atPath: shell), "sqlite3 is not installed"))
struct `The store, asked by sqlite3,` {
    /// An auditor needs `sqlite3` and `sha256sum`, and nothing of ours.
    @Test func `has the figures of results.csv, and again when it was deleted`() throws {
        try TinyPipeline.lend { tiny in
            let outcome = try tiny.shell(
                """
                run() { "$MINHBACH" run tiny.yaml -w "$W" --threads 1 >>log || exit 1; }
                ask() { sqlite3 -csv "$W/results.sqlite" "$1"; }
                figures='SELECT kpi, period, level, member, numerator, denominator FROM figure'
                run; first=$(readlink "$W/current"); first=${first#runs/}
                ask "$figures WHERE run = '$first'" | sort >stored
                tail -n +2 "$W/current/results.csv" | cut -d, -f1,3,6,7,8,9 | sort >sealed
                cmp stored sealed || exit 2
                printf 'id,unit\\nB1,U9\\n' >cases/b.csv
                run; ask "SELECT * FROM figure; SELECT * FROM run" | sort >before
                rm "$W/results.sqlite"
                run; ask "SELECT * FROM figure; SELECT * FROM run" | sort >after
                [ -z "$(comm -23 before after)" ] || exit 3
                ask 'SELECT count(*) FROM run; PRAGMA integrity_check; PRAGMA foreign_key_check'
                last=$(basename "$(readlink "$W/current")")
                ask "SELECT resultsDigest FROM run WHERE name = '$last'"
                sha256sum <"$W/current/results.csv" | cut -c1-64
                """)
            #expect(outcome.exit == 0, "\(outcome.stderr)")
            let lines = outcome.stdout.split(separator: "\n")
            #expect(lines.prefix(2) == ["3", "ok"])
            #expect(lines.count == 4 && lines[2] == lines[3])
        }
    }
}
