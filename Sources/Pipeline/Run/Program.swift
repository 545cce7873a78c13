/// What the program is called in manifests: results are a function of its version, too.
package enum Program {
    /// The version; a change that changes any result is a new one.
    package static let version = "0.1.0"
}
