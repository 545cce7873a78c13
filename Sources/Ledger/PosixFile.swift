import Glibc

// The only file of the ledger that says `unsafe`: calls of the C library take pointers to texts and
// buffers, each of which lives exactly as long as the call.

/// An open file of the operating system, closed when its owner goes.
struct PosixFile: ~Copyable {
    /// Where it was opened, for messages.
    let path: String
    private let descriptor: Int32

    /// Opens a file that is read; a final symbolic link is followed only where told.
    init(reading path: String, followingLink: Bool) throws(LedgerError) {
        // A pipe without a writer would block for ever without O_NONBLOCK.
        try self.init(path, O_RDONLY | O_NONBLOCK | (followingLink ? 0 : O_NOFOLLOW))
    }

    /// Creates a file that must not exist yet.
    init(creating path: String, mode: UInt32) throws(LedgerError) {
        try self.init(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
    }

    /// Opens a file that is there to write over it from its beginning, whatever its rights were.
    init(overwriting path: String) throws(LedgerError) {
        _ = try checked("chmod", path) { unsafe chmod(path, 0o600) }
        try self.init(path, O_WRONLY | O_NOFOLLOW)
    }

    /// Opens a file for reading and for writing at its end, and creates it where it is missing.
    init(appending path: String, mode: UInt32) throws(LedgerError) {
        try self.init(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, mode)
    }

    /// Opens a folder, so that its entries can be made durable.
    init(folder path: String) throws(LedgerError) {
        try self.init(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    }

    private init(_ path: String, _ flags: Int32, _ mode: UInt32 = 0) throws(LedgerError) {
        self.path = path
        descriptor = try checked("open", path) { unsafe open(path, flags | O_CLOEXEC, mode) }
    }

    deinit { _ = close(descriptor) }

    /// Reads up to a buffer full; 0 at the end of the file.
    func read(into buffer: inout [UInt8]) throws(LedgerError) -> Int {
        try checked("read", path) {
            unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
        }
    }

    /// Writes the first `count` bytes of a buffer, all of them, however often it takes.
    func write(_ buffer: [UInt8], count: Int) throws(LedgerError) {
        var written = 0
        while written < count {
            written += try checked("write", path) {
                unsafe buffer.withUnsafeBytes {
                    let rest = unsafe UnsafeRawBufferPointer(rebasing: $0[written..<count])
                    return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                }
            }
        }
    }

    /// Makes what was written durable.
    func synchronize() throws(LedgerError) {
        _ = try checked("fsync", path) { fsync(descriptor) }
    }

    /// Cuts the file to a length in bytes.
    func truncate(to length: Int) throws(LedgerError) {
        _ = try checked("ftruncate", path) { ftruncate(descriptor, length) }
    }

    /// Sets the permission bits.
    func setMode(_ mode: UInt32) throws(LedgerError) {
        _ = try checked("fchmod", path) { fchmod(descriptor, mode) }
    }

    /// Takes the exclusive lock, which ends with the process; false when another holds it.
    func lockExclusively() throws(LedgerError) -> Bool {
        do {
            _ = try checked("flock", path) { flock(descriptor, LOCK_EX | LOCK_NB) }
            return true
        } catch .system(_, _, EWOULDBLOCK) {
            return false
        }
    }

    /// Lets go of the lock, for a child too that got the descriptor between its fork and its exec.
    func unlock() { _ = flock(descriptor, LOCK_UN) }

    /// What the operating system knows of the file.
    func status() throws(LedgerError) -> FileStatus {
        var raw = stat()
        _ = try checked("fstat", path) { unsafe fstat(descriptor, &raw) }
        return FileStatus(raw)
    }
}

/// What the operating system knows of a file without reading it.
struct FileStatus {
    let kind: FileKind
    /// Permission bits, the lower twelve.
    let mode: UInt32
    let owner: UInt32
    let identity: FileIdentity
    /// Size in bytes.
    var size: Int { identity.size }

    fileprivate init(_ raw: stat) {
        kind =
            switch raw.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            case S_IFBLK, S_IFCHR: .device
            default: .unknown
            }
        mode = raw.st_mode & 0o7777
        owner = raw.st_uid
        identity = FileIdentity(
            device: UInt64(raw.st_dev), inode: UInt64(raw.st_ino), size: Int(raw.st_size),
            modified: nanoseconds(raw.st_mtim), changed: nanoseconds(raw.st_ctim))
    }
}

/// Operations on names.
enum FileSystem {
    /// What a name stands for; nil when there is nothing.
    static func status(
        of path: String, followingLink: Bool = false
    ) throws(LedgerError) -> FileStatus? {
        var raw = stat()
        do {
            _ = try checked("stat", path) {
                followingLink ? unsafe stat(path, &raw) : unsafe lstat(path, &raw)
            }
        } catch .system(_, _, ENOENT) {
            return nil
        }
        return FileStatus(raw)
    }

    /// Makes a folder; false when there is something of that name already.
    static func makeFolder(_ path: String) throws(LedgerError) -> Bool {
        do {
            _ = try checked("mkdir", path) { unsafe mkdir(path, 0o700) }
            return true
        } catch .system(_, _, EEXIST) {
            return false
        }
    }

    /// Moves a name; what has the new name is replaced.
    static func rename(_ old: String, to new: String) throws(LedgerError) {
        _ = try checked("rename", new) { unsafe Glibc.rename(old, new) }
    }

    /// Gives a file a second name; false when there is something of that name already.
    static func link(_ old: String, to new: String) throws(LedgerError) -> Bool {
        do {
            _ = try checked("link", new) { unsafe Glibc.link(old, new) }
            return true
        } catch .system(_, _, EEXIST) {
            return false
        }
    }

    /// Makes a symbolic link.
    static func makeLink(_ path: String, to target: String) throws(LedgerError) {
        _ = try checked("symlink", path) { unsafe symlink(target, path) }
    }

    /// The text of a symbolic link.
    static func target(of path: String) throws(LedgerError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = try checked("readlink", path) {
            unsafe readlink(path, &buffer, buffer.count)
        }
        return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Removes a file or link; nothing happens when it is gone already.
    static func remove(_ path: String) throws(LedgerError) {
        do {
            _ = try checked("unlink", path) { unsafe unlink(path) }
        } catch .system(_, _, ENOENT) {}
    }

    /// Removes a file, a link, or a folder with all that is in it; links are never followed.
    static func removeAll(_ path: String) throws(LedgerError) {
        // Listing follows links, so what is no folder itself must never get there.
        guard try status(of: path)?.kind == .folder else { return try remove(path) }
        for name in try names(in: path) { try removeAll(path + "/" + name) }
        _ = try checked("rmdir", path) { unsafe rmdir(path) }
    }

    /// Makes the names in a folder durable.
    static func synchronizeFolder(_ path: String) throws(LedgerError) {
        try PosixFile(folder: path).synchronize()
    }

    /// Waits until everything that anybody wrote has reached the disk; faults are not told.
    static func synchronizeAll() { sync() }

    /// The names in a folder, sorted by their bytes.
    static func names(in path: String) throws(LedgerError) -> [String] {
        guard let folder = unsafe opendir(path) else {
            throw .system(call: "opendir", path: path, errno: errno)
        }
        defer { _ = unsafe closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(folder) else { break }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        if errno != 0 { throw .system(call: "readdir", path: path, errno: errno) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The absolute path without links or dots.
    static func realPath(_ path: String) throws(LedgerError) -> String {
        guard let text = unsafe realpath(path, nil) else {
            throw .system(call: "realpath", path: path, errno: errno)
        }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }
}

/// The error numbers that mean something to the ledger.
enum Errno {
    static let missing = ENOENT
    static let exists = EEXIST
    static let accessDenied = EACCES
}

/// The numbers of this process and of the user it runs as.
enum Process {
    static var identifier: Int32 { getpid() }
    static var user: UInt32 { geteuid() }
}

private func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Calls until no signal interrupts, and makes an error of a negative result.
private func checked<Result: SignedInteger>(
    _ call: String, _ path: String, _ body: () -> Result
) throws(LedgerError) -> Result {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = errno
        if code != EINTR { throw .system(call: call, path: path, errno: code) }
    }
}
