import ArgumentParser
import Pipeline

@main
struct Minhbach: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "minhbach")
}
