package io.hongyan.cluster.ask;

/// The types of frames about questions. They go over the link that loop 0 of the node that asks has opened to loop 0 of
/// the other one; ANSWER and FAILED are the latter's.
final class QuestionFrames {
    /// A number, 8 bytes; the subject; the question.
    static final int ASK = 56;

    /// The number of the question; the answer.
    static final int ANSWER = 57;

    /// The number of the question; why there is no answer.
    static final int FAILED = 58;

    private QuestionFrames() {}
}
