/// A place in a file of the plan.
package struct PlanPlace: Sendable, Hashable, Comparable {
    /// Path of the file, relative to the pipeline file's folder.
    package var file: String
    /// Line, counted from 1; 0: the file as a whole.
    package var line: Int
    /// Column, counted from 1 in Unicode scalars; 0: the file as a whole.
    package var column: Int

    /// A place; without line and column, the file as a whole.
    package init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// Tells which place comes first: by file, line, column.
    package static func < (left: PlanPlace, right: PlanPlace) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}
