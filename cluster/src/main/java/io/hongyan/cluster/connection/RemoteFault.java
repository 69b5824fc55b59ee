package io.hongyan.cluster.connection;

/// Why a stream broke whose socket another node has, or had. Without a stack trace: nothing of this program threw it.
final class RemoteFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    RemoteFault(String why) {
        super(why, null, false, false);
    }
}
