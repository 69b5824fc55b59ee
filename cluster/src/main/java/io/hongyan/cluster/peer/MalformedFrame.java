package io.hongyan.cluster.peer;

/// Another node sent a frame that no node sends. Without a stack trace: the fault is not here.
public final class MalformedFrame extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param what in plain words
    public MalformedFrame(String what) {
        super(what, null, false, false);
    }
}
