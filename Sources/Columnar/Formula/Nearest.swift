/// The candidate that differs least from a word, if it differs little enough to be meant.
///
/// Distance of Damerau and Levenshtein (optimal string alignment) over characters, letter case
/// apart; at most a third of the word's letters may differ. The first of equals wins.
package func nearest(to word: String, among candidates: [String]) -> String? {
    let wanted = Array(word.lowercasedASCII)
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
        let distance = editDistance(wanted, Array(candidate.lowercasedASCII))
        if distance < best?.distance ?? (max(wanted.count, 3) / 3 + 1) {
            best = (distance, candidate)
        }
    }
    return best?.candidate
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            var distance = min(
                previous[column + 1] + 1, current[column] + 1,
                previous[column] + (letter == other ? 0 : 1))
            if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                distance = min(distance, before[column - 1] + 1)
            }
            current.append(distance)
        }
        (before, previous) = (previous, current)
    }
    return previous[right.count]
}
