import Foundation

/// The one place that needs Foundation: canonical composition, which the standard library lacks.
///
/// The tables behind it are those of the Unicode version that the toolchain ships; composition of
/// assigned characters is stable across versions by Unicode's own policy (UAX 15, section 3).
enum UnicodeForm {
    /// The text in Normalization Form C.
    static func composed(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping
    }
}
