/// Authorities and certificates for tests.
@NullMarked
package io.hongyan.transport.certificate;

import org.jspecify.annotations.NullMarked;
