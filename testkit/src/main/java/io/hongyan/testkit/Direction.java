package io.hongyan.testkit;

/// The direction of a packet.
public enum Direction {
    TO_BROKER,
    TO_CLIENT
}
