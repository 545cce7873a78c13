/// What a correct reader must find in one export.
struct ExportTruth {
    /// Path below the world's folder.
    let path: String
    /// Records behind the header, those that are no cases included.
    var read = 0
    /// Records that are accepted, or exact copies of accepted ones in this or another export.
    var acceptedOrDuplicate = 0
    /// Older versions of a case.
    var superseded = 0
    /// Records that cannot be trusted (`Hazard.isQuarantined`).
    var quarantined = 0
    /// Headings, totals and column numbers.
    var dropped = 0
    /// Records with each hazard.
    var hazards = Array(repeating: 0, count: Hazard.allCases.count)

    init(path: String) {
        self.path = path
    }

    /// Counts the record of a case.
    mutating func count(_ record: ExportRecord, of generated: GeneratedCase) {
        read += 1
        hazards[Int(generated.hazard.rawValue)] += 1
        if generated.hazard.isQuarantined {
            quarantined += 1
        } else if record.stage == generated.survivingStage {
            acceptedOrDuplicate += 1
        } else {
            superseded += 1
        }
    }

    /// Counts records that are no cases.
    mutating func countDropped(_ number: Int) {
        read += number
        dropped += number
    }
}

extension GeneratedCase {
    /// The record with the greatest update time; only records of this stage have that content.
    fileprivate var survivingStage: ExportRecord.Stage {
        switch versions {
        case .resynced: .resynced
        case .vanished: .earlier
        default: .last
        }
    }
}
