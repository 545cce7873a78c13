package import Ledger

/// What arrived: every file of every input, archived before anything looks into it.
package struct Intake: Sendable {
    /// The files, by input, then by content, then by name: an order that no folder decides.
    package var files: [IntakeFile]

    /// Files in their canonical order.
    ///
    /// Of files with the same content in one input the first by name is read; the others repeat it.
    package init(files unordered: [IntakeFile]) {
        files = unordered.sorted {
            ($0.input, $0.object, $0.name) < ($1.input, $1.object, $1.name)
        }
        for index in files.indices.dropFirst() {
            let before = files[index - 1]
            let same = before.input == files[index].input && before.object == files[index].object
            files[index].repeats = same
        }
    }

    /// The files of an input that are to be read.
    package func files(of input: String) -> [IntakeFile] {
        files.filter { $0.input == input }
    }
}

/// One file as it arrived.
package struct IntakeFile: Sendable, Equatable {
    /// Name of the input that it belongs to.
    package var input: String
    /// Its name as received, without folders.
    package var name: String
    /// SHA-256 of its bytes.
    package var object: Digest
    /// Its length in bytes.
    package var size: Int
    /// When its content was first received, as journalled.
    package var received: String
    /// Another file of the input has the same content and is read in its place.
    package var repeats = false

    /// A file as it arrived.
    package init(input: String, name: String, object: Digest, size: Int, received: String) {
        self.input = input
        self.name = name
        self.object = object
        self.size = size
        self.received = received
    }
}
