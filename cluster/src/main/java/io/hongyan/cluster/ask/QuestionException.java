package io.hongyan.cluster.ask;

/// A question has no answer. Without a stack trace: the text says all.
public final class QuestionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param why for people
    public QuestionException(String why) {
        super(why, null, false, false);
    }
}
