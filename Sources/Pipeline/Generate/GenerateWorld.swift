/// A system that sends exports, named by the format of its files.
package enum ExportFormat: String, Sendable, CaseIterable {
    /// The list export of the provincial system, every few nights.
    case csv
    /// The national synchronization of the second system, by month.
    case xml
}

/// What was generated.
package struct GeneratedWorld: Sendable {
    /// Paths of all files below the folder, sorted.
    package let files: [String]
    /// Records in all exports, the second copy of an export aside.
    package let records: Int
    /// Bytes before compression, the second copy aside.
    package let bytes: Int
}

/// Why no world was generated.
package enum GenerateFault: Error, Sendable, Equatable {
    /// The folder holds files already; two worlds must not mix.
    case folderNotEmpty(String)
    /// The folder is none, or cannot be made or listed.
    case folderNotUsable(String)
    /// No export format was asked for, or fewer than one case.
    case nothingToGenerate
}

/// Writes a made-up province's year into a folder that is empty or not there.
///
/// The same number of cases, seed, formats and exports give the same bytes. Beside the exports
/// lie the survey, the catalogues and `truth.csv` (`TruthFile`), what a correct reader must find.
/// `exports` is the number of list exports; without it 30, or 6 for less than 100 000 cases.
/// Throws `GenerateFault`, or `TabularError` when a file cannot be written.
package func generateWorld(
    cases: Int, seed: UInt64, formats: Set<ExportFormat>, compressed: Bool, exports: Int? = nil,
    into folder: String
) throws -> GeneratedWorld {
    guard cases > 0, cases <= Int(UInt32.max), !formats.isEmpty else {
        throw GenerateFault.nothingToGenerate
    }
    let world = World(cases: cases, seed: seed, formats: formats)
    var files = try WorldFolder(folder, compressed: compressed)
    var truths: [ExportTruth] = []
    var copies: [String] = []
    if formats.contains(.csv) {
        let count = min(max(exports ?? (cases < 100_000 ? 6 : 30), 1), 365)
        let schedule = ExportSchedule(listExports: count)
        truths += try files.writeExports(of: .csv, from: world, on: schedule) { number, records in
            ListExport(
                world, ExportQuirks(export: number, isClean: cases < World.smallest),
                carriedOver: world.carriedOver(records, into: number, on: schedule))
        }
        if cases >= World.smallest {
            copies.append(try files.copyExport(schedule.paths[count / 2]))
        }
    }
    if formats.contains(.xml) {
        let schedule = ExportSchedule(syncEveryMonths: cases < 100_000 ? 12 : 1)
        truths += try files.writeExports(of: .xml, from: world, on: schedule) { _, _ in
            SyncExport(world)
        }
    }
    let survey = KioskSurvey(world, seed: seed)
    try files.write(survey.bytes, to: KioskSurvey.path)
    try files.write(CatalogueFiles.units(of: world.province), to: "units.csv")
    try files.write(CatalogueFiles.procedures(of: world.province), to: "procedures.csv")
    let truth = TruthFile.bytes(of: world, exports: truths, copies: copies, survey: survey.truth)
    try files.write(truth, to: "truth.csv")
    return GeneratedWorld(
        files: files.paths.sorted(), records: truths.reduce(0) { $0 + $1.read },
        bytes: files.written)
}
