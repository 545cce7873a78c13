/// Invented people: common family and given names, combined by number.
enum PersonNames {
    static let families = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
        "Hồ", "Ngô", "Dương", "Lý", "Trịnh", "Mai", "Đinh", "Lưu",
    ]
    static let middles = [
        "Văn", "Thị", "Đức", "Minh", "Ngọc", "Thanh", "Hữu", "Quang", "Thu", "Xuân", "Hồng", "Gia",
        "Kim", "Anh", "Bảo",
    ]
    static let givens = [
        "An", "Bình", "Cường", "Dũng", "Giang", "Hạnh", "Hiếu", "Hoa", "Hùng", "Hương", "Khánh",
        "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Nhung", "Phúc", "Phương", "Quân", "Sơn",
        "Tâm", "Thảo", "Thắng", "Trang", "Trung", "Tuấn", "Vân", "Yến",
    ]
    /// Given names whose tone is put on one vowel or the other.
    static let twoSpelled = ["Hòa", "Thúy", "Thùy", "Hóa"]

    /// Number of distinct owners.
    static let owners = families.count * middles.count * givens.count

    /// The name of an officer: distinct over the officers of up to 300 units.
    ///
    /// The first officer of a unit has a given name of `twoSpelled`.
    static func officer(_ place: Int, ofUnit unit: Int) -> String {
        let given = place == 0 ? twoSpelled[unit % 4] : givens[(unit + place * 6) % 30]
        let family = families[unit % 20]
        let middle = middles[(unit / 20 + place) % 15]
        return "\(family) \(middle) \(given)"
    }
}
