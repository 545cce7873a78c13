/// What a finding means to the person who must act on it.
package struct FindingMessage: Sendable, Equatable {
    /// What it is, in a few words.
    package var title: String
    /// The same in Vietnamese.
    package var titleVi: String
    /// Why minhbach holds it against the data.
    package var reason: String
    /// What to do.
    package var remedy: String
}

extension FindingCode {
    /// Every sentence about findings stands here and nowhere else.
    package var message: FindingMessage {
        switch self {
        case .fileRepeated, .fileUnreadable, .headerUnknown, .columnMissing, .headerRepeated,
            .fileEmpty, .headerOnly, .headerRefused, .fileUnavailable:
            fileMessage
        case .inputMissing, .inputShrunk, .inputEmpty:
            inputMessage
        case .invalidUTF8, .nulByte, .tooFewFields, .tooManyFields, .textAfterQuote,
            .fieldRepeated:
            recordMessage
        case .requiredEmpty, .instantUnreadable, .valueUnknown, .integerUnreadable,
            .notInCatalogue:
            valueMessage
        case .resolvedBeforeAccepted, .dueBeforeAccepted, .identityContradicts, .lookAlike,
            .unitOutsideValidity:
            caseMessage
        case .procedureWithoutTerm, .calendarYearMissing, .pauseBackwards, .pauseWithoutBegin,
            .dayOutsideCalendar:
            clockMessage
        case .correctionOutdated, .correctionWithoutCase, .correctionAmbiguous: correctionMessage
        }
    }

    private var fileMessage: FindingMessage {
        switch self {
        case .fileRepeated:
            FindingMessage(
                title: "file received before under another name",
                titleVi: "tệp đã nhận trước đó dưới tên khác",
                reason: "The content is byte for byte that of another file of this input.",
                remedy: "None needed: its records count once, as duplicates here.")
        case .fileUnreadable:
            FindingMessage(
                title: "file cannot be read", titleVi: "không đọc được tệp",
                reason: "The file breaks off or is damaged at the place given.",
                remedy: "Export it again; until then set `on_bad_file: skip` to go on without it.")
        case .headerUnknown:
            FindingMessage(
                title: "unknown column, not read", titleVi: "cột lạ, không đọc",
                reason: "The mapping names this header neither as a column nor under `ignore`.",
                remedy: "Add it to the mapping, as a column or under `ignore`.")
        case .headerRefused:
            FindingMessage(
                title: "unknown column", titleVi: "cột không có trong bản ánh xạ",
                reason: "The mapping names this header neither as a column nor under `ignore`, "
                    + "and with `unknown_headers: stop` such a file is not read.",
                remedy: "Add it to the mapping, as a column or under `ignore`.")
        case .columnMissing:
            FindingMessage(
                title: "required column missing", titleVi: "thiếu cột bắt buộc",
                reason: "The mapping requires a column that the header does not have.",
                remedy: "Export the column, add its header to the synonyms in the mapping, or "
                    + "declare the file's delimiter.")
        case .headerRepeated:
            FindingMessage(
                title: "column twice", titleVi: "cột lặp lại",
                reason: "The header of the column stands twice in the file.",
                remedy: "Export only one of them.")
        case .fileEmpty:
            FindingMessage(
                title: "file is empty", titleVi: "tệp rỗng",
                reason: "The file has no bytes.",
                remedy: "Export it again; until then set `on_bad_file: skip` to go on without it.")
        case .headerOnly:
            FindingMessage(
                title: "file has no record", titleVi: "tệp không có bản ghi",
                reason: "There is nothing below the header, or no element at the record's path.",
                remedy: "Ask whether there really was nothing to export.")
        default:
            FindingMessage(
                title: "file cannot be opened", titleVi: "không mở được tệp",
                reason: "It is gone, no plain file, or this user may not read it.",
                remedy: "Let the user of minhbach read it, or take it away.")
        }
    }

    private var inputMessage: FindingMessage {
        switch self {
        case .inputMissing:
            FindingMessage(
                title: "no file for the input", titleVi: "không có tệp đầu vào",
                reason: "No file matches the pattern of the input.",
                remedy: "Check the pattern, and whether the export was delivered.")
        case .inputEmpty:
            FindingMessage(
                title: "input has no record", titleVi: "đầu vào không có bản ghi",
                reason: "The pipeline expects something (`expect`), and no file has a record.",
                remedy: "Check the export, or take `expect` out of the pipeline.")
        default:
            FindingMessage(
                title: "input shrank", titleVi: "đầu vào giảm bất thường",
                reason: "Far fewer records than in the last run, beyond the declared share.",
                remedy: "Check the export; run with `--accept-shrink` when it is right.")
        }
    }

    private var recordMessage: FindingMessage {
        switch self {
        case .invalidUTF8:
            FindingMessage(
                title: "not UTF-8", titleVi: "không phải UTF-8",
                reason: "The bytes at the offset are no text in the declared encoding.",
                remedy: "Declare the file's encoding in the mapping, or export as UTF-8.")
        case .nulByte:
            FindingMessage(
                title: "NUL byte", titleVi: "có byte NUL",
                reason: "A byte of value 0 stands in the record; text never has one.",
                remedy: "Export again; the file was probably damaged on its way.")
        case .tooFewFields:
            FindingMessage(
                title: "too few fields", titleVi: "thiếu trường",
                reason: "The record has fewer fields than the header: values may have moved.",
                remedy: "Export with quotes around fields that hold the delimiter or line breaks.")
        case .tooManyFields:
            FindingMessage(
                title: "too many fields", titleVi: "thừa trường",
                reason: "The record has more fields than the header: values may have moved.",
                remedy: "Export with quotes around fields that hold the delimiter.")
        case .textAfterQuote:
            FindingMessage(
                title: "text behind a closing quote", titleVi: "có chữ sau dấu ngoặc kép đóng",
                reason: "Quotes inside a quoted field must be doubled.",
                remedy: "Export with quotes doubled.")
        default:
            FindingMessage(
                title: "element twice", titleVi: "phần tử lặp lại",
                reason: "The record has the element more than once, so its value is not certain.",
                remedy: "Map the element as a child table, or correct the export.")
        }
    }

    private var valueMessage: FindingMessage {
        switch self {
        case .requiredEmpty:
            FindingMessage(
                title: "required value empty", titleVi: "thiếu giá trị bắt buộc",
                reason: "The mapping requires a value in this column.",
                remedy: "Complete the record at its source.")
        case .instantUnreadable:
            FindingMessage(
                title: "not a date of the declared forms", titleVi: "ngày không hợp lệ",
                reason: "The value is no real calendar date in any declared form.",
                remedy: "Correct it at the source, or declare its form in the mapping.")
        case .valueUnknown:
            FindingMessage(
                title: "unknown value", titleVi: "giá trị không có trong danh mục",
                reason: "The dictionary of the column does not have the value.",
                remedy: "Add the value to the dictionary of the mapping.")
        case .integerUnreadable:
            FindingMessage(
                title: "not a whole number", titleVi: "không phải số nguyên",
                reason: "The column is declared as whole numbers.",
                remedy: "Correct it at the source, or declare another type.")
        default:
            FindingMessage(
                title: "not in the catalogue", titleVi: "không có trong danh mục thủ tục",
                reason: "No entry of the catalogue matches; the record counts without it.",
                remedy: "Add the entry to the catalogue.")
        }
    }

    private var caseMessage: FindingMessage {
        switch self {
        case .resolvedBeforeAccepted:
            FindingMessage(
                title: "resolved before accepted", titleVi: "giải quyết trước khi tiếp nhận",
                reason: "The end of processing lies before its beginning.",
                remedy: "Check both dates at the source; the case is counted as it stands.")
        case .dueBeforeAccepted:
            FindingMessage(
                title: "due before accepted", titleVi: "hẹn trả trước khi tiếp nhận",
                reason: "The due date lies before the acceptance.",
                remedy: "Check both dates at the source; the case is counted as it stands.")
        case .identityContradicts:
            FindingMessage(
                title: "same code, another case", titleVi: "trùng mã nhưng khác hồ sơ",
                reason: "Two records share the identity but differ in procedure, unit or day.",
                remedy: "Find out which is right, or add a column to the identity.")
        case .unitOutsideValidity:
            FindingMessage(
                title: "unit outside its days", titleVi: "đơn vị ngoài thời gian hiệu lực",
                reason: "The unit was neither in force at acceptance nor at the end of processing.",
                remedy: "Correct the unit at the source, or its days in the file of units.")
        default:
            FindingMessage(
                title: "looks like another case", titleVi: "có thể trùng hồ sơ khác",
                reason: "Two codes share procedure, person key and moment of acceptance.",
                remedy: "Let a person decide; nothing is merged.")
        }
    }
}
