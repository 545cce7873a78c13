import Pipeline
import Testing

@Suite struct `The match key` {
    @Test(arguments: [
        ("Hoà Bình", "Hòa Bình"),
        ("HOÀ", "hòa"),
        ("khoẻ", "khỏe"),
        ("UỶ BAN", "Ủy ban"),
        ("thuý", "thúy"),
        ("Ho\u{0300}a", "hoà"),
        ("Sở\u{A0}Nội  vụ", "sở nội vụ"),
        ("Đà\u{200B} Nẵng", "đà nẵng"),
        ("ĐÃ XỬ LÝ XONG", "Đã xử lý xong"),
        (" Trực tuyến ", "trực tuyến"),
    ])
    func `is the same for two spellings of a word`(left: String, right: String) {
        #expect(matchKey(left) == matchKey(right))
    }

    @Test(arguments: [
        // The tone makes another word.
        ("hoa", "hòa"), ("hóa", "hòa"), ("ma", "má"),
        // So does the vowel, and the stroke.
        ("đa", "da"), ("Đ", "D"), ("o", "ô"), ("u", "ư"), ("lý", "lí"),
        ("a b", "ab"),
        // `iu` and `ui` carry their tone in one place only.
        ("túi", "tuí"),
    ])
    func `differs for two words`(left: String, right: String) {
        #expect(matchKey(left) != matchKey(right))
    }

    @Test(arguments: ["Hoà", "hòa", "UỶ BAN nhân dân", "quý", "Khoẻ"])
    func `of a key is the key`(text: String) {
        #expect(matchKey(matchKey(text)) == matchKey(text))
    }
}
