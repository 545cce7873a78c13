extension Manifest {
    /// The bytes of `manifest.json`, one line with its line end.
    package var bytes: [UInt8] {
        let value: CanonicalJSON = [
            "as_of": .string(asOf),
            "details": .object(details),
            "inputs": .array(sorted(inputs.map(\.value))),
            "minhbach": .integer(Self.format),
            "outputs": .array(sorted(outputs.map(\.value))),
            "pipeline": .array(sorted(pipeline.map(\.value))),
            "program": .string(program),
            "run": .string(run),
        ]
        return value.bytes + [UInt8(ascii: "\n")]
    }

    /// Reads the bytes of a `manifest.json`; nil unless this program could have written them.
    package init?(bytes: [UInt8]) {
        guard bytes.last == UInt8(ascii: "\n"),
            let value = try? CanonicalJSON(parsing: bytes.dropLast()),
            value["minhbach"]?.number == Self.format,
            let program = value["program"]?.text, let run = value["run"]?.text,
            let asOf = value["as_of"]?.text, let details = value["details"]?.members,
            let pipeline = parsed(value["pipeline"], PipelineFile.init(value:)),
            let inputs = parsed(value["inputs"], InputFile.init(value:)),
            let outputs = parsed(value["outputs"], OutputFile.init(value:))
        else { return nil }
        self = Manifest(
            program: program, run: run, asOf: asOf, pipeline: pipeline, inputs: inputs,
            details: details
        ).with(outputs: outputs)
        // Members that this version does not know would be lost without a word.
        guard self.bytes == bytes else { return nil }
    }
}

extension Manifest: Equatable {
    /// Equal when they are written with the same bytes.
    package static func == (left: Manifest, right: Manifest) -> Bool {
        left.bytes == right.bytes
    }
}

/// Orders the elements of a list by how they are written, so that no order of files matters.
private func sorted(_ values: [CanonicalJSON]) -> [CanonicalJSON] {
    values.map { (bytes: $0.bytes, value: $0) }
        .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        .map(\.value)
}

private func parsed<Element>(
    _ list: CanonicalJSON?, _ element: (CanonicalJSON) -> Element?
) -> [Element]? {
    guard let values = list?.elements else { return nil }
    let elements = values.compactMap(element)
    return elements.count == values.count ? elements : nil
}

extension Manifest.PipelineFile {
    var value: CanonicalJSON {
        ["digest": .string(digest.hex), "name": .string(name), "role": .string(role)]
    }

    init?(value: CanonicalJSON) {
        guard let role = value["role"]?.text, let name = value["name"]?.text,
            let digest = value.digest("digest")
        else { return nil }
        self.init(role: role, name: name, digest: digest)
    }
}

extension Manifest.InputFile {
    var value: CanonicalJSON {
        [
            "digest": .string(digest.hex), "input": .string(input), "name": .string(name),
            "received": .string(received), "size": .integer(Int64(size)),
        ]
    }

    init?(value: CanonicalJSON) {
        guard let input = value["input"]?.text, let digest = value.digest("digest"),
            let size = value["size"]?.number, let received = value["received"]?.text,
            let name = value["name"]?.text
        else { return nil }
        self.init(input: input, digest: digest, size: Int(size), received: received, name: name)
    }
}

extension Manifest.OutputFile {
    var value: CanonicalJSON {
        ["digest": .string(digest.hex), "name": .string(name), "size": .integer(Int64(size))]
    }

    init?(value: CanonicalJSON) {
        guard let name = value["name"]?.text, let digest = value.digest("digest"),
            let size = value["size"]?.number
        else { return nil }
        self.init(name: name, digest: digest, size: Int(size))
    }
}
