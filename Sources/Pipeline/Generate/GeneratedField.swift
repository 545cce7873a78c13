/// One field of administration (lĩnh vực): its procedures are every verb with every matter.
struct GeneratedField {
    /// Who resolves the cases of the field.
    enum Seat: Equatable {
        /// Any commune.
        case communes
        /// Departments of the province, by their numbers (1 is `H56.01`).
        case departments(ClosedRange<Int>)
    }

    let group: String
    let name: String
    /// How much it is asked for beside the other fields.
    let demand: Int
    let seat: Seat
    /// Statutory terms, taken in turn.
    let terms: [GeneratedTerm]
    let verbs: [String]
    let matters: [String]
}

/// How long the law gives an office for a case.
enum GeneratedTerm: Equatable {
    /// The result is given at the counter: no receipt and no due date (NĐ 118/2025, Điều 17.4).
    case immediate
    case workingHours(Int)
    case workingDays(Int)
    case calendarDays(Int)

    /// The number and the unit as the procedure catalogue writes them; both empty if immediate.
    var written: (number: String, unit: String) {
        switch self {
        case .immediate: ("", "")
        case .workingHours(let hours): ("\(hours)", "working_hour")
        case .workingDays(let days): ("\(days)", "working_day")
        case .calendarDays(let days): ("\(days)", "day")
        }
    }
}

/// Twenty fields in fifteen groups, ten procedures each.
let procedureFields: [GeneratedField] = [
    GeneratedField(
        group: "Tư pháp", name: "Hộ tịch", demand: 24, seat: .communes,
        terms: [.workingDays(1), .workingDays(3), .workingHours(8), .workingDays(5)],
        verbs: ["Đăng ký", "Đăng ký lại"],
        matters: ["khai sinh", "kết hôn", "khai tử", "nhận cha, mẹ, con", "giám hộ"]),
    GeneratedField(
        group: "Chứng thực", name: "Chứng thực", demand: 30, seat: .communes, terms: [.immediate],
        verbs: ["Chứng thực", "Cấp bản sao có chứng thực từ bản chính"],
        matters: [
            "giấy tờ, văn bản do cơ quan, tổ chức của Việt Nam cấp hoặc chứng nhận",
            "hợp đồng, giao dịch liên quan đến tài sản là động sản", "di chúc",
            "văn bản từ chối nhận di sản", "văn bản thỏa thuận phân chia di sản",
        ]),
    GeneratedField(
        group: "Người có công", name: "Người có công", demand: 4, seat: .communes,
        terms: [.workingDays(10), .workingDays(15), .calendarDays(30)],
        verbs: ["Giải quyết chế độ đối với", "Cấp lại giấy xác nhận hưởng trợ cấp của"],
        matters: [
            "thân nhân liệt sĩ", "người hoạt động kháng chiến bị nhiễm chất độc hóa học",
            "thương binh, người hưởng chính sách như thương binh", "bệnh binh",
            "người có công giúp đỡ cách mạng",
        ]),
    GeneratedField(
        group: "Lao động - Xã hội", name: "Bảo trợ xã hội", demand: 7, seat: .communes,
        terms: [.workingDays(7), .workingDays(10), .workingDays(3)],
        verbs: [
            "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hằng tháng đối với",
            "Hỗ trợ chi phí mai táng cho",
        ],
        matters: [
            "người cao tuổi", "người khuyết tật", "trẻ em mồ côi", "người đơn thân nghèo nuôi con",
            "đối tượng cần bảo vệ khẩn cấp",
        ]),
    GeneratedField(
        group: "Giáo dục", name: "Giáo dục mầm non và tiểu học", demand: 1, seat: .communes,
        terms: [.workingDays(15), .workingDays(20), .calendarDays(25)],
        verbs: ["Cho phép thành lập", "Cho phép hoạt động trở lại đối với"],
        matters: [
            "nhóm trẻ độc lập", "lớp mẫu giáo độc lập", "trường mầm non tư thục",
            "cơ sở giáo dục khác thực hiện chương trình tiểu học", "trung tâm học tập cộng đồng",
        ]),
    GeneratedField(
        group: "Xây dựng", name: "Nhà ở riêng lẻ", demand: 3, seat: .communes,
        terms: [.workingDays(15), .workingDays(10), .workingDays(5)],
        verbs: ["Cấp giấy phép xây dựng", "Gia hạn giấy phép xây dựng"],
        matters: [
            "nhà ở riêng lẻ", "công trình cấp IV", "nhà ở có thời hạn",
            "công trình theo giai đoạn", "sửa chữa, cải tạo nhà ở riêng lẻ",
        ]),
    GeneratedField(
        group: "Tài chính", name: "Thành lập và hoạt động của hộ kinh doanh", demand: 8,
        seat: .communes,
        terms: [.workingDays(3), .workingDays(2)],
        verbs: ["Đăng ký", "Cấp lại giấy chứng nhận khi"],
        matters: [
            "thành lập hộ kinh doanh", "thay đổi nội dung hộ kinh doanh",
            "tạm ngừng kinh doanh, tiếp tục kinh doanh trước thời hạn",
            "chấm dứt hoạt động hộ kinh doanh", "chuyển địa chỉ trụ sở hộ kinh doanh",
        ]),
    GeneratedField(
        group: "Dân tộc - Tôn giáo", name: "Tín ngưỡng, tôn giáo", demand: 1, seat: .communes,
        terms: [.workingDays(15), .calendarDays(20), .workingDays(5)],
        verbs: ["Đăng ký", "Đăng ký bổ sung"],
        matters: [
            "hoạt động tín ngưỡng", "sinh hoạt tôn giáo tập trung",
            "danh mục hoạt động tôn giáo", "người quản lý di tích", "tổ chức quyên góp",
        ]),
    GeneratedField(
        group: "Đất đai", name: "Đăng ký đất đai", demand: 16, seat: .departments(15...20),
        terms: [.workingDays(10), .workingDays(15), .workingDays(7), .workingDays(20)],
        verbs: ["Đăng ký biến động quyền sử dụng đất do", "Cấp đổi giấy chứng nhận do"],
        matters: [
            "chuyển nhượng, thừa kế, tặng cho", "thay đổi thông tin về người sử dụng đất",
            "hợp nhất hoặc tách thửa", "giấy chứng nhận bị ố, nhòe, rách",
            "đo đạc lại diện tích, kích thước thửa đất",
        ]),
    GeneratedField(
        group: "Đất đai", name: "Đăng ký biện pháp bảo đảm", demand: 12,
        seat: .departments(15...20),
        terms: [.workingHours(4), .workingDays(1), .workingHours(8)],
        verbs: ["Đăng ký", "Xóa đăng ký"],
        matters: [
            "biện pháp bảo đảm bằng quyền sử dụng đất",
            "biện pháp bảo đảm bằng tài sản gắn liền với đất",
            "thay đổi nội dung biện pháp bảo đảm", "thế chấp nhà ở hình thành trong tương lai",
            "chuyển tiếp hợp đồng thế chấp",
        ]),
    GeneratedField(
        group: "Tư pháp", name: "Lý lịch tư pháp", demand: 6, seat: .departments(1...1),
        terms: [.workingDays(10), .calendarDays(15)],
        verbs: ["Cấp phiếu lý lịch tư pháp số 1 cho", "Cấp phiếu lý lịch tư pháp số 2 cho"],
        matters: [
            "công dân Việt Nam", "người nước ngoài đang cư trú tại Việt Nam",
            "cơ quan nhà nước", "tổ chức chính trị", "cơ quan tiến hành tố tụng",
        ]),
    GeneratedField(
        group: "Tài chính", name: "Đăng ký kinh doanh", demand: 5, seat: .departments(2...2),
        terms: [.workingDays(3)],
        verbs: ["Đăng ký thành lập", "Đăng ký thay đổi nội dung"],
        matters: [
            "doanh nghiệp tư nhân", "công ty trách nhiệm hữu hạn một thành viên",
            "công ty trách nhiệm hữu hạn hai thành viên trở lên", "công ty cổ phần",
            "chi nhánh, văn phòng đại diện, địa điểm kinh doanh",
        ]),
    GeneratedField(
        group: "Công Thương", name: "Lưu thông hàng hóa trong nước", demand: 1,
        seat: .departments(3...3),
        terms: [.workingDays(10), .workingDays(7), .workingDays(20)],
        verbs: ["Cấp giấy phép", "Cấp sửa đổi, bổ sung giấy phép"],
        matters: [
            "bán buôn rượu trên địa bàn tỉnh", "bán lẻ sản phẩm thuốc lá",
            "đủ điều kiện bán lẻ xăng dầu", "sản xuất rượu công nghiệp",
            "kinh doanh khí dầu mỏ hóa lỏng",
        ]),
    GeneratedField(
        group: "Nông nghiệp và Môi trường", name: "Môi trường", demand: 1,
        seat: .departments(4...4),
        terms: [.workingDays(15), .calendarDays(30), .workingDays(10)],
        verbs: ["Cấp", "Điều chỉnh"],
        matters: [
            "giấy phép môi trường", "giấy phép khai thác nước dưới đất",
            "giấy phép thăm dò nước dưới đất", "giấy phép khai thác, sử dụng nước mặt",
            "giấy xác nhận đăng ký khai thác khoáng sản làm vật liệu thông thường",
        ]),
    GeneratedField(
        group: "Xây dựng", name: "Vận tải đường bộ", demand: 6, seat: .departments(5...5),
        terms: [.workingDays(5), .workingDays(2), .workingDays(3)],
        verbs: ["Cấp", "Cấp lại"],
        matters: [
            "giấy phép kinh doanh vận tải bằng xe ô tô", "phù hiệu xe ô tô kinh doanh vận tải",
            "giấy phép xe tập lái", "giấy chứng nhận giáo viên dạy thực hành lái xe",
            "giấy phép liên vận giữa Việt Nam và Lào",
        ]),
    GeneratedField(
        group: "Nội vụ", name: "Việc làm và an toàn lao động", demand: 2, seat: .departments(6...6),
        terms: [.workingDays(5), .workingDays(7), .workingDays(10)],
        verbs: ["Cấp", "Gia hạn"],
        matters: [
            "giấy phép lao động cho người lao động nước ngoài",
            "giấy phép hoạt động dịch vụ việc làm", "giấy phép cho thuê lại lao động",
            "xác nhận không thuộc diện cấp giấy phép lao động",
            "giấy chứng nhận huấn luyện an toàn lao động",
        ]),
    GeneratedField(
        group: "Y tế", name: "Dược phẩm và khám bệnh, chữa bệnh", demand: 2,
        seat: .departments(7...7),
        terms: [.workingDays(15), .workingDays(20), .workingDays(5)],
        verbs: ["Cấp", "Cấp lại"],
        matters: [
            "chứng chỉ hành nghề dược", "giấy chứng nhận đủ điều kiện kinh doanh dược",
            "giấy phép hành nghề khám bệnh, chữa bệnh", "giấy phép hoạt động đối với phòng khám",
            "giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
        ]),
    GeneratedField(
        group: "Giáo dục", name: "Văn bằng, chứng chỉ", demand: 2, seat: .departments(8...8),
        terms: [.workingHours(8), .workingDays(5), .workingDays(1)],
        verbs: ["Cấp bản sao", "Chỉnh sửa nội dung"],
        matters: [
            "bằng tốt nghiệp trung học phổ thông", "bằng tốt nghiệp trung học cơ sở",
            "chứng chỉ ngoại ngữ", "chứng chỉ ứng dụng công nghệ thông tin",
            "văn bằng do cơ sở giáo dục nước ngoài cấp đã được công nhận",
        ]),
    GeneratedField(
        group: "Khoa học và Công nghệ", name: "Bưu chính, viễn thông và an toàn bức xạ", demand: 1,
        seat: .departments(9...9), terms: [.workingDays(10), .calendarDays(15), .workingDays(5)],
        verbs: ["Cấp", "Sửa đổi, bổ sung"],
        matters: [
            "giấy phép tiến hành công việc bức xạ", "giấy phép bưu chính",
            "văn bản xác nhận thông báo hoạt động bưu chính",
            "giấy chứng nhận doanh nghiệp khoa học và công nghệ",
            "giấy phép thiết lập mạng viễn thông công cộng",
        ]),
    GeneratedField(
        group: "Văn hóa", name: "Văn hóa, thể thao và du lịch", demand: 1,
        seat: .departments(10...10),
        terms: [.workingDays(7), .workingDays(10), .workingDays(5)],
        verbs: ["Cấp", "Cấp lại"],
        matters: [
            "giấy phép kinh doanh dịch vụ lữ hành nội địa", "thẻ hướng dẫn viên du lịch",
            "giấy phép tổ chức biểu diễn nghệ thuật",
            "giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao",
            "giấy phép đủ điều kiện kinh doanh dịch vụ karaoke",
        ]),
]
