import Columnar
import Ledger

/// A sealed run from which the facts of certain periods are taken.
///
/// Mostly there is one, the run itself; figures that it took over from an earlier run, because a
/// period was locked, are proved by the facts of that run.
struct FactSource {
    /// Name of the run.
    let run: String
    let manifest: Manifest
    /// The periods that are computed there, by name, start and end; nil: all but `others`.
    let periods: Set<[String]>?
    /// The periods that are computed elsewhere.
    let others: Set<[String]>
    /// The names of periods that were asked for; empty: all.
    let asked: Set<String>

    /// Whether facts of the period come from here.
    func holds(_ period: Period) -> Bool {
        let key = period.key
        return (periods?.contains(key) ?? !others.contains(key))
            && (asked.isEmpty || asked.contains(period.name))
    }
}

extension Period {
    /// By what files and manifests tell it from others.
    var key: [String] { [name, instantText(start), instantText(end)] }
}

extension Manifest {
    /// The run itself and the runs from which it took figures, each with the periods it computed.
    func factSources(in workspace: Workspace, asked: Set<String>) throws -> [FactSource] {
        var taken: [String: Set<[String]>] = [:]
        for entry in details["taken"]?.elements ?? [] {
            guard let run = entry["run"]?.text, let name = entry["period"]?.text,
                let start = entry["start"]?.text, let end = entry["end"]?.text
            else { continue }
            taken[run, default: []].insert([name, start, end])
        }
        let others = taken.values.reduce(into: Set<[String]>()) { $0.formUnion($1) }
        var sources = [
            FactSource(run: run, manifest: self, periods: nil, others: others, asked: asked)
        ]
        for (run, periods) in taken.sorted(by: { precedes($0.key, $1.key) }) {
            sources.append(
                FactSource(
                    run: run, manifest: try SealedFiles(workspace, run: run).manifest,
                    periods: periods, others: [], asked: asked))
        }
        return sources
    }
}
