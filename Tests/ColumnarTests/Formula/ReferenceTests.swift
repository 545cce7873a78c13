import Columnar
import Foundation
import Testing

/// `docs/formulas.md` is the reference: what the language has stands there.
@Suite struct `The reference of formulas` {
    private func page() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/formulas.md"), encoding: .utf8)
    }

    @Test func `has every function with its arguments`() throws {
        let page = try page()
        for name in Formula.functionNames {
            #expect(page.contains("`\(name)("), "\(name)")
        }
        for field in CalendarField.allCases {
            #expect(page.contains("`\(field.rawValue)`"), "\(field)")
        }
    }

    @Test(arguments: ["+", "-", "*", "/", "%", "=", "<>", "!=", "like", "in (…)", "is null"])
    func `has every operator`(sign: String) throws {
        #expect(try page().contains("`\(sign)`"))
    }
}
