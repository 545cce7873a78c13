import Foundation

/// Rules about borders: which target may import what, where `unsafe` may stand, which stage may
/// know which.
enum BorderRules {
    /// What each target may import, the standard library aside.
    private static let imports: [String: Set<String>] = [
        "Tabular": [
            "CZlib", "CISAL", "CLibXML2", "CMasks", "Glibc", "FoundationEssentials", "Dispatch",
            "Synchronization",
        ],
        "Columnar": [],
        "Ledger": ["Crypto", "Glibc", "FoundationEssentials", "Dispatch", "Synchronization"],
        "Pipeline": [
            "Tabular", "Columnar", "Ledger", "GRDB", "GRDBSQLite", "Yams", "Logging", "Dispatch",
            "FoundationEssentials", "Foundation", "Synchronization",
        ],
        "minhbach": ["Pipeline", "ArgumentParser", "Glibc", "FoundationEssentials"],
    ]

    /// The only files that may say `unsafe`.
    private static let unsafeFiles: Set = [
        "Sources/Columnar/Typing/Bytes.swift",
        "Sources/Ledger/PosixFile.swift",
        "Sources/Pipeline/Seal/FigureInsertion.swift",
        "Sources/Tabular/ByteCopying.swift",
        "Sources/Tabular/CSV/SeparatorScan.swift",
        "Sources/Tabular/Deflater.swift",
        "Sources/Tabular/FastInflater.swift",
        "Sources/Tabular/Inflater.swift",
        "Sources/Tabular/PosixFile.swift",
        "Sources/Tabular/TextFault.swift",
        "Sources/Tabular/XML/XMLEvents.swift",
        "Sources/Tabular/XML/XMLParser.swift",
        "Sources/Tabular/XML/XMLPosition.swift",
        "Sources/Tabular/XML/XMLRuns.swift",
        "Sources/minhbach/Output.swift",
    ]

    private static let stages = ["Plan", "Ingest", "Normalize", "Compute", "Seal", "Report"]

    static func forbiddenImports(_ files: [SourceFile]) -> [String] {
        files.flatMap { file in
            importedModules(of: file).compactMap { module in
                let allowed = file.target.flatMap { imports[$0] } ?? []
                return allowed.contains(module.text)
                    ? nil : file.fault(module.line, "may not import \(module.text)")
            }
        }
    }

    static func wholeFoundation(_ files: [SourceFile]) -> [String] {
        files.filter { $0.path != "Sources/Pipeline/Normalize/UnicodeForm.swift" }.flatMap { file in
            importedModules(of: file).filter { $0.text == "Foundation" }
                .map { file.fault($0.line, "imports Foundation") }
        }
    }

    /// The module of each import in a source file, also of `import struct Module.Name`.
    private static func importedModules(of file: SourceFile) -> [Token] {
        guard file.isSource else { return [] }
        return file.tokens.indices.dropLast().compactMap { index in
            guard file.tokens[index].text == "import" else { return nil }
            let next = file.tokens[index + 1]
            let isKind = WordRules.typeKeywords.union(["func", "var", "let"]).contains(next.text)
            return isKind && index + 2 < file.tokens.count ? file.tokens[index + 2] : next
        }
    }

    static func unsafeCode(_ files: [SourceFile]) -> [String] {
        WordRules.phrases(
            ["unsafe"], in: files.filter { $0.isSource && !unsafeFiles.contains($0.path) })
    }

    /// Names that a stage's file uses although a later stage declares them.
    static func laterStages(_ files: [SourceFile]) -> [String] {
        var stageOf: [String: Int] = [:]
        for file in files {
            guard let stage = stage(of: file) else { continue }
            for name in topLevelTypes(of: file) {
                stageOf[name] = min(stage, stageOf[name] ?? stage)
            }
        }
        return files.flatMap { file -> [String] in
            guard let own = stage(of: file) else { return [] }
            return file.tokens.compactMap { token in
                guard let other = stageOf[token.text], other > own else { return nil }
                return file.fault(token.line, "\(token.text) belongs to \(stages[other])")
            }
        }
    }

    private static func stage(of file: SourceFile) -> Int? {
        stages.firstIndex { file.path.hasPrefix("Sources/Pipeline/\($0)/") && file.isSwift }
    }

    private static func topLevelTypes(of file: SourceFile) -> [String] {
        var depth = 0
        return zip(file.tokens, file.tokens.dropFirst()).compactMap { token, next in
            if token.text == "{" { depth += 1 }
            if token.text == "}" { depth -= 1 }
            return depth == 0 && WordRules.typeKeywords.contains(token.text) ? next.text : nil
        }
    }
}
