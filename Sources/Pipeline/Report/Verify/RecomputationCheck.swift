import Ledger

/// Files that fit all hashes and yet are not what the archive gives.
@Sendable func recomputationCheck(_ checked: CheckedRun) throws -> [VerificationFault] {
    guard let sealed = checked.sealed, !checked.isErased else { return [] }
    let folder = "runs/\(checked.run)/"
    let named = Set(checked.ledger.map(\.file))
    var faults: [VerificationFault] = []
    for difference in checked.differences where !named.contains(folder + difference.file) {
        let (cause, wording) = checked.verdict(on: difference.file, of: sealed)
        var fault = VerificationFault(cause, folder + difference.file, wording)
        fault.show(difference)
        faults.append(fault)
    }
    if let failure = checked.failure {
        let isOther = sealed.manifest.program != Program.version
        let reason = failure.report.first ?? failure.code
        faults.append(
            VerificationFault(
                isOther ? .program : .result, folder + Manifest.fileName,
                .cannotBeComputed(reason)))
    }
    return faults
}

/// What revisions and decisions about periods contradict.
///
/// Where files are not what was sealed, their slices are not either: that is told of those files.
@Sendable func periodCheck(_ checked: CheckedRun) throws -> [VerificationFault] {
    guard checked.ledger.allSatisfy(\.isUnfinished) else { return [] }
    return checked.periods.map { period in
        let isOfJournal = period.place.hasPrefix("journal")
        return VerificationFault(
            isOfJournal ? .journal : .result, period.place, .period(period))
    }
}

extension CheckedRun {
    /// Why a file whose hashes all agree comes out otherwise.
    fileprivate func verdict(on file: String, of sealed: SealedFiles) -> (Cause, Wording) {
        if !hasSealedManifest {
            // By a manifest that was changed anything may come out; only the seal tells of results.
            let results = journal.seal(of: run)?.results
            let isForged =
                file == Manifest.resultsName && results != nil
                && results != Digest.of(sealed.bytes(file))
            return isForged ? (.result, .notTheSealedResults) : (.journal, .byAnotherManifest)
        }
        let maker = sealed.manifest.program
        if maker == Program.version { return (.result, .changedTogether) }
        if isEarlier(Program.version, than: maker) { return (.program, .madeByNewer(maker)) }
        guard Program.released.contains(maker) else { return (.result, .neverReleased(maker)) }
        let declared = request.changes.filter { change in
            isEarlier(maker, than: change.version)
                && !isEarlier(Program.version, than: change.version)
                && change.files.contains(file)
        }
        if declared.isEmpty { return (.result, .undeclared(maker)) }
        return (.program, .declared(maker, declared))
    }

    /// What was found that is no fault.
    var notes: [Wording] {
        var notes = ledger.filter(\.isUnfinished).map { $0.kind.wording.at($0.file) }
        if let maker = sealed?.manifest.program, maker != Program.version {
            notes.append(.madeBy(maker, givesSameBytes: differences.isEmpty && failure == nil))
        }
        let taken = sealed?.manifest.taken ?? []
        for run in Set(taken.map(\.run)).sorted(by: precedes) {
            notes.append(.taken(taken.filter { $0.run == run }.map(\.span.name), from: run))
        }
        if !redactions.isEmpty { notes.append(.inputsErased(redactions.count)) }
        if isErased, let failure {
            notes.append(.cannotBeComputed(failure.report.first ?? failure.code))
        }
        return notes
    }
}
