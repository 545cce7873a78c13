import Columnar
import Testing

/// A rule of these patterns; a pattern that is refused fails the test.
func instantRule(
    _ patterns: [String], nulls: [String] = [], zone: InstantZone = .asWritten
) throws -> InstantRule {
    InstantRule(formats: try patterns.map { try InstantFormat($0) }, nulls: nulls, zone: zone)
}

@Suite struct `Instant formats` {
    @Test(
        arguments: [
            ("dd/MM/yyyy HH:mm:ss", "02/09/2025 14:05:09", "2025-09-02 14:05:09"),
            ("dd/MM/yyyy HH:mm", "02/09/2025 14:05", "2025-09-02 14:05:00"),
            ("dd/MM/yyyy", "02/09/2025", "2025-09-02"),
            ("d/M/yyyy", "2/9/2025", "2025-09-02"),
            ("d/M/yyyy", "02/09/2025", "2025-09-02"),
            ("d/M/yyyy", "22/11/2025", "2025-11-22"),
            ("dd-MM-yyyy", "02-09-2025", "2025-09-02"),
            ("yyyy/MM/dd", "2025/09/02", "2025-09-02"),
            ("yyyy-MM-dd HH:mm:ss", "2025-09-02 14:05:09", "2025-09-02 14:05:09"),
            ("yyyyMMddHHmmss", "20250902140509", "2025-09-02 14:05:09"),
            ("yyyyMMddHHmmssfff", "20250902140509999", "2025-09-02 14:05:09"),
            ("yyyyMMdd", "20250902", "2025-09-02"),
            ("yyyy-MM-dd'T'HH:mm:ss[.f][XXX]", "2025-09-02T14:05:09", "2025-09-02 14:05:09"),
            ("yyyy-MM-dd'T'HH:mm:ss[.f][XXX]", "2025-09-02T14:05:09.9", "2025-09-02 14:05:09"),
            (
                "yyyy-MM-dd'T'HH:mm:ss[.f][XXX]", "2025-09-02T14:05:09.123456789Z",
                "2025-09-02 14:05:09"
            ),
            (
                "yyyy-MM-dd HH:mm:ss[.fff][±HH[:mm]]", "2025-09-02 14:05:09.123+07",
                "2025-09-02 14:05:09"
            ),
            (
                "HH 'giờ' mm 'phút, ngày' dd 'tháng' MM 'năm' yyyy",
                "14 giờ 05 phút, ngày 02 tháng 09 năm 2025", "2025-09-02 14:05:00"
            ),
            (
                "HH giờ mm phút, ngày dd tháng MM năm yyyy",
                "14 giờ 05 phút, ngày 02 tháng 09 năm 2025", "2025-09-02 14:05:00"
            ),
            ("HH giờ, dd/MM/yyyy", "14 gio\u{31B}\u{300}, 02/09/2025", "2025-09-02 14:00:00"),
            ("M/d/yy", "9/2/25", "2025-09-02"), ("M/d/yy", "12/31/69", "2069-12-31"),
            ("M/d/yy", "1/1/70", "1970-01-01"), ("dd.MM.yy", "02.09.25", "2025-09-02"),
            ("d/M/yyyy h:mm a", "2/9/2025 12:00 AM", "2025-09-02 00:00:00"),
            ("d/M/yyyy h:mm a", "2/9/2025 12:30 PM", "2025-09-02 12:30:00"),
            ("d/M/yyyy h:mm a", "2/9/2025 1:05 ch", "2025-09-02 13:05:00"),
            ("d/M/yyyy hh:mm:ss a", "2/9/2025 11:59:59 SA", "2025-09-02 11:59:59"),
            ("dd/MM/yyyy[ HH:mm[:ss]]", "02/09/2025 14:05", "2025-09-02 14:05:00"),
            ("HH:mm dd/MM/yyyy", "14:05 02/09/2025", "2025-09-02 14:05:00"),
            ("dd/MM/yyyy", "29/02/2024", "2024-02-29"), ("dd/MM/yyyy", "01/01/0001", "0001-01-01"),
            ("yyyy-MM-dd", "1969-12-31", "1969-12-31"),
            ("dd/MM/yyyy", " \t02/09/2025\r\n", "2025-09-02"),
            ("yyyy-MM-dd''HH", "2025-09-02'14", "2025-09-02 14:00:00"),
            ("'ngày ''A'' 'dd/MM/yyyy", "ngày 'A' 02/09/2025", "2025-09-02"),
        ] as [(String, String, String)])
    func `read what they declare`(pattern: String, text: String, expected: String) throws {
        let (cells, rejected) = FieldColumn([text]).instants(try instantRule([pattern]))
        #expect(cells == [try #require(instant(expected))])
        #expect(rejected.isEmpty)
    }

    @Test(arguments: [
        ("dd/MM/yyyy", "2/9/2025"), ("dd/MM/yyyy", "30/02/2025"), ("dd/MM/yyyy", "29/02/2023"),
        ("dd/MM/yyyy", "00/01/2025"), ("dd/MM/yyyy", "01/13/2025"), ("dd/MM/yyyy", "01/01/0000"),
        ("dd/MM/yyyy", "01/01/2025 08:00"), ("dd/MM/yyyy", "01-01-2025"),
        ("dd/MM/yyyy", "01/01/20250"), ("dd/MM/yyyy", "01/ 1/2025"), ("dd/MM/yyyy", "ab/cd/efgh"),
        ("dd/MM/yyyy", "01/01/202\u{E1}"), ("dd/MM/yyyy", "45658"), ("dd/MM/yyyy", "./0:/;<=>?"),
        ("dd/MM/yyyy HH:mm:ss", "01/01/2025 24:00:00"),
        ("dd/MM/yyyy HH:mm:ss", "01/01/2025 23:60:00"),
        ("dd/MM/yyyy HH:mm:ss", "01/01/2025 23:59:60"),
        ("dd/MM/yyyy HH:mm:ss", "01/01/2025T23:59:59"),
        ("d/M/yyyy", "123/1/2025"), ("d/M/yyyy", "/1/2025"), ("d/M/yyyy", "1/1/25"),
        ("h:mm a d/M/yyyy", "13:00 PM 1/1/2025"), ("h:mm a d/M/yyyy", "0:30 AM 1/1/2025"),
        ("h:mm a d/M/yyyy", "1:00 XM 1/1/2025"), ("h:mm a d/M/yyyy", "1:00 1/1/2025"),
        ("yyyy-MM-dd HH:mm:ss.fff", "2025-01-01 00:00:00.12"),
        ("yyyy-MM-dd HH:mm:ss.f", "2025-01-01 00:00:00."),
        ("yyyy-MM-dd HH:mm:ss.f", "2025-01-01 00:00:00.1234567890"),
        ("yyyy-MM-dd HHX", "2025-01-01 00+19"), ("yyyy-MM-dd HHX", "2025-01-01 00+07:60"),
        ("yyyy-MM-dd HHX", "2025-01-01 00+7"), ("yyyy-MM-dd HHX", "2025-01-01 00z"),
        ("yyyy-MM-dd HHX", "2025-01-01 00+07:"), ("yyyy-MM-dd HHX", "2025-01-01 00"),
        ("yyyyMMdd", "２０２５０１０１"), ("yyyyMMdd", "+2025011"),
    ])
    func `reject everything else`(pattern: String, text: String) throws {
        let (cells, rejected) = FieldColumn([text]).instants(try instantRule([pattern]))
        #expect(cells == [missing])
        #expect(rejected == [0])
    }

    @Test(
        arguments: [
            ("hh:mm dd/MM/yyyy", .clockHourWithoutHalfDay),
            ("HH:mm a dd/MM/yyyy", .halfDayWithoutClockHour),
            ("dd/MM/yyyy[ hh:mm[ a]]", .clockHourWithoutHalfDay),
            ("yyyy-MM-ddTHH:mm", .unknownLetter("T", offset: 10)),
            ("yyyy-MM-dd HH:mmZ", .unknownLetter("Z", offset: 16)),
            ("ngay dd/MM/yyyy", .unknownLetter("n", offset: 0)),
            ("dd/MMM/yyyy", .wrongRepeat("MMM", offset: 3)),
            ("dd/MM/yyy", .wrongRepeat("yyy", offset: 6)),
            ("dd/MM/yyyyy", .wrongRepeat("yyyyy", offset: 6)),
            ("dd/MM/y", .wrongRepeat("y", offset: 6)),
            ("dd/MM/yyyy dd", .repeated(.day)), ("yy/yyyy/MM/dd", .repeated(.year)),
            ("HH h a dd/MM/yyyy", .repeated(.hour)), ("dd/mm/yyyy", .lacks(.month)),
            ("MM/yyyy", .lacks(.day)), ("dd/MM", .lacks(.year)), ("", .lacks(.year)),
            ("dd/MM/yyyy mm:ss", .lacks(.hour)), ("dd/MM/yyyy HH:ss", .lacks(.minute)),
            ("dd/MM/yyyy HH:mm.f", .lacks(.second)), ("dd/MM/yyyyX", .lacks(.hour)),
            ("dd/MM/yyyy[ HH][:mm]", .lacks(.hour)),
            ("dMyyyy", .openNumberBeforeDigit(.day)),
            ("dd/M'1'/yyyy", .openNumberBeforeDigit(.month)),
            ("yyyy-MM-dd 'T", .unclosedQuote(offset: 11)),
            ("yyyy-MM-dd[ HH", .unbalancedBracket(offset: 10)),
            ("yyyy-MM-dd] HH", .unbalancedBracket(offset: 10)),
            ("yyyyMMdd[ ][ ][ ][ ][ ][ ][ ]", .tooManyOptionalParts(limit: 6)),
            (" dd/MM/yyyy", .blankEnd), ("dd/MM/yyyy[ ]", .blankEnd),
            ("dd/MM/yyyy ±7", .unknownLetter("±", offset: 11)),
        ] as [(String, InstantPatternFault)])
    func `refuse what cannot be read exactly`(pattern: String, fault: InstantPatternFault) {
        #expect(throws: fault) { try InstantFormat(pattern) }
    }
}
