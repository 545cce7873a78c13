import Pipeline

/// The sentences about units, their succession, and terms.
let unitSentences: [(PlanFault.Kind, String)] = [
    (
        .overlappingUnits("H1", other: PlanPlace(file: "b.csv", line: 7, column: 1)),
        "two units bear the code 'H1' on the same day; the other stands at b.csv:7:1. "
            + "End one with `until` where the other begins."
    ),
    (
        .gapBetweenUnits("H1", until: "2025-01-01", from: "2025-07-01"),
        "no unit bears the code 'H1' from 2025-01-01 until 2025-07-01. "
            + "Let one begin where the other ends, if the code was in use."
    ),
    (
        .parentOutsideValidity("H1", from: "2025-07-01"),
        "the parent 'H1' is not in force from 2025-07-01 on. "
            + "Give the unit a line of its own for each parent, or the parent its full time."
    ),
    (
        .unknownUnit("H1"),
        "no unit ever bore the code 'H1'. Add the unit to the file of units."
    ),
    (
        .noUnitEnding("H1", day: "2025-07-01"),
        "no unit 'H1' ended on 2025-07-01. "
            + "Write that day under `until` of the unit, or correct it here."
    ),
    (
        .unitNotInForce("H1", day: "2025-07-01"),
        "no unit 'H1' is in force on 2025-07-01. Correct the day, or the unit's `from` and `until`."
    ),
    (
        .successionCircle(["a", "b", "a"]),
        "a unit follows itself: a → b → a. Let the chain of successions end."
    ),
    (
        .sharesAboveOne("H1"),
        "the shares of 'H1' add up to more than 1. "
            + "Let them add up to 1 at most; what is left is shown apart."
    ),
    (
        .noSuccessor("H1", day: "2025-07-01"),
        "'H1' ended on 2025-07-01, and no line says what came after it. "
            + "Add a line; of kind abolition, without to_code, where nothing came after it."
    ),
    (
        .overlappingTerms(other: PlanPlace(file: "b.csv", line: 7, column: 1)),
        "this term and the one at b.csv:7:1 are in force for the same cases on the same day. "
            + "End one with `until` where the other begins."
    ),
    (
        .notInCatalogue("1.2", file: "procedures.csv"),
        "procedures.csv has no '1.2'. Correct the code, or add it there."
    ),
    (
        .halfATerm,
        "a term needs both its number and its unit. Fill in `term` and `term_unit`, or neither."
    ),
    (
        .withoutTerm(["1.2", "1.3"]),
        "2 procedures have no statutory term: 1.2, 1.3. "
            + "Add their terms, or say `without_term: immediate` where they have a result at "
            + "once (NĐ 118/2025/NĐ-CP, Điều 17 khoản 4)."
    ),
]
