/// What is wrong with one object of the archive.
package enum ObjectFault: Sendable, Equatable {
    /// There is no object of this name.
    case missing
    /// Something else has its name.
    case notAFile(FileKind)
    /// Its size in bytes is not what was journalled.
    case size(expected: Int, found: Int)
    /// The bytes have another digest than the name says.
    case digest(found: Digest)
    /// Its permission bits are not those of an object, so it could have been written to.
    case mode(expected: UInt32, found: UInt32)
    /// It cannot be read.
    case unreadable(errno: Int32)
}

extension ObjectStore {
    /// Reads an object again and says what is wrong with it; nil when all is well.
    package func verify(_ digest: Digest, size: Int? = nil) -> ObjectFault? {
        fileFault(originalPath(of: digest), digest, size)
    }

    /// What is wrong with a file of the archive that should have a digest.
    func fileFault(_ path: String, _ digest: Digest, _ size: Int?) -> ObjectFault? {
        do {
            guard let status = try FileSystem.status(of: path) else { return .missing }
            guard status.kind == .file else { return .notAFile(status.kind) }
            let found = try Ledger.digest(of: PosixFile(reading: path, followingLink: false))
            if let size, found.size != size { return .size(expected: size, found: found.size) }
            if found.digest != digest { return .digest(found: found.digest) }
            if status.mode != Self.mode {
                return .mode(expected: Self.mode, found: status.mode)
            }
            return nil
        } catch .system(_, _, let errno) {
            return .unreadable(errno: errno)
        } catch {
            return .missing
        }
    }
}
