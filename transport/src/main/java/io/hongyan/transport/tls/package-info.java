/// Certificates, private keys and cipher suites of TLS: reading PEM files.
@NullMarked
package io.hongyan.transport.tls;

import org.jspecify.annotations.NullMarked;
