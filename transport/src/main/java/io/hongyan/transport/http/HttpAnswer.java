package io.hongyan.transport.http;

/// What a request is answered with.
///
/// @param status 200 to 599
/// @param type the content type
public record HttpAnswer(int status, String type, String body) {}
