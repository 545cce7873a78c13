import Ledger
import Tabular

extension TabularError {
    /// What stopped the reading, in words, with the limit where one was reached.
    var sentence: String {
        let at = line.map { "line \($0), byte \(offset)" } ?? "byte \(offset)"
        switch kind {
        case .system(let call, let number): return "\(call) failed: \(systemReason(number))"
        case .unclosedQuote: return "the quote that opens at \(at) is never closed"
        case .textAfterQuote: return "text follows the closing quote at \(at)"
        case .fieldTooLong(let limit): return "the field at \(at) is longer than \(limit) bytes"
        case .recordTooLong(let limit): return "the record at \(at) is longer than \(limit) bytes"
        case .tooManyFields(let limit): return "more than \(limit) fields at \(at)"
        case .truncatedGzip: return "the compressed data break off at byte \(offset)"
        case .corruptGzip: return "the compressed data are damaged at byte \(offset)"
        case .inflationLimit(let ratio):
            return "the data inflate to more than \(ratio) times their size, at byte \(offset)"
        case .wrongEncoding(let declared): return "the text at \(at) is not \(declared)"
        case .malformedXML(let reason): return "not well-formed XML at \(at): \(reason)"
        case .forbiddenXML(let what): return "\(what) at \(at) is refused"
        case .tooDeep(let limit): return "elements nest deeper than \(limit) at \(at)"
        case .noHeader: return "the file has no header"
        }
    }
}

extension LedgerError {
    /// What the archive, the journal or the machine refused, in words.
    package var sentence: String {
        switch self {
        case .system(let call, let path, let number):
            "\(path): \(call) failed: \(systemReason(number))"
        case .locked(let holder): "another run holds the workspace (process \(holder))"
        case .wrongKind(let path, let found): "\(path) is a \(found.rawValue), and must not be"
        case .sourceMissing(let path): "\(path): no such file"
        case .sourceUnreadable(let path): "\(path): permission denied"
        case .sourceIsNotAFile(let path, let found): "\(path) is a \(found.rawValue), not a file"
        case .sourceChanged(let path): "\(path) changed while it was read; try again"
        case .damagedObject(let path, _): "\(path) is not what its name says; run `verify`"
        case .brokenJournal(let fault):
            "journal.jsonl line \(fault.line) does not hold together; run `verify`"
        case .unknownRuns(let names):
            "runs that the journal does not know: \(names.joined(separator: ", "))"
        case .malformedTime(let text): "\(text) is no time of the journal's form"
        case .badName(let text): "\(text) is no plain name"
        case .runExists(let name): "the run \(name) is sealed already"
        case .outputMismatch(let name): "\(name) changed while the run was sealed"
        case .keyFile(let path, let fault): "key file \(path): \(fault.sentence)"
        case .insideWorkspace(let path):
            "\(path) lies in the workspace; name a place outside, from where it is handed out"
        case .emptyPath:
            "the name of the file to write is empty; name a file outside of the workspace"
        case .fileExists(let path):
            "\(path) is there already, and nothing is overwritten; name another file, or take that "
                + "one away"
        case .folderMissing(let path):
            "\(path): there is no such folder; make it, or name a file in another one"
        case .archiveSourceChanged(let path):
            "\(path) is not what its name says, or changed while it was read; run `verify`"
        case .archiveFileTooLarge(let name, let size):
            "\(name) has \(size) bytes, more than the 8 GiB that a tar can hold; use --without-raw"
        case .malformedArchive(let path, let offset):
            "\(path) is no pack as minhbach writes it, from byte \(offset) on"
        case .notSigned(let key): "nothing could be signed with the key \(key); make another one"
        case .clockSetBack(let last, let clock):
            "the clock says \(clock), and the journal's last line is of \(last): receipt times "
                + "never run backwards; set the clock right (`timedatectl set-ntp true`) and run "
                + "again (đồng hồ máy bị lùi: chỉnh lại giờ rồi chạy lại)"
        }
    }
}

extension LedgerError {
    /// Why a file could not be archived, without its name; nil where the file is not to blame.
    var sourceReason: String? {
        switch self {
        case .sourceMissing: "no such file"
        case .sourceUnreadable: "permission denied"
        case .sourceIsNotAFile(_, let found): "it is a \(found.rawValue), not a file"
        case .sourceChanged: "it changed while it was read"
        default: nil
        }
    }
}

extension KeyFileFault {
    fileprivate var sentence: String {
        switch self {
        case .missing: "it does not exist"
        case .notOwnFile: "it is not a plain file of this user"
        case .exposed(let mode): "others may read it (mode \(String(mode, radix: 8))); chmod 600"
        case .insideWorkspace: "it lies inside the workspace, beside what it protects"
        case .tooShort(let bytes): "it holds \(bytes) bytes, fewer than the 32 that are needed"
        case .notHexadecimal: "it is not hexadecimal text"
        case .exists: "it is there already, and no key is ever replaced; name another file"
        case .notSigningKey: "it holds no signing key; `minhbach key` makes one"
        }
    }
}

/// The usual reasons of the operating system by number; others are named by their number.
func systemReason(_ number: Int32) -> String {
    switch number {
    case 1: "operation not permitted"
    case 2: "no such file or folder"
    case 5: "input/output error"
    case 12: "out of memory"
    case 13: "permission denied"
    case 17: "it exists already"
    case 20: "not a folder"
    case 21: "it is a folder"
    case 24: "too many open files"
    case 27: "file too large"
    case 28: "no space left on the device"
    case 30: "the file system is read-only"
    case 36: "name too long"
    case 40: "too many symbolic links"
    case 122: "disk quota exceeded"
    default: "system error \(number)"
    }
}
