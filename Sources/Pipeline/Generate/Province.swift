/// The made-up province: its units, officers and procedures, each with the bytes that exports hold.
struct Province {
    /// Identifier of the province in the national list of agencies; the name is invented.
    static let code = "H56"
    static let name = "UBND tỉnh Minh Sơn"
    static let departments = 20
    static let communes = 100
    static let officersPerUnit = 5

    let units: [GeneratedUnit]
    let officers: [GeneratedOfficer]
    let procedures: [GeneratedProcedure]
    /// Procedure numbers, as often as each is asked for: a draw from it has the right frequency.
    let demand: [UInt8]

    /// The province of a seed.
    init(seed: UInt64) {
        var random = SplitMix64(seed: seed, for: .catalogues)
        units = (0..<Self.departments + Self.communes).map {
            GeneratedUnit(number: $0, latePerMille: random.within(15...110))
        }
        officers = units.indices.flatMap { unit in
            (0..<Self.officersPerUnit).map {
                GeneratedOfficer(PersonNames.officer($0, ofUnit: unit))
            }
        }
        procedures = GeneratedProcedure.catalogue()
        demand = Self.demand(for: procedures, &random)
    }

    /// A unit that resolves cases of a procedure.
    func unit(for procedure: GeneratedProcedure, _ random: inout SplitMix64) -> Int {
        switch procedure.seat {
        case .communes: Self.departments + random.below(Self.communes)
        case .departments(let numbers): random.within(numbers) - 1
        }
    }

    /// Long-tailed demand: within a field the first procedure is asked for most.
    private static func demand(
        for procedures: [GeneratedProcedure], _ random: inout SplitMix64
    ) -> [UInt8] {
        procedures.indices.flatMap { number in
            let popularity = [16, 8, 4, 3, 2, 4, 3, 2, 1, 1][number % 10]
            let share = procedures[number].demand * popularity * random.within(3...9)
            return repeatElement(UInt8(number), count: share)
        }
    }
}

/// A department or commune.
struct GeneratedUnit {
    /// Identifier as QĐ 20/2020/QĐ-TTg orders it: `H56.14`, `H56.22.17`.
    let code: String
    /// The same as QCVN 102:2016 ordered it: `000.00.14.H56`, `000.17.22.H56`.
    let oldCode: String
    let name: String
    let level: String
    let codeBytes: [UInt8]
    let oldCodeBytes: [UInt8]
    /// Cases in a thousand that the unit finishes late.
    let latePerMille: Int
    /// True where the software wrote identifiers in the old order until 30 June 2025.
    let wroteOldOrder: Bool
    /// True where cases lie in the second system, which only sends the national XML.
    let usesNationalSync: Bool

    init(number: Int, latePerMille: Int) {
        self.latePerMille = latePerMille
        wroteOldOrder = number % 4 == 1
        usesNationalSync = number % 6 == 5
        if number < Province.departments {
            let own = ByteText.twoDigits(number + 1)
            code = "\(Province.code).\(own)"
            oldCode = "000.00.\(own).\(Province.code)"
            name = Self.departmentNames[number]
            level = "department"
        } else {
            let commune = number - Province.departments
            let area = ByteText.twoDigits(21 + commune / 10)
            let own = ByteText.twoDigits(commune % 10 * 3 + 1)
            code = "\(Province.code).\(area).\(own)"
            oldCode = "000.\(own).\(area).\(Province.code)"
            name = Self.communeName(commune)
            level = "commune"
        }
        codeBytes = Array(code.utf8)
        oldCodeBytes = Array(oldCode.utf8)
    }

    private static func communeName(_ commune: Int) -> String {
        let kind = commune % 5 == 0 ? "Phường" : "Xã"
        return "\(kind) \(firstSyllables[commune % 20]) \(secondSyllables[commune / 20])"
    }

    private static let firstSyllables = [
        "An", "Bình", "Cẩm", "Đông", "Hà", "Hải", "Hòa", "Kim", "Lâm", "Liên", "Minh", "Ngọc",
        "Phú", "Quang", "Tân", "Thanh", "Thuận", "Trung", "Vân", "Xuân",
    ]
    private static let secondSyllables = ["Lộc", "Thành", "Giang", "Phong", "Khê"]

    private static let departmentNames =
        [
            "Sở Tư pháp", "Sở Tài chính", "Sở Công Thương", "Sở Nông nghiệp và Môi trường",
            "Sở Xây dựng", "Sở Nội vụ", "Sở Y tế", "Sở Giáo dục và Đào tạo",
            "Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch",
            "Sở Dân tộc và Tôn giáo", "Sở Ngoại vụ", "Ban Quản lý Khu kinh tế", "Thanh tra tỉnh",
        ] + (1...6).map { "Văn phòng đăng ký đất đai, chi nhánh \($0)" }
}

/// An officer's name in each spelling that exports hold.
struct GeneratedOfficer {
    let plain: [UInt8]
    let spellings: [[UInt8]]

    /// A way to write a name; the raw value is its place in `spellings`.
    enum Spelling: Int, CaseIterable {
        case noBreakSpace, zeroWidth, decomposed, toneMoved, doubledSpace
    }

    init(_ name: String) {
        plain = Array(name.utf8)
        let words = name.split(separator: " ")
        spellings = Spelling.allCases.map { spelling in
            let text =
                switch spelling {
                case .noBreakSpace: words.joined(separator: "\u{A0}")
                case .zeroWidth: words.joined(separator: " \u{200B}")
                case .decomposed: VietnameseSpelling.decomposed(name)
                case .toneMoved: VietnameseSpelling.toneMoved(name)
                case .doubledSpace: words.joined(separator: "  ")
                }
            return Array(text.utf8)
        }
    }
}

/// An administrative procedure (TTHC).
struct GeneratedProcedure {
    let code: String
    let name: String
    let group: String
    let field: String
    let demand: Int
    let seat: GeneratedField.Seat
    let term: GeneratedTerm
    let codeBytes: [UInt8]
    /// The code with the owner's suffix, as local catalogues write it.
    let localCodeBytes: [UInt8]
    /// The name, and the name as a CSV field.
    let nameBytes: [UInt8]
    let quotedName: [UInt8]
    /// The name as a CSV field with a line break in it.
    let brokenName: [UInt8]

    private init(number: Int, field: GeneratedField) {
        let verb = field.verbs[number % 10 / 5]
        code = "1.00\(2000 + number * 17)"
        name = "\(verb) \(field.matters[number % 5])"
        group = field.group
        self.field = field.name
        demand = field.demand
        seat = field.seat
        term = field.terms[number % field.terms.count]
        codeBytes = Array(code.utf8)
        localCodeBytes = Array("\(code).000.00.00.\(Province.code)".utf8)
        nameBytes = Array(name.utf8)
        quotedName = name.contains(",") ? Array("\"\(name)\"".utf8) : nameBytes
        brokenName = Array("\"\(verb)\r\n\(field.matters[number % 5])\"".utf8)
    }

    /// All procedures of `procedureFields`, ten a field.
    static func catalogue() -> [GeneratedProcedure] {
        procedureFields.enumerated().flatMap { index, field in
            (0..<10).map { GeneratedProcedure(number: index * 10 + $0, field: field) }
        }
    }
}
