import Columnar
import Ledger

extension Evidence {
    /// What each period's figures owe to late data, corrections, rules and the like since the
    /// revision before; the header alone where every period has its first revision.
    func bridgeCSV(in workspace: Workspace) throws -> [UInt8] {
        var bytes = Bridge(from: "", to: "", figures: [], remarks: [], others: []).csv
        let header = bytes.count
        for leg in try legs(in: workspace) {
            var made = try bridge(
                BridgeRequest(
                    from: leg.from, to: leg.to, verification: request.verification,
                    filter: ResultsFilter(period: leg.periods.count == 1 ? leg.periods[0] : nil),
                    limit: 0))
            made.figures = made.figures.filter { leg.periods.contains($0.name.period) }
            bytes += made.csv.dropFirst(header)
        }
        return bytes
    }

    /// Two runs in which successive revisions of some periods were made.
    private struct Leg {
        let from: String
        let to: String
        var periods: [String]
    }

    /// The way from the last revision but one to the last, by the order of the table; periods that
    /// were revised by the same two runs go together, since rows are read once for them.
    private func legs(in workspace: Workspace) throws -> [Leg] {
        let asked = Set(request.periods)
        let revised = manifest.revisions.filter {
            $0.revision > 1 && (asked.isEmpty || asked.contains($0.span.name))
        }
        guard !revised.isEmpty else { return [] }
        let earlier = try earlierManifests(in: workspace)
        var legs: [Leg] = []
        for revision in revised {
            let before = earlier.lazy.flatMap(\.revisions).first {
                $0.span == revision.span && $0.revision == revision.revision - 1
            }
            guard let from = before?.run else { continue }
            let name = revision.span.name
            if let place = legs.firstIndex(where: { $0.from == from && $0.to == revision.run }) {
                legs[place].periods.append(name)
            } else {
                legs.append(Leg(from: from, to: revision.run, periods: [name]))
            }
        }
        return legs
    }

    /// The manifests of the pipeline's runs before this one, the last first.
    private func earlierManifests(in workspace: Workspace) throws -> [Manifest] {
        let seals = try workspace.journal().seals.map(\.run)
        guard let pipeline = pipelineName(ofRun: manifest.run) else { return [] }
        let place = seals.firstIndex(of: manifest.run) ?? seals.count
        return seals[..<place].reversed()
            .filter { isRun($0, of: pipeline) }
            .compactMap { try? SealedFiles(workspace, run: $0).manifest }
    }
}
