package io.hongyan.spring;

/// Counts exceptions of listener methods.
@FunctionalInterface
interface ListenerFailures {
    /// @param listener class and method
    void failed(String listener);
}
