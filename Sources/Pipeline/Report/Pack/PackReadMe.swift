import Columnar
import Ledger

extension Evidence {
    /// What is in the pack and how it is checked, for somebody who has nothing else.
    func readMe(_ language: Language) -> [UInt8] {
        let isVietnamese = language == .vietnamese
        let template =
            isVietnamese ? PackageResources.READ_ME_vi_md : PackageResources.READ_ME_en_md
        var text = String(decoding: template, as: UTF8.self)
        let words = isVietnamese ? vietnamese : english
        for (name, word) in words + [("run", manifest.run)] {
            text = text.replacing("{\(name)}", with: word)
        }
        return Array(text.utf8)
    }

    private var english: [(String, String)] {
        [
            (
                "cases",
                pseudonyms.key == nil
                    ? "the number of its row" : "a keyed hash (HMAC-SHA-256) of its code"
            ),
            (
                "objects",
                request.includesRaw
                    ? "raw and pipeline files by their SHA-256"
                    : "pipeline files by their SHA-256; of raw files the manifest has the digests"
            ),
            (
                "proof",
                request.includesRaw
                    ? "That the facts follow from the raw files `minhbach verify PACK.tar` proves."
                    : "That the facts follow from the raw files: this pack has none."
            ),
        ]
    }

    private var vietnamese: [(String, String)] {
        [
            (
                "cases",
                pseudonyms.key == nil
                    ? "số thứ tự trong bảng" : "mã băm có khóa (HMAC-SHA-256) của mã hồ sơ"
            ),
            (
                "objects",
                request.includesRaw
                    ? "tệp gốc và tệp quy tắc theo SHA-256"
                    : "tệp quy tắc theo SHA-256; mã băm của tệp gốc nằm trong bản kê"
            ),
            (
                "proof",
                request.includesRaw
                    ? "Số liệu hồ sơ suy ra từ tệp gốc: `minhbach verify PACK.tar` chứng minh."
                    : "Số liệu hồ sơ suy ra từ tệp gốc: gói này không có tệp gốc."
            ),
        ]
    }
}

/// The verifier that every pack has: the file of that name in the sources, as it stands there.
let verifierSource: [UInt8] = PackageResources.verify_py
