package io.hongyan.server.cluster;

/// Something that a cluster needs is not there, or not as it has to be.
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ClusterFault fault;

    ClusterException(ClusterFault fault) {
        super(fault.line());
        this.fault = fault;
    }

    ClusterException(String key, String text) {
        this(new ClusterFault(key, text));
    }

    ClusterFault fault() {
        return fault;
    }
}
