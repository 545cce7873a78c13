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
/// The same number of cases, seed, formats, exports and cleanness give the same bytes. Beside the
/// exports lie the survey, the catalogues and `truth.csv` (`TruthFile`), what a correct reader
/// must find. `exports` is the number of exports of each system; without it there are 30 lists,
/// or 6 for less than 100 000 cases, and a synchronization a month, or one. A clean world has
/// copies and versions of cases, but nothing that a plain CSV reader would stumble over.
/// Throws `GenerateFault`, or `TabularError` when a file cannot be written.
package func generateWorld(
    cases: Int, seed: UInt64, formats: Set<ExportFormat>, compressed: Bool, exports: Int? = nil,
    clean isClean: Bool = false, into folder: String
) throws -> GeneratedWorld {
    guard cases > 0, cases <= Int(UInt32.max), !formats.isEmpty else {
        throw GenerateFault.nothingToGenerate
    }
    let world = World(cases: cases, seed: seed, formats: formats, isClean: isClean)
    var files = try WorldFolder(folder, compressed: compressed)
    var truths: [ExportTruth] = []
    var copies: [String] = []
    if formats.contains(.csv) {
        let schedule = world.schedule(of: .csv, exports: exports)
        truths += try files.writeExports(of: .csv, from: world, on: schedule) { number, records in
            ListExport(
                world, ExportQuirks(export: number, of: world),
                carriedOver: world.carriedOver(records, into: number, on: schedule))
        }
        if cases >= World.smallest, !isClean {
            copies.append(try files.copyExport(schedule.paths[schedule.paths.count / 2]))
        }
    }
    if formats.contains(.xml) {
        let schedule = world.schedule(of: .xml, exports: exports)
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

extension World {
    /// When a system exports: so many times, or as often as suits the size of the world.
    fileprivate func schedule(of source: ExportFormat, exports: Int?) -> ExportSchedule {
        let isSmall = cases.count < 100_000
        guard let exports else {
            return source == .csv
                ? ExportSchedule(isSmall ? 6 : 30, of: .csv)
                : ExportSchedule(syncEveryMonths: isSmall ? 12 : 1)
        }
        return exports <= 365
            ? ExportSchedule(max(exports, 1), of: source)
            : ExportSchedule(min(exports, 50_000), of: source, evenlyOver: self)
    }
}
