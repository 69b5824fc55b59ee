/// Tests of certificates.
@NullMarked
package io.hongyan.server.tls;

import org.jspecify.annotations.NullMarked;
