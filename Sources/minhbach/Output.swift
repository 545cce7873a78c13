import Glibc

/// Whether the stream is a terminal: then it gets colour, progress and tables.
enum Stream {
    case output
    case error

    var isTerminal: Bool {
        isatty(self == .output ? STDOUT_FILENO : STDERR_FILENO) == 1
    }
}

/// Prints lines for the person who must act, on the error stream.
func printError(_ lines: [String]) {
    for line in lines {
        let bytes = Array((printable(line) + "\n").utf8)
        // `stderr` is a mutable global of C; the descriptor is not. Nobody reads what fails here.
        _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// The line without control characters: a name in a file never steers a terminal or ends a line.
func printable(_ line: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in line.unicodeScalars { shown.append(steers(scalar) ? "\u{FFFD}" : scalar) }
    return String(shown)
}

/// Whether a character ends a line, steers a terminal or turns the direction of a text.
func steers(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value)
}

/// The line with what stands out coloured: targets met in green, missed in red, totals in bold.
func coloured(_ line: String) -> String {
    let escape = "\u{1B}["
    if line.hasSuffix("  true") { return line.dropLast(4) + escape + "32mtrue" + escape + "0m" }
    if line.hasSuffix("  false") { return line.dropLast(5) + escape + "31mfalse" + escape + "0m" }
    if line.hasPrefix("KPI ") || line.hasPrefix("total ") {
        return escape + "1m" + line + escape + "0m"
    }
    return line
}
