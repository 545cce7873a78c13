import Columnar
import Testing

/// A permit log of a Dutch municipality ends two cases 20 ms after their deadline: both are late.
struct TypingRoundedFractionTests {
    @Test(arguments: [
        ("2011-03-30T00:00:00.020+02:00", "2011-03-30 00:00:01"),
        ("2011-03-30T00:00:00.000+02:00", "2011-03-30 00:00:00"),
        ("2011-12-31T23:59:59.001+02:00", "2012-01-01 00:00:00"),
        ("2011-03-30T00:00:00+02:00", nil),
    ])
    func `a fraction is rounded up where the pattern says so`(
        text: String, expected: String?
    ) throws {
        for pattern in ["yyyy-MM-dd'T'HH:mm:ss.FX", "yyyy-MM-dd'T'HH:mm:ss.FFFX"] {
            #expect(try cell(text, pattern) == expected)
        }
    }

    @Test func `a fraction is cut off otherwise`() throws {
        let text = "2011-03-30 00:00:00.999"
        #expect(try cell(text, "yyyy-MM-dd HH:mm:ss.f") == "2011-03-30 00:00:00")
        #expect(try cell(text, "yyyy-MM-dd HH:mm:ss.fff") == "2011-03-30 00:00:00")
        #expect(try cell(text, "yyyy-MM-dd HH:mm:ss.FFF") == "2011-03-30 00:00:01")
    }

    private func cell(_ text: String, _ pattern: String) throws -> String? {
        let rule = InstantRule(formats: [try InstantFormat(pattern)], zone: .asWritten)
        var cells: [Int64] = []
        var rejected: [UInt32] = []
        let bytes = Array(text.utf8)
        let (starts, ends) = ([UInt32(0)], [UInt32(bytes.count)])
        appendInstants(
            bytes.span, starts: starts.span, ends: ends.span, rule: rule, to: &cells,
            rejected: &rejected)
        return rejected.isEmpty ? instantText(cells[0]) : nil
    }
}
