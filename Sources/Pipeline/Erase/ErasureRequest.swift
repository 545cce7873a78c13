package import Ledger

/// Whose personal values are to be erased, and by whose order.
package struct ErasureRequest: Sendable {
    /// Path of the workspace.
    package var workspace: String
    /// Codes of the cases, as the exports write them.
    package var cases: [String]
    /// Who erases.
    package var actor: String
    /// The document that orders it.
    package var document: String
    /// Why.
    package var reason: String
    /// Path of a pipeline file whose mappings say what is personal, besides those of sealed runs.
    package var pipeline: String?
    /// The clock, read once at the door.
    package var now: Moment
    /// Threads to use.
    package var threads: Int

    /// A request.
    package init(
        workspace: String, cases: [String], actor: String, document: String, reason: String,
        pipeline: String? = nil, now: Moment, threads: Int = 1
    ) {
        self.workspace = workspace
        self.cases = cases
        self.actor = actor
        self.document = document
        self.reason = reason
        self.pipeline = pipeline
        self.now = now
        self.threads = threads
    }
}

/// What an erasure did.
package struct Erasure: Sendable {
    /// One object in which values were overwritten.
    package struct Redacted: Sendable, Equatable {
        /// The object, by the digest of what it was.
        package var object: Digest
        /// The names under which its bytes were received.
        package var names: [String]
        /// Records of the cases that were found in it.
        package var records: Int
        /// Values that were overwritten.
        package var values: Int
        /// It could not be read to its end: nothing of it was kept.
        package var isEmptied: Bool
        /// What results may notice.
        package var effect: Redaction.Effect
    }

    /// The objects, by digest.
    package var redacted: [Redacted] = []
    /// Objects that were searched.
    package var searched = 0
    /// Inputs whose records do not say to which case they belong: they were not searched.
    package var withoutCase: [String] = []
    /// Runs whose pipeline files cannot be read: what they called personal is not known.
    package var unreadable: [String] = []
}

/// The codes of cases in a file: the first field of each line, a heading aside.
package func caseCodes(inFile path: String) throws -> [String] {
    let text = String(decoding: try fileBytes(path), as: UTF8.self)
    let codes = text.split(whereSeparator: \.isNewline).map { line in
        let field = line.prefix { !",;\t".contains($0) }
        return cleanText(field.filter { $0 != "\"" && $0 != "\u{FEFF}" })
    }
    let headings = Set(["case", "case_id", "mã hồ sơ"].map(matchKey))
    return codes.filter { !$0.isEmpty && !headings.contains(matchKey($0)) }
}
