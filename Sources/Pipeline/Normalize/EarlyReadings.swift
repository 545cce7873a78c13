import Ledger
import Synchronization

/// Files that are read as soon as they are archived, until normalization asks for them.
final class EarlyReadings: Sendable {
    private struct Key: Hashable {
        let input: String
        let object: Digest
    }

    private enum State {
        case begun
        case done(FileReading)
    }

    private let request: NormalizationRequest
    private let readings = Mutex<[Key: State]>([:])

    init(_ request: NormalizationRequest) {
        self.request = request
    }

    /// Reads one of so many archived files, unless one of the same content has been begun for the
    /// input; `bytes` are its own, where somebody has them.
    func read(_ input: Input, _ object: Digest, _ bytes: [UInt8]?, of files: Int) {
        let key = Key(input: input.name, object: object)
        let isNew = readings.withLock { $0.updateValue(.begun, forKey: key) == nil }
        guard isNew else { return }
        let reading = readObject(object, bytes: bytes, input, request, of: files)
        readings.withLock { $0[key] = .done(reading) }
    }

    /// What reading the file gave, handed over once; nil where it was not read.
    func take(_ file: IntakeFile) -> FileReading? {
        let key = Key(input: file.input, object: file.object)
        guard case .done(let reading)? = readings.withLock({ $0.removeValue(forKey: key) }) else {
            return nil
        }
        return reading
    }
}
