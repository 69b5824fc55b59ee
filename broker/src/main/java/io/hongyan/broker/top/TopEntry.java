package io.hongyan.broker.top;

/// One of those that were met most often.
///
/// @param name a client id or a topic
/// @param messages at least so many, as far as they were counted
/// @param bytes of the payloads of these
public record TopEntry(String name, long messages, long bytes) {}
