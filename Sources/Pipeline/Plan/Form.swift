/// One version of an official table: which figures stand in which column, by whom the rows go,
/// and which sums must hold.
package struct Form: Sendable {
    /// Its name, as `II.06`.
    package var name: String
    /// Its version.
    package var version: Int
    /// The days on which this version is in force.
    package var validity: Validity
    /// Its title.
    package var title: Wording
    /// The circular that it is an annex of.
    package var basis: String
    /// What is counted, as `hồ sơ`.
    package var unit: String
    /// The ways in which its rows can be arranged; the first is the usual one.
    package var arrangements: [FormArrangement]
    /// Its columns of figures, by number.
    package var columns: [FormColumn]
    /// The sums that must hold in every row.
    package var identities: [FormIdentity]
    /// Where the form is written.
    package var place: PlanPlace
}

/// By whom the rows of a form go: each value of a level, under banners where that is `unit`.
package struct FormArrangement: Sendable, Equatable {
    /// The level whose members are the rows, as `field` or `unit`.
    package var level: String
    /// The heading of the column of names.
    package var title: Wording
    /// The banners over units, by the level of the unit in the catalogue, in their order.
    package var banners: [FormBanner]
    /// Where it is written.
    var place: PlanPlace
}

/// A row that spans the table and names the units below it.
package struct FormBanner: Sendable, Equatable {
    /// The level of a unit in the catalogue, as `commune`.
    package var level: String
    /// What the row says.
    package var title: Wording
}

/// A column of a form: the number that the form gives it, and the KPI whose counts stand there.
package struct FormColumn: Sendable, Equatable {
    /// The number that the form gives it.
    package var number: Int
    /// What stands over this column and its neighbours, where there is such a heading.
    package var heading: Wording?
    /// What stands over this column alone.
    package var title: Wording
    /// The KPI whose counts stand in it.
    package var kpi: String
    /// Where it is written.
    var place: PlanPlace
}

/// A sum that must hold in every row of a form, as `3 = 4 + 5 + 6`.
package struct FormIdentity: Sendable, Equatable {
    /// Number of the column that is the sum.
    package var total: Int
    /// Numbers of the columns that it is the sum of.
    package var parts: [Int]
    /// Where it is written.
    var place: PlanPlace

    /// `3 = 4 + 5 + 6`.
    package var text: String { "\(total) = \(parts.map(String.init).joined(separator: " + "))" }
}

extension Form {
    /// The column of that number.
    package func column(_ number: Int) -> FormColumn? {
        columns.first { $0.number == number }
    }
}
