import Crypto

/// The key with which an agency signs: `PRIVATE+KEY+name+id+base64(0x01 ‖ seed)`, as C2SP writes
/// it, in a file for its owner alone, outside the workspace.
///
/// Ed25519 of swift-crypto is that of RFC 8032 here, but CryptoKit, its twin elsewhere, adds chance
/// to every signature: two checkpoints of one log may differ. No result depends on either.
package struct SigningKey: Sendable {
    /// The key by which others check what this one signed.
    package let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    private static let start = "PRIVATE+KEY+"

    private init?(name: String, key: Curve25519.Signing.PrivateKey) {
        let bytes = Array(key.publicKey.rawRepresentation)
        guard let verifier = VerifierKey(name: name, bytes: bytes) else { return nil }
        self.verifier = verifier
        self.key = key
    }

    /// A new key of chance; nil where the name can be no key's.
    package init?(name: String) {
        self.init(name: name, key: Curve25519.Signing.PrivateKey())
    }

    /// Reads the one text that stands for the key; nil for any other.
    package init?(text: String) {
        guard text.utf8.starts(with: Self.start.utf8),
            let fields = keyFields(text.dropFirst(Self.start.count)),
            let seed = try? Curve25519.Signing.PrivateKey(rawRepresentation: fields.key),
            let key = SigningKey(name: fields.name, key: seed),
            key.text.utf8.elementsEqual(text.utf8)
        else { return nil }
        self = key
    }

    /// Reads a key file.
    package init(file path: String, outside workspace: Workspace) throws(LedgerError) {
        try KeyFile.refuse(path, inside: workspace)
        let line = try KeyFile.read(path)
        guard let text = String(validating: line, as: UTF8.self), let key = SigningKey(text: text)
        else { throw .keyFile(path: path, .notSigningKey) }
        self = key
    }

    /// Makes the key's file; one that is there already is an error.
    package func write(
        _ path: String, outside workspace: Workspace
    ) throws(LedgerError) {
        try KeyFile.refuse(path, inside: workspace)
        guard try FileSystem.status(of: path) == nil, try KeyFile.create(path, line: text) else {
            throw .keyFile(path: path, .exists)
        }
    }

    /// The one text that stands for the key: a secret.
    var text: String {
        Self.start + keyText(verifier.name, verifier.identity, Array(key.rawRepresentation))
    }

    /// Signs bytes.
    package func signature(over bytes: [UInt8]) throws(LedgerError) -> [UInt8] {
        guard let signature = try? key.signature(for: bytes),
            verifier.holds(Array(signature), over: bytes)
        else { throw .notSigned(key: verifier.name) }
        return Array(signature)
    }
}
