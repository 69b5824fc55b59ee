package io.hongyan.transport;

/// What both sides of a connection with TLS have agreed on.
///
/// @param protocol such as `TLSv1.3`
/// @param cipher such as `TLS_AES_256_GCM_SHA384`
public record TlsTerms(String protocol, String cipher) {}
