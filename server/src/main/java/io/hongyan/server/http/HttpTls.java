package io.hongyan.server.http;

import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.TlsMaterial;

/// What an endpoint with TLS shows and asks for. A certificate that is read again counts for new connections.
///
/// @param clients whether they must show a certificate
public record HttpTls(TlsMaterial material, ListenerOptions.ClientAuth clients) {}
