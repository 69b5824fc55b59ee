package io.hongyan.testkit;

/// Which way a packet goes.
public enum Direction {
    TO_BROKER,
    TO_CLIENT
}
