/// The scale of a survey's answers.
package struct AnswerScale: Sendable, Equatable {
    /// One answer as written and its level.
    package struct Level: Sendable, Equatable {
        /// The text in the files.
        package var text: String
        /// The level: 1 is the worst.
        package var level: Int64
    }

    /// Name of the scale: unlike scales are never pooled.
    package var name: String
    /// The answers that have a level.
    package var levels: [Level]
    /// Answers that have none (don't know, not applicable): their level is null.
    package var notApplicable: [String]
}

/// One question of a wide survey: a column of the file that becomes rows of response, question and
/// level.
package struct SurveyQuestion: Sendable, Equatable {
    /// Name of the question.
    package var name: String
    /// Headers of its column, synonyms allowed.
    package var headers: [String]
    /// The scale of its answers.
    package var scale: AnswerScale
    /// Where the question is declared.
    package var place: PlanPlace
}
