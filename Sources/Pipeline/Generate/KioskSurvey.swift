/// What a correct reader must find in the survey file.
struct SurveyTruth {
    /// Answers with a level, 0 the best; "Không ý kiến" is none.
    var opinions: [(instant: Int, level: Int)] = []
    /// When answers without opinion were given.
    var blanks: [Int] = []
    /// Ballots, five answers each.
    var responses = 0
    /// Answers that name no case.
    var withoutCase = 0
}

/// The ballots that citizens fill in at the counter or online, an answer a line.
struct KioskSurvey {
    static let path = "surveys/kiosk-\(World.year).csv"
    static let questions = [
        "Thời gian giải quyết", "Thái độ của công chức", "Thủ tục, hồ sơ rõ ràng",
        "Cơ sở vật chất", "Đánh giá chung",
    ]
    /// Best to worst.
    static let levels = [
        "Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Rất không hài lòng",
    ]
    static let noOpinion = "Không ý kiến"

    private static let responsesPerMille = 40
    private static let withoutCasePerMille = 100
    private static let withoutOpinionPerMille = 30

    private let world: World
    private var random: SplitMix64
    private var text = ByteText()
    private(set) var truth = SurveyTruth()

    /// Asks one finished case in twenty-five.
    init(_ world: World, seed: UInt64) {
        self.world = world
        random = SplitMix64(seed: seed, for: .survey)
        text.add(
            "Mã phiếu;Mã hồ sơ;Mã đơn vị;Mã thủ tục;Thời gian;Hình thức;Câu hỏi;Mức đánh giá\n")
        for generated in world.cases where generated.status.isFinished {
            guard random.chance(perMille: Self.responsesPerMille) else { continue }
            let answered = Int(generated.updated) + random.within(300...72 * 3600)
            if answered < World.end { addResponse(about: generated, at: answered) }
        }
    }

    /// The whole file.
    var bytes: [UInt8] { text.bytes }

    private mutating func addResponse(about generated: GeneratedCase, at answered: Int) {
        truth.responses += 1
        let unit = world.province.units[Int(generated.unit)]
        let procedure = world.province.procedures[Int(generated.procedure)]
        let namesCase = !random.chance(perMille: Self.withoutCasePerMille)
        let mode = ["Kiosk", "Trực tuyến", "Điện thoại"][[0, 0, 0, 1, 1, 2][random.below(6)]]
        var head = ByteText()
        head.add("KS\(World.year % 100)-")
        head.add(truth.responses, digits: 6)
        head.add(";")
        if namesCase { head.addCode(of: generated, in: world) }
        head.add(";\(unit.code);\(procedure.code);")
        head.addSlashed(Int32(answered))
        head.add(";\(mode);")
        let isLate = generated.due != GeneratedCase.never && generated.ended > generated.due
        for question in Self.questions {
            text.add(head.bytes)
            text.add("\(question);\(answer(at: answered, afterDelay: isLate))\n")
            if !namesCase { truth.withoutCase += 1 }
        }
    }

    private mutating func answer(at instant: Int, afterDelay isLate: Bool) -> String {
        if random.chance(perMille: Self.withoutOpinionPerMille) {
            truth.blanks.append(instant)
            return Self.noOpinion
        }
        let thresholds = isLate ? [180, 520, 750, 920] : [560, 900, 965, 990]
        let draw = random.below(1000)
        let level = thresholds.firstIndex { draw < $0 } ?? thresholds.count
        truth.opinions.append((instant, level))
        return Self.levels[level]
    }
}
