import Columnar

extension PlanFault {
    /// The fault for the person who must act; below it, where a formula is at fault, the formula
    /// with carets at the place.
    package func lines(in folder: String = "") -> [String] {
        let line = line(in: folder)
        guard case .formula(let fault, let text) = kind else { return [line] }
        // What is wrong with a formula says itself what was meant: no remedy behind it.
        let shown = fault.rendered(in: text).split(
            separator: "\n", omittingEmptySubsequences: false)
        return [String(line.dropLast(remedy.count + 2))] + shown.dropFirst().map(String.init)
    }
}
