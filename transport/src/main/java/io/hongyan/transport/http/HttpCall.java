package io.hongyan.transport.http;

import java.net.InetSocketAddress;

/// A request, whole.
///
/// @param target path and query as they were sent, not decoded
/// @param authorization the header of that name, empty without one
/// @param body in UTF-8, at most [HttpLimits#bodyBytes] of it
public record HttpCall(String method, String target, String authorization, String body, InetSocketAddress from) {}
