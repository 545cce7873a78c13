extension FindingCode {
    /// What a finding about a correction means.
    var correctionMessage: FindingMessage {
        switch self {
        case .correctionOutdated:
            FindingMessage(
                title: "correction refused: the row says something else",
                titleVi: "từ chối đính chính: giá trị cũ không khớp",
                reason: "The value that the correction found is not the one that the row has now; "
                    + "the row stays as it is.",
                remedy: "Take the line out if the source has been mended, or write what the row "
                    + "says now as its old value.")
        case .correctionWithoutCase:
            FindingMessage(
                title: "correction refused: no such case",
                titleVi: "từ chối đính chính: không có hồ sơ này",
                reason: "No record that counts bears the code, or the one that did was set aside.",
                remedy: "Correct the code or the input of the line, or take it out.")
        default:
            FindingMessage(
                title: "correction refused: several records bear the code",
                titleVi: "từ chối đính chính: nhiều bản ghi trùng mã",
                reason: "Which of them is meant cannot be told.",
                remedy: "Name the input instead of the table, or correct it at the source.")
        }
    }
}
