/// What two texts must share to be the same word: clean, lower case, tone kept, its place folded.
///
/// `Hoà` = `hòa` and `UỶ BAN` = `ủy ban` (old and new placement of the tone mark); `hoa` ≠ `hòa`
/// and `đ` ≠ `d`, since those are other words. Used for looking up, never for showing.
package func matchKey(_ text: String) -> String {
    var scalars: [Unicode.Scalar] = []
    for scalar in cleanText(text).lowercased().unicodeScalars {
        if let last = scalars.last, let moved = movedTone(from: last, to: scalar) {
            scalars[scalars.count - 1] = moved.first
            scalars.append(moved.second)
        } else {
            scalars.append(scalar)
        }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
}

/// In `oa`, `oe`, `uy` the tone mark may stand on either vowel; the key has it on the second.
private func movedTone(
    from first: Unicode.Scalar, to second: Unicode.Scalar
) -> (first: Unicode.Scalar, second: Unicode.Scalar)? {
    let firsts: [Unicode.Scalar]
    let seconds: [Unicode.Scalar]
    switch second {
    case "a": (firsts, seconds) = (tonedO, tonedA)
    case "e": (firsts, seconds) = (tonedO, tonedE)
    case "y": (firsts, seconds) = (tonedU, tonedY)
    default: return nil
    }
    guard let tone = firsts.firstIndex(of: first), tone > 0 else { return nil }
    return (firsts[0], seconds[tone])
}

// Plain, grave, acute, hook, tilde, dot: the five tones in one order in every row.
private let tonedA: [Unicode.Scalar] = ["a", "à", "á", "ả", "ã", "ạ"]
private let tonedE: [Unicode.Scalar] = ["e", "è", "é", "ẻ", "ẽ", "ẹ"]
private let tonedO: [Unicode.Scalar] = ["o", "ò", "ó", "ỏ", "õ", "ọ"]
private let tonedU: [Unicode.Scalar] = ["u", "ù", "ú", "ủ", "ũ", "ụ"]
private let tonedY: [Unicode.Scalar] = ["y", "ỳ", "ý", "ỷ", "ỹ", "ỵ"]
