/// One case of the made-up world as it stood at the year's end: 44 bytes, since a world of a
/// hundred million of them has to fit a machine.
///
/// Instants are local wall-clock seconds since 1970 and fit 32 bits until 2038; `never` is null.
struct GeneratedCase {
    /// The instant that is absent.
    static let never = Int32.min

    /// When the counter took it up: acceptance, refusal, or the registration still unread.
    var arrived: Int32
    var submitted: Int32
    /// The due date in force, and the one promised first.
    var due = never
    var dueFirst = never
    /// When processing ended: with a result, withdrawn or stopped.
    var ended = never
    /// When the record last changed.
    var updated: Int32
    /// When a supplement was first asked for.
    var requested = never
    /// Number of the case among those of its unit and day.
    var sequence: UInt32
    /// Which of `PersonNames.owners` filed it.
    var owner: UInt16
    var officer: UInt16
    var procedure: UInt8
    var unit: UInt8
    var channel = GeneratedChannel.direct
    var status = GeneratedStatus.processing
    /// What is wrong with the way it is written.
    var hazard = Hazard.none
    /// How often exports hold it.
    var versions = GeneratedVersions.one
    var supplements: UInt8 = 0
    /// Working days that each supplement took.
    var pauseDays: UInt8 = 0

    /// When the case was accepted; `never` for cases registered or refused.
    var accepted: Int32 {
        status == .registered || status == .refused ? Self.never : arrived
    }
}

/// How a case was filed; the raw value is the national code KenhThucHien.
enum GeneratedChannel: UInt8 {
    case direct = 1
    case online, postal

    /// What the list export writes.
    var text: String {
        switch self {
        case .direct: "Trực tiếp"
        case .online: "Trực tuyến"
        case .postal: "Bưu chính công ích"
        }
    }
}

/// Where a case stands; the raw value is the national status code.
enum GeneratedStatus: UInt8 {
    case registered = 1
    case accepted, refused, processing, waitingSupplement, waitingPayment, withdrawn, stopped
    case resolved, returned

    /// What the list export writes.
    var text: String {
        switch self {
        case .registered: "Mới đăng ký"
        case .accepted: "Được tiếp nhận"
        case .refused: "Không được tiếp nhận"
        case .processing: "Đang xử lý"
        case .waitingSupplement: "Yêu cầu bổ sung giấy tờ"
        case .waitingPayment: "Yêu cầu thực hiện nghĩa vụ tài chính"
        case .withdrawn: "Công dân yêu cầu rút hồ sơ"
        case .stopped: "Dừng xử lý"
        case .resolved: "Đã xử lý xong"
        case .returned: "Đã trả kết quả"
        }
    }

    /// True once there is a result.
    var isFinished: Bool { self == .resolved || self == .returned }
}
