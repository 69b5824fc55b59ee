package io.hongyan.cloud.trace;

/// One line of a trace.
///
/// @param millis when, in wall milliseconds
/// @param clientId of the device; of the publisher or the receiver of a message, empty when it is no client
/// @param id 32 upper-case hexadecimal digits: of the connection (channel id), the same in all lines of it, or of the
///         message
public record TraceEntry(long millis, TraceKind kind, String clientId, String id) {}
