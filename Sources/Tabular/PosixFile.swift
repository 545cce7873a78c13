import Glibc

/// An open file descriptor: the only place of this module that calls the operating system.
///
/// `unsafe` lives here because `read` and `write` take addresses; each call stays inside the bounds
/// of the array it is given.
struct PosixFile: ~Copyable {
    private let descriptor: Int32

    /// Opens a file for reading.
    init(reading path: String) throws(TabularError) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw TabularError(.system(call: "open", errno: errno)) }
    }

    /// Creates a file, or empties the one that is there, for writing.
    init(writing path: String, permissions: UInt32) throws(TabularError) {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, permissions)
        if descriptor < 0 { throw TabularError(.system(call: "open", errno: errno)) }
    }

    /// Stands where there is no file: reads nothing.
    init() { descriptor = -1 }

    deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

    /// Size in bytes.
    func size() throws(TabularError) -> Int {
        var status = stat()
        if unsafe fstat(descriptor, &status) != 0 {
            throw TabularError(.system(call: "fstat", errno: errno))
        }
        return Int(status.st_size)
    }

    /// Moves the place of the next read.
    func seek(to offset: Int) throws(TabularError) {
        if lseek(descriptor, offset, SEEK_SET) < 0 {
            throw TabularError(.system(call: "lseek", errno: errno), offset: offset)
        }
    }

    /// Reads into elements that exist, until `count` bytes are there or the file is at its end.
    func read(
        into bytes: inout [UInt8], at start: Int, count: Int, offset: Int
    ) throws(TabularError) -> Int {
        precondition(start >= 0 && count >= 0 && start + count <= bytes.count)
        var got = 0
        while got < count && descriptor >= 0 {
            let part = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(
                    descriptor, buffer.baseAddress.map { unsafe $0 + start + got }, count - got)
            }
            if part == 0 { break }
            if part < 0 {
                if errno == EINTR { continue }
                throw TabularError(.system(call: "read", errno: errno), offset: offset + got)
            }
            got += part
        }
        return got
    }

    /// Writes all bytes of the span.
    func write(_ bytes: Span<UInt8>, offset: Int) throws(TabularError) {
        var done = 0
        while done < bytes.count {
            let part = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
            }
            if part < 0 {
                if errno == EINTR { continue }
                throw TabularError(.system(call: "write", errno: errno), offset: offset + done)
            }
            done += part
        }
    }

    /// Closes the file; the only way to learn of a write that failed late.
    consuming func close() throws(TabularError) {
        let descriptor = self.descriptor
        discard self
        if Glibc.close(descriptor) != 0 {
            throw TabularError(.system(call: "close", errno: errno))
        }
    }
}
