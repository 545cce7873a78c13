/// What went into a run and what came out, each by digest: `manifest.json`.
///
/// The same run gives the same bytes: every list is sorted, the JSON is canonical, and neither
/// clock nor machine nor path has a place in it.
package struct Manifest: Sendable {
    /// Name of the file.
    package static let fileName = "manifest.json"
    /// Name of the output whose digest stands for the results.
    package static let resultsName = "results.csv"
    /// Version of the format.
    package static let format: Int64 = 1

    /// A file that the user wrote: a pipeline, a mapping, a calendar, a KPI.
    package struct PipelineFile: Sendable, Equatable {
        /// What it is in the pipeline, such as `mapping`.
        package var role: String
        /// Its path as the pipeline names it.
        package var name: String
        /// Its object.
        package var digest: Digest

        /// A pipeline file.
        package init(role: String, name: String, digest: Digest) {
            self.role = role
            self.name = name
            self.digest = digest
        }
    }

    /// A raw file that was read.
    package struct InputFile: Sendable, Equatable {
        /// The input of the pipeline to which it belongs.
        package var input: String
        /// Its object.
        package var digest: Digest
        /// Size in bytes.
        package var size: Int
        /// When its bytes first arrived, as journalled.
        package var received: String
        /// The name under which they arrived.
        package var name: String

        /// An input file.
        package init(input: String, digest: Digest, size: Int, received: String, name: String) {
            self.input = input
            self.digest = digest
            self.size = size
            self.received = received
            self.name = name
        }
    }

    /// A file of the sealed run.
    package struct OutputFile: Sendable, Equatable {
        /// Its name in the run's folder.
        package var name: String
        /// The SHA-256 of its bytes.
        package var digest: Digest
        /// Size in bytes.
        package var size: Int
    }

    /// Version of the program.
    package var program: String
    /// Name of the run.
    package var run: String
    /// The instant as of which everything was computed.
    package var asOf: String
    /// The files that the user wrote.
    package var pipeline: [PipelineFile]
    /// The raw files.
    package var inputs: [InputFile]
    /// The files of the run; sealing fills this in.
    package private(set) var outputs: [OutputFile] = []
    /// Whatever else belongs to the run: periods, policies, counts.
    package var details: CanonicalJSON.Members

    /// A manifest; its outputs come when the run is sealed.
    package init(
        program: String, run: String, asOf: String, pipeline: [PipelineFile], inputs: [InputFile],
        details: CanonicalJSON.Members = CanonicalJSON.Members()
    ) {
        self.program = program
        self.run = run
        self.asOf = asOf
        self.pipeline = pipeline
        self.inputs = inputs
        self.details = details
    }

    /// The same manifest with these outputs.
    func with(outputs: [OutputFile]) -> Manifest {
        var manifest = self
        manifest.outputs = outputs
        return manifest
    }

    /// The digest of the results; nil when the run has none.
    package var results: Digest? {
        outputs.first { $0.name == Self.resultsName }?.digest
    }

    /// The digests of all objects that the run was made from, in order, each once.
    package var objects: [Digest] {
        Set(pipeline.map(\.digest) + inputs.map(\.digest)).sorted()
    }
}
