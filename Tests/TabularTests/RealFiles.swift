import Glibc
import Tabular

/// The folder of real data beside the checkout; tests that need it are skipped where it is missing.
enum RealFiles {
    static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(4).joined(separator: "/") + "/shared/data/"
    }()

    static let exists = unsafe access(root, R_OK) == 0

    static func bytes(_ name: String) throws(TabularError) -> [UInt8] {
        var file = try FileBytes(path: root + name)
        var bytes: [UInt8] = []
        while try file.read(into: &bytes, upTo: 1 << 20) > 0 {}
        return bytes
    }
}

/// A path for a file that a test writes, removed with the process's temporary folder.
func temporaryPath(_ name: String) -> String { "/tmp/minhbach-tabular-\(getpid())-\(name)" }

func removeFile(_ path: String) { unsafe unlink(path) }

func write(_ bytes: [UInt8], to path: String, compressed: Bool = false) throws(TabularError) {
    var sink = try FileSink(path: path, compressed: compressed)
    try sink.write(bytes)
    try sink.close()
}
