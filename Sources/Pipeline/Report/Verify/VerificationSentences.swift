import Ledger

extension LedgerFault.Kind {
    /// What is wrong, in words.
    var wording: Wording {
        switch self {
        case .missing:
            Wording(vietnamese: "có tên mà không có tệp", english: "is named and not there")
        case .unexpected:
            Wording(
                vietnamese: "có tệp mà không nơi nào nêu tên",
                english: "is there and nothing names it")
        case .wrongKind(let found):
            Wording(
                vietnamese: "không phải loại tệp cần có (\(found.rawValue))",
                english: "is a \(found.rawValue)")
        case .size(let expected, let found):
            Wording(
                vietnamese: "có \(found) byte thay vì \(expected)",
                english: "has \(found) bytes instead of \(expected)")
        case .digest(let expected, let found):
            Wording(
                vietnamese: "có SHA-256 khác với SHA-256 đã ghi",
                english: "has SHA-256 \(found.hex) instead of \(expected.hex)")
        case .mode(let expected, let found): modeWording(expected, found)
        case .unreadable(let number):
            Wording(
                vietnamese: "không đọc được: \(systemReason(number))",
                english: "cannot be read: \(systemReason(number))")
        case .journal(let fault): fault.kind.wording.of(line: fault.line)
        case .malformedManifest:
            Wording(
                vietnamese: "không phải bản kê của lần chạy này",
                english: "is no manifest of this run")
        case .unknownRun:
            Wording(
                vietnamese: "đã niêm phong mà nhật ký không biết",
                english: "is sealed and the journal does not know it")
        case .current(let expected, let found):
            Wording(
                vietnamese: "chỉ tới \(found) thay vì \(expected)",
                english: "points to \(found) instead of \(expected)")
        case .unfinished:
            Wording(
                vietnamese: "do lần chạy bị ngắt để lại; lần chạy sau sẽ sửa",
                english: "was left by a run that was killed; the next run puts it right")
        }
    }

    private func modeWording(_ expected: UInt32, _ found: UInt32) -> Wording {
        let modes = (String(found, radix: 8), String(expected, radix: 8))
        return Wording(
            vietnamese: "có quyền \(modes.0) thay vì \(modes.1)",
            english: "has mode \(modes.0) instead of \(modes.1)")
    }
}

extension JournalFault.Kind {
    fileprivate var wording: Wording {
        switch self {
        case .torn(let count, let byCrash):
            byCrash
                ? Wording(
                    vietnamese: "chưa ghi hết (\(count) byte); lần chạy sau sẽ để riêng",
                    english: "was not written to its end (\(count) bytes); "
                        + "the next run sets it aside")
                : Wording(
                    vietnamese: "đứt sau \(count) byte, không phải do sự cố",
                    english: "breaks off after \(count) bytes, and not as a crash leaves it")
        case .malformed(let offset):
            Wording(
                vietnamese: "không phải JSON chuẩn tắc từ byte \(offset)",
                english: "is not canonical JSON from byte \(offset) on")
        case .chain(let expected, let found):
            Wording(
                vietnamese: "không nối với dòng trước",
                english: "is bound to a line with SHA-256 \(found.hex), "
                    + "and the line before has \(expected.hex)")
        case .sequence(let expected, let found):
            Wording(
                vietnamese: "mang số \(found) thay vì \(expected)",
                english: "has number \(found) instead of \(expected)")
        case .check:
            Wording(
                vietnamese: "không khớp mã kiểm của chính nó",
                english: "is not the line that its own check was made for")
        case .time(let before, let found):
            Wording(
                vietnamese:
                    "ghi giờ \(found), sớm hơn dòng trước (\(before)): đồng hồ bị chỉnh lùi",
                english: "is of \(found), earlier than the line before (\(before)): "
                    + "the clock was set back")
        case .unknownEvent:
            Wording(
                vietnamese: "kể một sự kiện mà chương trình này không biết",
                english: "tells of an event that this program does not know")
        }
    }
}

extension Wording {
    /// The sentence about a line of a file.
    fileprivate func of(line: Int) -> Wording {
        Wording(
            vietnamese: "dòng \(line) \(vietnamese)", english: "line \(line) \(english ?? "")")
    }

    /// The sentence about a file.
    func at(_ file: String) -> Wording {
        Wording(vietnamese: "\(file): \(vietnamese)", english: "\(file): \(english ?? "")")
    }

    static let neverReceived = Wording(
        vietnamese: "bản kê nêu một tệp mà nhật ký không ghi nhận vào lúc đó",
        english: "the manifest names a file that the journal did not receive then")

    static let notTheSealedResults = Wording(
        vietnamese: "không phải kết quả mà nhật ký đã niêm phong",
        english: "is not the result that the journal sealed")

    static let byAnotherManifest = Wording(
        vietnamese: "tính theo bản kê đã bị sửa thì ra khác",
        english: "comes out otherwise by a manifest that was changed")

    static let changedTogether = Wording(
        vietnamese: "mọi mã băm đều khớp nhau nhưng kho lưu trữ cho kết quả khác: "
            + "tệp và niêm phong đã bị sửa cùng nhau",
        english: "all hashes agree and the archive gives something else: "
            + "file and seal were changed together")

    static func neverReleased(_ version: String) -> Wording {
        Wording(
            vietnamese:
                "bản kê nêu phiên bản \(version), chưa từng phát hành; kết quả tính lại khác",
            english: "the manifest names version \(version), which was never released; "
                + "the archive gives something else")
    }

    static func undeclared(_ version: String) -> Wording {
        Wording(
            vietnamese: "do phiên bản \(version) niêm phong; từ đó đến \(Program.version) không "
                + "phiên bản nào công bố thay đổi làm khác tệp này: tệp đã bị sửa",
            english: "was sealed by version \(version); no version up to \(Program.version) "
                + "declares a change of this file: it was tampered with")
    }

    static func madeByNewer(_ version: String) -> Wording {
        Wording(
            vietnamese: "do phiên bản \(version) niêm phong, mới hơn \(Program.version): "
                + "hãy xác minh bằng phiên bản đó",
            english: "was sealed by version \(version), newer than this \(Program.version): "
                + "verify with that one")
    }

    static func declared(_ version: String, _ changes: [ProgramChange]) -> Wording {
        let vietnamese = changes.map { "\($0.version): \($0.what.vietnamese)" }
        let english = changes.map { "\($0.version): \($0.what.text(in: .english))" }
        return Wording(
            vietnamese: "do phiên bản \(version) niêm phong; thay đổi đã công bố: "
                + vietnamese.joined(separator: "; "),
            english: "was sealed by version \(version); declared since: "
                + english.joined(separator: "; "))
    }

    static func cannotBeComputed(_ reason: String) -> Wording {
        Wording(
            vietnamese: "không tính lại được từ kho lưu trữ: \(reason)",
            english: "cannot be computed again from the archive: \(reason)")
    }

    static func madeBy(_ version: String, givesSameBytes: Bool) -> Wording {
        Wording(
            vietnamese: "do phiên bản \(version) niêm phong, tính lại bằng \(Program.version)"
                + (givesSameBytes ? ": đúng từng byte" : ""),
            english: "made by \(version), this is \(Program.version)"
                + (givesSameBytes ? ": same bytes" : ""))
    }

    static func erased(_ file: String, _ line: Int?) -> Wording {
        let place = line.map { ":\($0)" } ?? ""
        return Wording(
            vietnamese: "\(file)\(place) tính lại ra khác vì giá trị cá nhân trong tệp đầu vào đã "
                + "được xóa theo yêu cầu; mã băm, niêm phong và nhật ký đều khớp",
            english: "\(file)\(place) comes out otherwise, since personal values in its inputs "
                + "were erased by order; hashes, seal and journal agree")
    }

    static func inputsErased(_ count: Int) -> Wording {
        Wording(
            vietnamese: "\(count) tệp đầu vào có giá trị cá nhân đã được xóa; "
                + "tệp gốc không còn để so",
            english: "in \(count) of its files personal values were erased; "
                + "what they were is not there to compare")
    }

    static func period(_ fault: PeriodFault) -> Wording {
        Wording(
            vietnamese: "\(fault.period): lần công bố hoặc quyết định không khớp với kết quả",
            english: "\(fault.period): \(fault.reason)")
    }

    static func taken(_ periods: [String], from run: String) -> Wording {
        let names = periods.joined(separator: ", ")
        return Wording(
            vietnamese: "\(names): lấy từ \(run), giống hệt bản niêm phong ở đó",
            english: "\(names): taken from \(run) and equal to what is sealed there; "
                + "`minhbach verify \(run)` computes it again")
    }

    static let lookWhich = Wording(
        vietnamese: "xem bản nào đúng: lần chạy được tính từ bản trong kho lưu trữ",
        english: "find out which is right: the run was made from the bytes in the archive")

    static let copyMissing = Wording(
        vietnamese: "bản của người kiểm tra không có tệp này",
        english: "is not among the copies")

    static let copyDiffers = Wording(
        vietnamese: "bản của người kiểm tra có nội dung khác",
        english: "has other bytes in the copies")

    static let copyAdditional = Wording(
        vietnamese: "chỉ có ở bản của người kiểm tra",
        english: "is among the copies alone")
}
