import Foundation
import Testing

/// The house rules, one test each.
///
/// Every rule must first catch its canary: a rule that catches
/// nothing any more is worse than none.
@Suite struct `Tidy` {
    typealias Rule = ([SourceFile]) -> [String]

    private static let tree = Result { try SourceTree.files() }

    /// Holds the checkout to a rule that catches each of these files and spares those.
    private func hold(
        _ rule: Rule, catches: [SourceFile], spares: [SourceFile] = []
    ) throws {
        for file in catches {
            #expect(rule([file]).count == 1, "missed: \(file.path) \(file.lines.first ?? "")")
        }
        #expect(rule(spares) == [])
        let faults = try rule(Self.tree.get())
        if !faults.isEmpty { Issue.record("\(faults.joined(separator: "\n"))") }
    }

    private func file(_ path: String, _ text: String) -> SourceFile { SourceFile(path, text) }

    private func swift(_ text: String) -> SourceFile {
        SourceFile("Sources/Pipeline/A.swift", text)
    }

    @Test func `the checkout is read`() throws {
        let paths = try Set(Self.tree.get().map(\.path))
        #expect(paths.isSuperset(of: ["Makefile", "Package.swift", ".ci/run", ".swift-format"]))
        #expect(paths.contains("Sources/minhbach/Minhbach.swift"))
    }

    @Test(arguments: [
        ("a.b", ["a", ".", "b"]),
        ("// a\n/* b /* c */ d */ e", ["e"]),
        (#"f("g \(h(i)) j", k)"#, ["f", "(", "\"", "h", "(", "i", ")", ",", "k", ")"]),
        ("\"\"\"\n a \" b\n\"\"\" c", ["\"", "c"]),
        ("#\"a\"b\"# c", ["\"", "c"]),
        (#""a\"b" c"#, ["\"", "c"]),
        ("`a b`()", ["`a b`", "(", ")"]),
        ("#/\"/# a", ["\"", "a"]),
    ])
    func `code is told from comments and literals`(_ source: String, _ words: [String]) {
        #expect(swiftTokens(of: source).map(\.text) == words)
    }

    @Test func `lines have at most 100 columns`() throws {
        let long = String(repeating: "ế", count: 101)
        try hold(
            LayoutRules.longLines, catches: [swift("//\n" + long), file("Makefile", long)],
            spares: [swift(String(long.dropLast())), file("README.md", "| " + long)])
    }

    @Test func `files have at most 400 lines`() throws {
        let lines = String(repeating: "\n", count: 400)
        try hold(LayoutRules.longFiles, catches: [swift(lines + "\n")], spares: [swift(lines)])
    }

    @Test func `functions have at most 70 lines`() throws {
        let body = String(repeating: "    if a { b() }\n", count: 68)
        try hold(
            LayoutRules.longFunctions,
            catches: [
                swift("func f(a: () -> Void = {}) {\n\(body)\n}\n"),
                swift("init() {\n\(body)\n}\n"), swift("var a: Int {\n\(body)\n}\n"),
                swift("static func == (a: A, b: A) -> Bool {\n\(body)\n}\n"),
            ],
            spares: [
                swift("func f() {\n\(body)}\n"), swift("let a = [\n\(body)\n]\nself.init()\n"),
                swift("protocol P {\nfunc f()\nvar a: Int { get }\n}\nstruct A {\n\(body)\n}\n"),
            ])
    }

    @Test func `package declarations are documented`() throws {
        try hold(
            LayoutRules.undocumented,
            catches: [
                swift("package struct A {}"), swift("/// A.\nstruct A {\npackage var b = 1\n}"),
            ],
            spares: [
                swift("/// A.\n@frozen\npackage struct A {}"), swift("package import Columnar"),
                swift("/// A.\npackage package(set) var a = 1"),
            ])
    }

    @Test func `names say something`() throws {
        try hold(
            WordRules.emptyNames,
            catches: [
                swift("struct CaseManager {}"), swift("enum XMLDataReader {}"),
                swift("protocol Helpers {}"), swift("protocol ReaderProtocol {}"),
                file("Sources/Pipeline/DateUtils.swift", ""),
                file("Sources/Pipeline/String+Extensions.swift", ""),
                file("Sources/Pipeline/StoredObject.swift", ""),
                file("Sources/Ledger/ObjectInfo.swift", ""),
            ],
            spares: [
                swift("struct Database {}\nclass func make() {}\nstruct `A core item` {}"),
                file("Sources/Ledger/ObjectStore.swift", "struct StoredObject {}"),
            ])
    }

    @Test func `only the door prints and exits`() throws {
        try hold(
            WordRules.printing,
            catches: [swift("print(1)"), swift("Glibc.exit(1)"), swift("f { exit(0) }")],
            spares: [
                swift("a.print(b)\nlet c = \"print(1)\""),
                file("Sources/minhbach/A.swift", "exit(1)"),
            ])
    }

    @Test func `only one file needs all of Foundation`() throws {
        try hold(
            BorderRules.wholeFoundation,
            catches: [swift("import Foundation"), swift("import struct Foundation.Date")],
            spares: [
                file("Sources/Pipeline/Normalize/UnicodeForm.swift", "import Foundation"),
                swift("import FoundationEssentials"),
            ])
    }

    @Test func `unsafe code stays in its files`() throws {
        try hold(
            BorderRules.unsafeCode, catches: [swift("let a = unsafe b()")],
            spares: [file("Sources/Ledger/PosixFile.swift", "unsafe a()"), swift("// unsafe")])
    }

    @Test func `targets import only what they may`() throws {
        try hold(
            BorderRules.forbiddenImports,
            catches: [
                file("Sources/Columnar/A.swift", "import FoundationEssentials"),
                file("Sources/Ledger/A.swift", "package import Tabular"),
                file("Sources/minhbach/A.swift", "import GRDB"),
                file("Sources/Unknown/A.swift", "import Glibc"), swift("import Crypto"),
            ],
            spares: [
                swift("package import struct Columnar.Table"), file("Tests/A.swift", "import B"),
            ])
    }

    @Test func `a stage knows no later stage`() throws {
        let page = file("Sources/Pipeline/Report/Page.swift", "struct Page { struct Row {} }")
        let rule: Rule = { BorderRules.laterStages($0 + [page]) }
        try hold(
            rule, catches: [file("Sources/Pipeline/Plan/A.swift", "let a: Page")],
            spares: [
                file("Sources/Pipeline/Plan/A.swift", "let a: Row // Page"),
                file("Sources/Pipeline/Run.swift", "let a: Page"),
            ])
    }

    @Test func `nothing is left to do`() throws {
        try hold(
            WordRules.unfinished,
            catches: [
                swift("// TO" + "DO: later"), file("Makefile", "# FIX" + "ME"),
                swift("// X" + "XX"),
            ],
            spares: [swift("// the pattern `X" + "XX` of an offset")])
    }

    @Test func `no clock, place, or chance below the door`() throws {
        try hold(
            WordRules.outerWorld,
            catches: [
                swift("let a = Date()"), swift("TimeZone.current"), swift("Locale.current"),
                swift("Int.random(in: 0..<9)"), swift("a.hashValue"),
            ],
            spares: [
                file("Sources/minhbach/A.swift", "Date()"), swift("Date(a)"),
                file("Sources/Ledger/KeyFile.swift", "UInt8.random(in: .min ... .max)"),
            ])
    }

    @Test func `numbers are exact or labelled estimates`() throws {
        try hold(
            WordRules.inexactNumbers,
            catches: [swift("let a: Decimal"), swift("Float(a)")],
            spares: [swift("var decimal: Int // Decimal")])
    }

    @Test func `nothing traps on purpose`() throws {
        try hold(
            WordRules.traps,
            catches: [swift("fatalError(\"a\")"), swift("try! a()"), swift("a as! B")],
            spares: [swift("try? a() as? B")])
    }

    @Test func `access is package at most, and is kept`() throws {
        try hold(
            WordRules.openAccess,
            catches: [
                swift("public let a = 1"), swift("@testable import B"),
                swift("@unchecked Sendable"),
            ])
    }

    @Test func `no path of one machine`() throws {
        try hold(
            WordRules.machinePaths,
            catches: [file("README.md", "see /" + "home/me"), swift("\"/" + "work/a\"")],
            spares: [file("README.md", "a/" + "work/b")])
    }

    @Test func `no package registry is named`() throws {
        try hold(
            WordRules.registries,
            catches: [
                file("Makefile", "http://deb.debian" + ".org"), file("a.md", "pypi" + ".org"),
            ])
    }

    @Test func `every golden case has an exit code`() throws {
        let path = "Tests/GoldenTests/Cases/topic/name/"
        try hold(
            LayoutRules.goldenCasesWithoutExit, catches: [file(path + "cmd", "true")],
            spares: [file(path + "cmd", "true"), file(path + "exit", "0\n")])
    }

    @Test func `resolved versions are not committed`() throws {
        let path = Repository.root.path
        let run = try withScratchFolder { scratch in
            try ShellRun(
                "git -C \"$REPO\" ls-files Package.swift Package.resolved", in: scratch,
                scratch: scratch, environment: ["PATH": "/usr/bin:/bin", "REPO": path])
        }
        // Outside a clone, where git fails, nothing is committed.
        let committed = String(decoding: run.stdout, as: UTF8.self)
        #expect(["", "Package.swift\n"].contains(committed))
    }
}
