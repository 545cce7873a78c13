"""The list export as DuckDB scripts must know it: each column and its type."""

LIST_COLUMNS = {
    "Số hồ sơ": "VARCHAR",
    "Tên thủ tục hành chính": "VARCHAR",
    "Mã thủ tục": "VARCHAR",
    "Hình thức nộp": "VARCHAR",
    "Ngày nộp hồ sơ": "TIMESTAMP",
    "Ngày tiếp nhận": "TIMESTAMP",
    "Ngày hẹn trả": "TIMESTAMP",
    "Ngày kết thúc xử lý": "TIMESTAMP",
    "Ngày cập nhật": "TIMESTAMP",
    "Cơ quan/đơn vị": "VARCHAR",
    "Chủ hồ sơ": "VARCHAR",
    "Số điện thoại": "VARCHAR",
    "Cán bộ xử lý hiện tại": "VARCHAR",
    "Trạng thái hồ sơ": "VARCHAR",
}
