import Pipeline

/// The sentences about corrections.
let correctionSentences: [(PlanFault.Kind, String)] = [
    (
        .correction(.fixedColumn("case_id", .identity)),
        "'case_id' tells which case a row is, and cannot be corrected. "
            + "Withdraw the case at its source and enter it anew."
    ),
    (
        .correction(.fixedColumn("owner", .personal)),
        "'owner' tells who a person is, and cannot be corrected. Correct it at the source."
    ),
    (
        .correction(.fixedColumn("due_gross", .derived)),
        "'due_gross' follows from other columns, and cannot be corrected. "
            + "Correct a column that it follows from."
    ),
    (
        .correction(.nothingChanged),
        "the new value is the old one. "
            + "Write what the row says as 'old', and what is right as 'new'."
    ),
    (
        .correction(.ownApproval),
        "the approver is the author. Let somebody else approve it."
    ),
    (
        .correction(
            .brokenChain(
                field: "unit", first: PlanPlace(file: "b.csv", line: 7, column: 1))),
        "'unit' of this case is corrected a second time, and the old value is not the new one of "
            + "b.csv:7:1. Continue from that value, or take one of the two away."
    ),
    (
        .correction(.noCode(input: "steps")),
        "rows of 'steps' have no code by which one could be named. "
            + "Give the mapping an 'identity' of one column, or correct it at the source."
    ),
    (
        .correction(.emptied("status")),
        "'status' must have a value, and the new one is empty. Write the right value."
    ),
    (
        .correction(.documentAhead(day: "2062-06-20", clock: "2026-06-20")),
        "the document is of 2062-06-20, which has not come by this machine's clock (2026-06-20). "
            + "Write the day of the document, or set the clock right."
    ),
    (
        .malformed("8", expected: .interval),
        "'8' is not a length of time such as 8 hours. Write such a one."
    ),
]
