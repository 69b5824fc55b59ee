package io.hongyan.server.http;

/// Handles requests. Runs on a thread of its own, so it may block.
@FunctionalInterface
public interface Handler {
    Response answer(Request request);
}
