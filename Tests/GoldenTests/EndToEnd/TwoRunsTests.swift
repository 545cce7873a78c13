import Testing

@Suite struct `One workspace` {
    /// The first run is halted while it holds the workspace, so that the second meets it.
    @Test func `has one run at a time, and the second names the holder`() throws {
        try TinyPipeline.lend { tiny in
            let outcome = try tiny.shell(
                """
                "$MINHBACH" run "$REPO/pipelines/nightly.yaml" -w "$W" >first 2>&1 &
                holder=$!
                until [ -s "$W/lock" ]; do kill -0 $holder || exit 99; sleep 0.002; done
                kill -STOP $holder
                echo $holder
                "$MINHBACH" run tiny.yaml -w "$W" --threads 1
                echo $?
                kill -CONT $holder
                wait $holder
                echo $?
                "$MINHBACH" run tiny.yaml -w "$W" --threads 1 >/dev/null
                echo $?
                """)
            let lines = outcome.stdout.split(separator: "\n").map(String.init)
            #expect(lines.count == 4)
            #expect(lines.dropFirst() == ["5", "0", "0"], "\(outcome.stderr)")
            #expect(outcome.stderr.contains(lines[0]), "\(outcome.stderr)")
            #expect(outcome.stderr.contains("another run holds the workspace"))
        }
    }

    /// A lock dies with its process: nobody has to remove a file after a kill.
    @Test func `is free again when its run was killed`() throws {
        try TinyPipeline.lend { tiny in
            let outcome = try tiny.shell(
                """
                "$MINHBACH" run "$REPO/pipelines/nightly.yaml" -w "$W" >first 2>&1 &
                holder=$!
                until [ -s "$W/lock" ]; do kill -0 $holder || exit 99; sleep 0.002; done
                kill -KILL $holder
                wait $holder
                "$MINHBACH" run tiny.yaml -w "$W" --threads 1 && "$MINHBACH" verify -w "$W"
                """)
            #expect(outcome.exit == 0, "\(outcome.stdout)\(outcome.stderr)")
        }
    }

    /// A user who may read everything and write nothing.
    private static let stranger = "setpriv --reuid=65534 --regid=65534 --clear-groups"

    @Test func `that cannot be written to is an error with its cause`() throws {
        try TinyPipeline.lend { tiny in
            let isRoot = try tiny.shell("id -u").stdout == "0\n"
            let user = isRoot ? Self.stranger : ""
            let outcome = try tiny.shell(
                "mkdir there; chmod 555 there; \(user) \"$MINHBACH\" run tiny.yaml -w there/w")
            #expect(outcome.exit == 70)
            #expect(outcome.stderr.contains("permission denied"), "\(outcome.stderr)")
            #expect(outcome.stderr.contains("there"))
            #expect(outcome.stdout == "")
        }
    }

    @Test func `of somebody else is an error with its cause`() throws {
        try TinyPipeline.lend { tiny in
            let isRoot = try tiny.shell("id -u").stdout == "0\n"
            guard isRoot else { return }
            #expect(try tiny.shell("\"$MINHBACH\" run tiny.yaml -w \"$W\" --threads 1").exit == 0)
            let before = tiny.current
            let command = "\(Self.stranger) \"$MINHBACH\" run tiny.yaml -w \"$W\" --threads 1"
            let outcome = try tiny.shell(command)
            #expect(outcome.exit == 70)
            #expect(outcome.stderr.contains("permission denied"), "\(outcome.stderr)")
            #expect(tiny.current == before)
        }
    }
}
