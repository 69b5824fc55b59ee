/// Certificates: a self-signed one for the start, and what is read from files, again whenever they change.
@NullMarked
package io.hongyan.server.tls;

import org.jspecify.annotations.NullMarked;
