import Columnar

/// Where the chains of succession lead.
struct SuccessionTree {
    private let links: [[SuccessionLink]]

    init(_ links: [[SuccessionLink]]) {
        self.links = links
    }

    /// Whether the unit did not go whole into one other.
    func isDivided(_ place: Int) -> Bool {
        !links[place].isEmpty && next(place) == nil
    }

    /// The unit in which all that was counted for a unit stands: the last of its chain, or the
    /// first in it that was divided.
    func end(_ place: Int) -> Int {
        var end = place
        while let next = next(end) { end = next }
        return end
    }

    /// Who at last received parts of a unit, and how much; a unit may be named more than once.
    func parts(of place: Int) -> [(end: Int, share: Exact?)] {
        var parts: [(end: Int, share: Exact?)] = []
        var open = links[place].map { (place: $0.to, share: $0.share) }
        while let part = open.popLast() {
            let end = end(part.place)
            guard isDivided(end) else {
                parts.append((end, part.share))
                continue
            }
            for link in links[end] {
                open.append((link.to, product(part.share, link.share)))
            }
        }
        return parts
    }

    private func next(_ place: Int) -> Int? {
        let own = links[place]
        return own.count == 1 && own[0].isWhole ? own[0].to : nil
    }

    private func product(_ left: Exact?, _ right: Exact?) -> Exact? {
        guard let left, let right else { return nil }
        return try? left.times(right)
    }
}

extension SuccessionLink {
    /// Whether all of the old unit went there, if it is the only one.
    var isWhole: Bool { share == nil || share == Exact(1) }
}
