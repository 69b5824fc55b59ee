package io.hongyan.cluster.link;

/// The other side of a link sent what no node sends. Without a stack trace: the fault is not here.
final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LinkException(String what) {
        super(what, null, false, false);
    }

    /// In plain words.
    String what() {
        return String.valueOf(getMessage());
    }
}
