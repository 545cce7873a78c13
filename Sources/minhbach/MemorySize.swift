import ArgumentParser
import FoundationEssentials

/// An amount of memory as the command line writes it: `8GiB`, `512MiB`, `1000000`.
struct MemorySize: ExpressibleByArgument {
    let bytes: Int

    /// Units, the longer spellings first.
    private static let units = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("B", 1), ("", 1),
    ]

    init?(argument: String) {
        guard let (unit, factor) = Self.units.first(where: { argument.hasSuffix($0.0) }),
            let number = Int(argument.dropLast(unit.count)), number > 0
        else { return nil }
        let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: factor)
        // Less holds not even the program and one part of one file.
        guard !isTooLarge, bytes >= 64 << 20 else { return nil }
        self.bytes = bytes
    }

    /// Half of the machine's memory.
    static var usual: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory / 2) }
}
