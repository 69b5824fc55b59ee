package io.hongyan.openapi.answer;

/// What answers a request.
///
/// @param type the content type
public record ApiResponse(int status, String type, String body) {}
