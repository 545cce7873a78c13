// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "minhbach",
    products: [.executable(name: "minhbach", targets: ["minhbach"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CMasks"),
        .systemLibrary(name: "CISAL"),
        .target(name: "Tabular", dependencies: ["CZlib", "CLibXML2", "CMasks", "CISAL"]),
        .target(name: "Columnar"),
        .target(
            name: "Ledger", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Pipeline",
            dependencies: [
                "Tabular", "Columnar", "Ledger",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Yams", package: "Yams"),
                .product(name: "Logging", package: "swift-log"),
            ],
            // What a pack holds besides evidence is in the program, so that one file is enough.
            resources: [
                .embedInCode("Report/Pack/verify.py"), .embedInCode("Report/Pack/READ-ME.en.md"),
                .embedInCode("Report/Pack/READ-ME.vi.md"),
            ]),
        .executableTarget(
            name: "minhbach",
            dependencies: [
                "Pipeline",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(name: "TabularTests", dependencies: ["Tabular", "CMasks"]),
        .testTarget(
            name: "ColumnarTests",
            dependencies: ["Columnar", .product(name: "GRDB", package: "GRDB.swift")]),
        .testTarget(name: "LedgerTests", dependencies: ["Ledger"]),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "Pipeline", "Columnar", "Tabular", "Ledger",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(name: "GoldenTests", dependencies: ["minhbach"], exclude: ["Cases"]),
    ],
    swiftLanguageModes: [.v6]
)

// One standard for every Swift target, tests included.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .strictMemorySafety(), .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
