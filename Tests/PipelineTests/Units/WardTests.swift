import Columnar
import Foundation
import Pipeline
import Testing

private let list = repository + "/../shared/data/vietnam/wards-2025.csv"

private let isThere = FileManager.default.fileExists(atPath: list)

@Suite(.enabled(if: isThere, "the list of communes is not beside the checkout"))
struct `The communes of 2025` {
    private static let conversion = Result {
        WardConversion([UInt8](try Data(contentsOf: URL(fileURLWithPath: list))))
    }

    /// 472 old codes of the list as it stands go to several: 471 communes, and the empty code of
    /// five island districts that had no commune.
    @Test func `are the pairs that were published, their codes mended`() throws {
        let wards = try Self.conversion.get()
        #expect(wards.pairs == 10_602)
        #expect(wards.repaired == 10_597)
        #expect(wards.refused == [])
        #expect(wards.withoutCode.count == 5)
        #expect(wards.divided.count + 1 == 472)
        #expect(wards.oldNames.count == 10_035)
        #expect(wards.newNames.count == 3321)
        #expect(wards.reused == 3316)
        let renamed = wards.newNames.filter { code, name in
            wards.oldNames[code].map { $0 != name } ?? false
        }
        print(
            "communes: \(wards.repaired) codes mended, without code: "
                + wards.withoutCode.joined(separator: ", ")
                + "; \(renamed.count) of \(wards.reused) reused codes bear another name")
    }

    private static func desk() throws -> UnitDesk {
        let wards = try conversion.get()
        var desk = UnitDesk(units: wards.units, succession: wards.succession)
        desk.levels = "[agency, unit, unit_reported, unit_restated]"
        // One case in each old commune, two in each of every third, each ninth was late.
        for (number, code) in wards.oldNames.keys.sorted().enumerated() {
            desk.cases.append((code, "02/06/2025", "03/06/2025"))
            if number % 3 == 0 {
                desk.cases.append((code, "03/06/2025", number % 9 == 0 ? "" : "04/06/2025"))
            }
        }
        for code in wards.newNames.keys.sorted() { desk.cases.append((code, "02/07/2025", "")) }
        return desk
    }

    @Test func `are read without a fault`() throws {
        #expect(try Self.desk().faults == [])
    }

    @Test func `restate a figure of the old ones to one total`() throws {
        let wards = try Self.conversion.get()
        let desk = try Self.desk()
        let figures = try desk.figures(threads: 2)
        for period in ["2025-Q2", "2025-Q3"] {
            let own = figures.filter { $0.period.name == period }
            let total = own.first { $0.level == "agency" }?.numerator
            for level in ["unit", "unit_reported", "unit_restated"] {
                let sum = try own.filter { $0.level == level }
                    .reduce(Exact(0)) { try $0.plus($1.numerator ?? Exact(0)) }
                #expect(sum == total, "\(period) \(level)")
            }
        }
        let second = figures.filter { $0.level == "unit_restated" && $0.period.name == "2025-Q2" }
        let withheld = second.filter { $0.status == .withheld }
        #expect(withheld.count == wards.divided.count)
        let receivers = Set(wards.divided.flatMap { wards.successors[$0] ?? [] })
        let estimated = second.filter { $0.status == .estimated }
        #expect(Set(estimated.map(\.member)).isSubset(of: receivers))
        #expect(second.count(where: { $0.status == .ok }) + estimated.count <= 3321)
        let third = figures.filter { $0.level == "unit_restated" && $0.period.name == "2025-Q3" }
        #expect(third.count == 3321 && third.allSatisfy { $0.status == .ok })
        print(
            "communes restated: \(withheld.count) withheld, \(estimated.count) estimated, "
                + "\(second.count(where: { $0.status == .ok })) exact of 3321 new ones in 2025-Q2")
    }
}
