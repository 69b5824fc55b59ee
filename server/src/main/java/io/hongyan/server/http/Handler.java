package io.hongyan.server.http;

/// Answers requests. Runs on a thread of its own, so it may wait.
@FunctionalInterface
public interface Handler {
    Response answer(Request request);
}
