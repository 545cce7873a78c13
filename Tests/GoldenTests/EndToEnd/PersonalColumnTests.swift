import Foundation
import Testing

@Suite struct `The program with personal columns` {
    private static let mapping = """
        mapping: tiny
        version: 1
        source: tiny
        kind: case
        format: csv
        columns:
          case_id: {header: [id], type: id, required: true}
          unit: {header: [unit], type: code, dictionary: {U1: U1, U2: U2}}
          owner: {header: [owner], personal: key}
          phone: {header: [phone], personal: drop}
        identity: [case_id, owner]

        """

    private static let cases = """
        id,unit,owner,phone
        A1,U1,Đỗ Xuân Quân,0900000191
        A1,U1,Đỗ Xuân Quân,0900000222
        A2,U3,Mai Thị An,0900000333
        A3,U1,Lê Hồng Nam

        """

    private func write(_ tiny: TinyPipeline) throws {
        try tiny.write("mapping.yaml", Self.mapping)
        try tiny.write("cases/a.csv", Self.cases)
    }

    @Test func `shows none of them, neither in a file nor on the screen`() throws {
        try TinyPipeline.lend { tiny in
            try write(tiny)
            let shared = #"-w "$W" --key-file key"#
            let outcome = try tiny.shell(
                """
                for form in table line json; do
                    "$MINHBACH" run tiny.yaml \(shared) --all-levels --log $form || exit 1
                done
                "$MINHBACH" explain cases/all \(shared) && "$MINHBACH" verify \(shared) || exit 2
                "$MINHBACH" results -w "$W" && cat "$W"/journal.jsonl "$W"/current/*
                stat -c %a key
                grep -rlE 'Xuân|Thị An|Hồng Nam|0900000' "$W" | grep -v "^$W/objects/"
                true
                """)
            #expect(outcome.exit == 0, "\(outcome.stderr)")
            for secret in ["Xuân", "Thị An", "Hồng Nam", "0900000"] {
                #expect(!(outcome.stdout + outcome.stderr).contains(secret), "\(secret)")
            }
            #expect(outcome.stdout.hasSuffix("\n600\n"), "\(outcome.stdout.suffix(300))")
        }
    }

    @Test func `asks for a key file where there is none`() throws {
        try TinyPipeline.lend { tiny in
            try write(tiny)
            let outcome = try tiny.shell(#""$MINHBACH" run tiny.yaml -w "$W""#)
            #expect(outcome.exit == 64)
            #expect(outcome.stderr.contains("name --key-file"))
            #expect(tiny.current == nil)
        }
    }
}
