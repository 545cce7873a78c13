import Columnar

/// Who files a case: an invented person, or one time in twelve a company.
struct GeneratedOwner {
    let family: String
    let middle: String
    let given: String
    let isCompany: Bool

    /// The owner of a number below `PersonNames.owners`.
    init(number: Int) {
        family = PersonNames.families[number % PersonNames.families.count]
        let rest = number / PersonNames.families.count
        middle = PersonNames.middles[rest % PersonNames.middles.count]
        given = PersonNames.givens[rest / PersonNames.middles.count % PersonNames.givens.count]
        isCompany = number % 12 == 7
    }

    /// The name of a person as one text.
    var text: String { "\(family) \(middle) \(given)" }
}

extension ByteText {
    /// Adds a case code: unit, date of arrival, number of the day (TT 01/2018/TT-VPCP, Điều 19).
    mutating func addCode(of generated: GeneratedCase, in world: World) {
        let unit = world.province.units[Int(generated.unit)]
        add(world.writesOldOrder(generated) ? unit.oldCodeBytes : unit.codeBytes)
        add(UInt8(ascii: "-"))
        let date = CivilDate(dayNumber: Int(generated.arrived) / 86_400)
        add(date.year % 100 * 10_000 + date.month * 100 + date.day, digits: 6)
        add(UInt8(ascii: "-"))
        add(Int(generated.sequence), digits: 4)
    }

    /// Adds the identifier of the unit that resolves a case, in the order that its record has.
    mutating func addUnit(of shown: GeneratedCase, in world: World) {
        let unit = world.province.units[Int(shown.unit)]
        let isOldOrder = world.writesOldOrder(shown) || shown.hazard == .oldOrderUnit
        add(isOldOrder ? unit.oldCodeBytes : unit.codeBytes)
    }

    /// Adds the code of the procedure, with the local suffix where the record has it.
    mutating func addProcedureCode(of shown: GeneratedCase, in world: World) {
        let procedure = world.province.procedures[Int(shown.procedure)]
        add(
            shown.hazard == .localProcedureCode
                ? procedure.localCodeBytes : procedure.codeBytes)
    }

    /// Adds a telephone number of the block 0900 000 nnn, which is nobody's.
    mutating func addPhone(of generated: GeneratedCase) {
        add("0900000")
        add(Int(generated.owner) % 1000, digits: 3)
    }

    /// Adds an owner's name; companies have an ampersand, which XML must escape.
    mutating func addName(of owner: GeneratedOwner, ampersand: String) {
        if owner.isCompany { add("Công ty TNHH ") }
        add(owner.family)
        add(UInt8(ascii: " "))
        add(owner.isCompany ? ampersand : owner.middle)
        add(UInt8(ascii: " "))
        add(owner.given)
    }
}
