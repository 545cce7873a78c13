import Logging

/// Where a run tells of its steps while it works; its results never depend on it.
package enum RunLog: Sendable {
    /// Nowhere.
    case silent
    /// As lines for a person who waits.
    case lines(@Sendable (String) -> Void)
    /// As one JSON object a line, for programs.
    case json(@Sendable (String) -> Void)

    /// The logger that steps report to.
    var logger: Logger {
        switch self {
        case .silent: Logger(label: "minhbach") { _ in SwiftLogNoOpLogHandler() }
        case .lines(let write): Logger(label: "minhbach") { _ in StepLog(write, isJSON: false) }
        case .json(let write): Logger(label: "minhbach") { _ in StepLog(write, isJSON: true) }
        }
    }
}

/// Writes each step as one line.
///
/// It has no time of its own: a clock below the door is one too many.
private struct StepLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    private let write: @Sendable (String) -> Void
    private let isJSON: Bool

    init(_ write: @escaping @Sendable (String) -> Void, isJSON: Bool) {
        self.write = write
        self.isJSON = isJSON
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = (event.metadata ?? [:]).map { (key: $0.key, value: "\($0.value)") }
            .sorted { precedes($0.key, $1.key) }
        write(isJSON ? json(event.message, facts) : line(event.message, facts))
    }

    private func line(_ message: Logger.Message, _ facts: [(key: String, value: String)]) -> String
    {
        facts.reduce("\(message)") { $0 + "  \($1.key) \($1.value)" }
    }

    private func json(_ message: Logger.Message, _ facts: [(key: String, value: String)]) -> String
    {
        var bytes = Array("{\"event\":".utf8)
        appendJSONText("\(message)", to: &bytes)
        for fact in facts {
            bytes.append(UInt8(ascii: ","))
            appendJSONText(fact.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            appendJSONText(fact.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }
}
