package io.hongyan.cloud.custom;

/// What a permission is about.
public enum PermitAction {
    PUB,
    SUB,
    PUB_SUB,
    /// To log in at all; the blacklist has denials of it.
    CONNECT;

    boolean publishes() {
        return this == PUB || this == PUB_SUB;
    }

    boolean subscribes() {
        return this == SUB || this == PUB_SUB;
    }
}
